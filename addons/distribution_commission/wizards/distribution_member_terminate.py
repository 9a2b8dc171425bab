from odoo import api, fields, models


class DistributionMemberTerminate(models.TransientModel):
    _inherit = "distribution.member.terminate"

    unsettled_count = fields.Integer(
        "Commission Not Settled Yet",
        compute="_compute_unsettled",
        help="Entries of the member that are on no statement. They are settled as usual.",
    )
    unsettled_amounts = fields.Char("Amount", compute="_compute_unsettled")
    open_statement_count = fields.Integer(
        "Open Statements",
        compute="_compute_open_statement_count",
        help="Statements of the member that are not published yet.",
    )

    # === COMPUTE METHODS === #

    @api.depends("affected_ids")
    def _compute_unsettled(self):
        entries = self.env["distribution.commission.entry"]
        for wizard in self:
            rows = []  # [(currency, number of entries, their sum)]
            if entries.has_access("read"):
                rows = entries._read_group(
                    wizard._get_unsettled_domain(), ["currency_id"], ["__count", "amount:sum"]
                )
            wizard.unsettled_count = sum(count for _currency, count, _amount in rows)
            wizard.unsettled_amounts = ", ".join(
                currency.format(amount) for currency, _count, amount in rows
            )

    @api.depends("affected_ids")
    def _compute_open_statement_count(self):
        for wizard in self:
            wizard.open_statement_count = wizard._count_affected(
                "distribution.statement", wizard._get_open_statement_domain()
            )

    # === ACTION METHODS === #

    def action_open_unsettled(self):
        """Open what the member has earned and given back since its last statement."""
        self.ensure_one()
        return self._open_affected(
            "distribution_commission.distribution_commission_entry_action",
            self._get_unsettled_domain(),
        )

    def action_open_statements(self):
        """Open the statements of the member that are not done yet."""
        self.ensure_one()
        return self._open_affected(
            "distribution_commission.distribution_statement_action",
            self._get_open_statement_domain(),
        )

    # === HELPERS === #

    def _get_unsettled_domain(self):
        return [("member_id", "in", self.affected_ids.ids), ("statement_id", "=", False)]

    def _get_open_statement_domain(self):
        """Override to say otherwise which statements are still open."""
        return [("member_id", "in", self.affected_ids.ids), ("state", "=", "draft")]
