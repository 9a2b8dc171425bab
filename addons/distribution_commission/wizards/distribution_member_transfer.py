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
            members = wizard.member_ids._origin
            entries_sudo = self.env["distribution.commission.entry"].sudo()
            if members and wizard.date:
                entries_sudo = members._search_branch_entries_sudo(wizard.date)
            wizard.accrual_count = len(entries_sudo)
            wizard.accrual_amount = sum(entries_sudo.mapped("amount"))

    def action_open_accruals(self):
        """Open what the branch's sales from the chosen day on have earned."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        entries_sudo = self.member_ids._search_branch_entries_sudo(self.date)
        return {**action, "domain": [("id", "in", entries_sudo.ids)], "context": {}}
