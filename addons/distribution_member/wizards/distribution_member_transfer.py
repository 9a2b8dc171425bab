from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class DistributionMemberTransfer(models.TransientModel):
    """Move branches under another upline, after a look at who and what is affected."""

    _name = "distribution.member.transfer"
    _description = "Transfer of Branches"
    _inherit = ["distribution.affected.mixin"]

    member_ids = fields.Many2many(
        "distribution.member",
        required=True,
        string="Members to Move",
        default=lambda self: self._get_default_members(),
        help="Each moves with all who stand below it.",
    )
    company_id = fields.Many2one("res.company", compute="_compute_choice")
    highest_rank = fields.Integer(compute="_compute_choice")
    upline_id = fields.Many2one(
        "distribution.member",
        "New Upline",
        domain="[('company_id', '=', company_id), ('level_id.rank', '<', highest_rank),"
        " ('state', '=', 'active')]",
        help="Leave empty to put the members directly under the manufacturer.",
    )
    date = fields.Date(
        "From",
        required=True,
        default=fields.Date.context_today,
        help="First day under the new upline. Sales before it stay with the old one.",
    )
    # Asked for when the wizard is confirmed: the numbers open before anything is typed.
    reason = fields.Char(help="Kept in the history and in the audit trail.")
    branch_count = fields.Integer(
        "Members Who Move", compute="_compute_branch", help="The chosen members and all below them."
    )
    planned_count = fields.Integer(
        "Planned Changes Superseded",
        compute="_compute_branch",
        help="Later changes of the chosen members that this transfer replaces.",
    )
    obstacles = fields.Text(
        "What Forbids It", compute="_compute_obstacles", help="Empty: nothing stands in the way."
    )

    # === COMPUTE METHODS === #

    @api.depends("member_ids")
    def _compute_choice(self):
        for wizard in self:
            wizard.company_id = wizard.member_ids.company_id[:1]
            wizard.highest_rank = min(wizard.member_ids.level_id.mapped("rank"), default=0)

    @api.depends("member_ids", "date")
    def _compute_affected_ids(self):
        """Override of `distribution.affected.mixin`: the branches."""
        for wizard in self:
            wizard.affected_ids = wizard._get_branch()

    @api.depends("affected_ids")
    def _compute_branch(self):
        history = self.env["distribution.member.upline"]
        for wizard in self:
            wizard.branch_count = len(wizard.affected_ids)
            wizard.planned_count = history.search_count(
                [
                    ("member_id", "in", wizard.member_ids._origin.ids),
                    ("date_from", ">", wizard.date or fields.Date.context_today(wizard)),
                ]
            )

    @api.depends("member_ids", "upline_id", "date")
    def _compute_obstacles(self):
        for wizard in self:
            wizard.obstacles = "\n".join(wizard._list_obstacles()) if wizard.date else False

    # === ACTION METHODS === #

    def action_confirm(self):
        """Move all chosen members, or none."""
        self.ensure_one()
        if not self.member_ids:
            raise UserError(self.env._("Choose at least one member to move."))
        for member in self.member_ids:
            member.change_upline(self.upline_id.id, self.date, self.reason)
        self.env["distribution.audit"]._record(
            "branch_transfer",
            self.member_ids,
            new_value=self.env._(
                "%(upline)s from %(date)s on, %(count)s members in all",
                upline=self.upline_id.display_name or self.env._("none"),
                date=format_date(self.env, self.date),
                count=self.branch_count,
            ),
            reason=self.reason,
        )
        return {"type": "ir.actions.act_window_close"}

    def action_open_branch(self):
        """Open the members who move."""
        self.ensure_one()
        return self._open_affected(
            "distribution_member.distribution_member_action", [("id", "in", self.affected_ids.ids)]
        )

    # === HELPERS === #

    def _get_default_members(self):
        """Return the members chosen in a list."""
        context = self.env.context
        chosen = context.get("active_model") == "distribution.member"
        return self.env["distribution.member"].browse(context.get("active_ids") if chosen else [])

    def _get_branch(self):
        """Return the visible members who stand under the chosen ones on the day or later."""
        heads = self.member_ids._origin
        if not heads or not self.date:
            return heads
        return self.env["distribution.member"].search(
            [("id", "in", [*heads.ids, *heads._search_branch_ids(self.date)])]
        )

    def _list_obstacles(self):
        """Return sentences on all that would make the transfer fail; nothing is changed.

        Override to add what other documents forbid.
        """
        found = []
        upline = self.upline_id._origin
        for member in self.member_ids._origin:
            try:
                (member | upline)._ensure_day_of_membership(self.date)
                member._check_new_upline(upline, self.date)
                member._ensure_upline_change_allowed(self.date)
            except UserError as error:
                found.append(str(error))
        return list(dict.fromkeys(found))
