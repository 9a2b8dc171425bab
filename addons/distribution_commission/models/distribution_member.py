from odoo import fields, models
from odoo.exceptions import UserError


class DistributionMember(models.Model):
    _inherit = "distribution.member"

    commission_balance = fields.Monetary(
        "Not Settled Yet",
        compute="_compute_commission_balance",
        groups="distribution_member.group_distribution_finance",
        help="What the member has earned and given back since its last statement.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    statement_count = fields.Integer(
        "Statements",
        compute="_compute_commission_balance",
        groups="distribution_member.group_distribution_finance",
    )

    def _compute_commission_balance(self):
        balances = dict(
            self.env["distribution.commission.entry"]._read_group(
                [("member_id", "in", self.ids), ("statement_id", "=", False)],
                ["member_id"],
                ["amount:sum"],
            )
        )
        counts = dict(
            self.env["distribution.statement"]._read_group(
                [("member_id", "in", self.ids)], ["member_id"], ["__count"]
            )
        )
        for member in self:
            member.commission_balance = balances.get(member, 0.0)
            member.statement_count = counts.get(member, 0)

    def action_open_entries(self):
        """Open what the member has earned and is not settled yet."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        context = {"search_default_member_id": self.id, "search_default_unsettled": 1}
        return {**action, "context": context}

    def action_open_statements(self):
        """Open the statements of the member."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_statement_action"
        )
        return {**action, "domain": [("member_id", "=", self.id)], "context": {}}

    def _ensure_level_change_allowed(self, date):
        """Override of `distribution_member`: what was earned keeps the levels it was earned by."""
        result = super()._ensure_level_change_allowed(date)
        # sudo: the ledger decides, whether or not the manager may read it.
        entry = (
            self.env["distribution.commission.entry"]
            .sudo()
            .search(
                [
                    "|",
                    ("buyer_id", "=", self.id),
                    ("member_id", "=", self.id),
                    ("date", ">=", date),
                ],
                order="date desc",
                limit=1,
            )
        )
        if entry:
            raise UserError(
                self.env._(
                    "Sales up to %(day)s have earned commission at the present level of"
                    " %(member)s. Choose a later day.",
                    day=entry.date,
                    member=self.display_name,
                )
            )
        return result

    def _ensure_upline_change_allowed(self, date):
        """Override of `distribution_member`: what was earned keeps the uplines it was earned by."""
        result = super()._ensure_upline_change_allowed(date)
        # sudo: the ledger decides, whether or not the manager may read it.
        entry = (
            self.env["distribution.commission.entry"]
            .sudo()
            .search(
                [("buyer_id", "child_of", self.id), ("date", ">=", date)],
                order="date desc",
                limit=1,
            )
        )
        if entry:
            raise UserError(
                self.env._(
                    "Sales of this branch up to %(day)s have earned commission under the present"
                    " upline. Choose a later day.",
                    day=entry.date,
                )
            )
        return result
