from odoo import api, fields, models

from .statement_payout_mixin import DUE_STATES


class DistributionSettlementPayoutMixin(models.AbstractModel):
    """Pays the statements of a settlement, which is paid when all of them are."""

    _name = "distribution.settlement.payout.mixin"
    _description = "Payout of a Settlement"

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("computed", "Computed"),
            ("published", "Published"),
            ("paid", "Paid"),
            ("closed", "Closed"),
        ],
        compute="_compute_state",
        store=True,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    unpaid_count = fields.Integer(
        "To Pay",
        compute="_compute_unpaid",
        help="Published statements that are not or not wholly paid.",
    )
    disputed_count = fields.Integer(
        "Disputed", compute="_compute_unpaid", help="Statements with a dispute that is open."
    )

    # === COMPUTE METHODS === #

    @api.depends("statement_ids.payment_state")
    def _compute_state(self):
        """Follow the payments between published and paid; the rest is written by the actions."""
        followed = self.filtered(lambda one: one.state in ("published", "paid"))
        unpaid = followed._count_unpaid()
        for settlement in self:
            if settlement in followed:
                settlement.state = "published" if unpaid.get(settlement.id) else "paid"
            else:
                settlement.state = settlement.state or "draft"

    @api.depends("state")
    def _compute_unpaid(self):
        unpaid = self._count_unpaid()
        disputes = self.env["distribution.statement.dispute"].search(
            [("statement_id.settlement_id", "in", self.ids), ("state", "=", "open")]
        )
        by_settlement = disputes.statement_id.grouped("settlement_id")
        for settlement in self:
            settlement.unpaid_count = unpaid.get(settlement.id, 0)
            settlement.disputed_count = len(by_settlement.get(settlement, ()))

    # === ACTION METHODS === #

    def action_pay(self):
        """Pay all statements that are due; what is stopped or disputed stays, with its reason."""
        self._ensure_state(
            ("published", "paid"), self.env._("%(record)s is %(state)s. Publish it first.")
        )
        statements = self.statement_ids
        statements._ensure_may_pay()
        statements._pay()
        nothing_left = self.filtered(lambda one: one.state == "published" and not one.unpaid_count)
        nothing_left._write_state("paid")
        return statements._show_documents()

    def action_close(self):
        """Close a settlement of which everything is paid."""
        self._ensure_state(
            ("paid",), self.env._("%(record)s is %(state)s. It is closed once all of it is paid.")
        )
        self._write_state("closed")
        return True

    # === HELPERS === #

    def _count_unpaid(self):
        """Return {settlement id: number of its statements with something left to pay}."""
        return {
            settlement.id: count
            for settlement, count in self.env["distribution.statement"]._read_group(
                [
                    ("settlement_id", "in", self.ids),
                    ("state", "in", DUE_STATES),
                    ("payable", ">", 0),
                ],
                ["settlement_id"],
                ["__count"],
            )
        }
