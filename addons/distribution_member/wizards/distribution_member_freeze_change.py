from odoo import api, fields, models

from ..models.distribution_member_freeze import FREEZE_KINDS


class DistributionMemberFreezeChange(models.TransientModel):
    """Ask what to freeze or to lift, from which day, and why."""

    _name = "distribution.member.freeze.change"
    _description = "Freeze or Unfreeze Members"

    operation = fields.Selection(
        [("freeze", "Freeze"), ("unfreeze", "Lift a Freeze")], required=True, default="freeze"
    )
    member_ids = fields.Many2many("distribution.member", required=True, string="Members")
    kind = fields.Selection(FREEZE_KINDS, "What", required=True, default="order")
    date_from = fields.Date(
        "From",
        required=True,
        default=fields.Date.context_today,
        help="First day of the freeze, or first day without it. A day to come is applied that day.",
    )
    date_to = fields.Date(
        "Until", help="First day on which the freeze holds no more. Empty: until somebody lifts it."
    )
    reason = fields.Char(required=True)
    freeze_ids = fields.Many2many(
        "distribution.member.freeze", compute="_compute_freeze_ids", string="Frozen Now"
    )

    @api.depends("member_ids", "kind")
    def _compute_freeze_ids(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            wizard.freeze_ids = wizard.member_ids._search_freezes(wizard.kind, today)

    def action_confirm(self):
        """Freeze the members, or lift their freeze."""
        self.ensure_one()
        if self.operation == "freeze":
            self.member_ids.action_freeze(self.kind, self.date_from, self.reason, self.date_to)
        else:
            self.member_ids.action_unfreeze(self.kind, self.date_from, self.reason)
        return {"type": "ir.actions.act_window_close"}
