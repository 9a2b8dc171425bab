from odoo import api, fields, models


class DistributionMemberRenew(models.TransientModel):
    """Ask until when memberships go on."""

    _name = "distribution.member.renew"
    _description = "Renew Memberships"

    member_ids = fields.Many2many("distribution.member", required=True, string="Members")
    date_end = fields.Date(
        "New Last Day",
        compute="_compute_date_end",
        store=True,
        readonly=False,
        help="Proposed: a year after the present last day.",
    )
    reason = fields.Char(help="Kept in the audit trail, e.g. the number of the new contract.")
    stopped_count = fields.Integer(compute="_compute_stopped_count")

    @api.depends("member_ids")
    def _compute_date_end(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            last = max(filter(None, wizard.member_ids.mapped("date_end")), default=today)
            wizard.date_end = fields.Date.add(max(last, today), years=1)

    @api.depends("member_ids")
    def _compute_stopped_count(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            stops = wizard.member_ids._search_freezes("order", today, origin="expiry")
            wizard.stopped_count = len(stops.member_id)

    def action_confirm(self):
        """Renew the memberships."""
        self.ensure_one()
        self.member_ids.action_renew(self.date_end, self.reason)
        return {"type": "ir.actions.act_window_close"}
