from odoo import api, fields, models


class DistributionMemberTransfer(models.TransientModel):
    _inherit = "distribution.member.transfer"

    currency_id = fields.Many2one(related="company_id.currency_id")
    accrual_count = fields.Integer(
        "Commission Entries", compute="_compute_accruals", help="Earned from the chosen day on."
    )
    accrual_amount = fields.Monetary(
        "Commission Earned",
        compute="_compute_accruals",
        help="What the branch's sales from the chosen day on have earned for all beneficiaries.",
    )

    @api.depends("member_ids", "date")
    def _compute_accruals(self):
        for wizard in self:
            entries = wizard._get_accruals()
            wizard.accrual_count = len(entries)
            wizard.accrual_amount = sum(entries.mapped("amount"))

    def action_open_accruals(self):
        """Open what the branch's sales from the chosen day on have earned."""
        self.ensure_one()
        return self._open_affected(
            "distribution_commission.distribution_commission_entry_action",
            [("id", "in", self._get_accruals().ids)],
        )

    def _get_accruals(self):
        """Return what the sales have earned and the user may read; the rest is no less a reason."""
        members = self.member_ids._origin
        if not members or not self.date:
            return self.env["distribution.commission.entry"]
        entries_sudo = members._search_branch_entries_sudo(self.date)
        return entries_sudo.sudo(False)._filtered_access("read")
