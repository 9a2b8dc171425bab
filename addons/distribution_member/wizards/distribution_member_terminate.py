from markupsafe import Markup
from odoo import api, fields, models


class DistributionMemberTerminate(models.TransientModel):
    """Show what the end of a membership means, and ask for the reason and where others go."""

    _name = "distribution.member.terminate"
    _description = "Terminate a Member"
    _inherit = ["distribution.affected.mixin"]

    member_id = fields.Many2one("distribution.member", required=True, readonly=True)
    upline_id = fields.Many2one(related="member_id.upline_id", string="New Upline of the Downline")
    effects = fields.Html("What It Means", compute="_compute_effects")
    downline_ids = fields.Many2many(
        "distribution.member", compute="_compute_downline", string="Members Directly Below"
    )
    downline_count = fields.Integer(
        "Direct Downline",
        compute="_compute_downline",
        help="Who stands directly below and needs another upline.",
    )
    has_downline = fields.Boolean(compute="_compute_downline")
    authorisation_count = fields.Integer(
        "Running Authorisations",
        compute="_compute_authorisation_count",
        help="Their certificates are revoked with the reason given here.",
    )
    user_count = fields.Integer(
        "Portal Users",
        compute="_compute_user_count",
        help="They see only that the membership has ended, and its published statements.",
    )
    is_downline_moved = fields.Boolean(
        "Move the Direct Downline Up",
        help="The members directly below stand under the upline of the member that goes."
        " Their own downline stays with them.",
    )
    date_moved = fields.Date(
        "From",
        default=fields.Date.context_today,
        help="First day under the new upline. Sales of earlier days stay with the old one.",
    )
    # Asked for when the wizard is confirmed: the numbers open before anything is typed.
    reason = fields.Char(help="Kept in the history and in the audit trail.")

    # === COMPUTE METHODS === #

    @api.depends("member_id")
    def _compute_affected_ids(self):
        """Override of `distribution.affected.mixin`: the member; its downline stays."""
        for wizard in self:
            wizard.affected_ids = wizard.member_id

    @api.depends("member_id")
    def _compute_effects(self):
        self.effects = False
        for wizard in self.filtered("member_id"):  # none: opened by its address
            effects = wizard.member_id._prepare_termination_effects()
            lines = Markup("").join(Markup("<li>%s</li>") % effect for effect in effects)
            wizard.effects = Markup("<ul class='mb-0'>%s</ul>") % lines

    @api.depends("member_id")
    def _compute_downline(self):
        for wizard in self:
            below_sudo = wizard.member_id._get_remaining_downline()
            wizard.downline_ids = below_sudo.sudo(False)._filtered_access("read")
            wizard.downline_count = len(wizard.downline_ids)
            wizard.has_downline = bool(below_sudo)

    @api.depends("affected_ids")
    def _compute_authorisation_count(self):
        for wizard in self:
            wizard.authorisation_count = wizard._count_affected(
                "distribution.authorisation", wizard.affected_ids._get_running_domain()
            )

    @api.depends("affected_ids")
    def _compute_user_count(self):
        for wizard in self:
            wizard.user_count = wizard._count_affected(
                "distribution.member.user", wizard._get_user_domain()
            )

    # === ACTION METHODS === #

    def action_confirm(self):
        """End the membership."""
        self.ensure_one()
        moved_on = self.date_moved if self.is_downline_moved else None
        self.member_id.action_terminate(self.reason, moved_on)
        return {"type": "ir.actions.act_window_close"}

    def action_open_downline(self):
        """Open the members directly below, who get another upline."""
        self.ensure_one()
        return self._open_affected(
            "distribution_member.distribution_member_action", [("id", "in", self.downline_ids.ids)]
        )

    def action_open_authorisations(self):
        """Open the authorisations that are revoked."""
        self.ensure_one()
        return self._open_affected(
            "distribution_member.distribution_authorisation_action",
            self.affected_ids._get_running_domain(),
        )

    def action_open_users(self):
        """Open the portal users of the member."""
        self.ensure_one()
        return self._open_affected(
            "distribution_member.distribution_member_user_action", self._get_user_domain()
        )

    # === HELPERS === #

    def _get_user_domain(self):
        return [("member_id", "in", self.affected_ids.ids), ("user_id.active", "=", True)]
