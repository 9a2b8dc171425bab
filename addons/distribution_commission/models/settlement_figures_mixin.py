from odoo import api, fields, models

from ..queries.statement_totals import ADJUSTMENT_KIND, BONUS_KINDS

# The figures of a statement, in the order they add up; a settlement shows the sums of them.
FIGURES = (
    "opening_balance",
    "earned",
    "bonus",
    "clawback",
    "adjustment",
    "holdback",
    "holdback_released",
    "recovered",
    "gross",
    "taxable",
    "tax",
    "payable",
    "carried",
)
_BY_SALES = ("kind", "not in", [*BONUS_KINDS, ADJUSTMENT_KIND])
# Which entries a figure is made of; the other figures are computed from all of them.
ENTRY_DOMAINS = {
    "earned": [_BY_SALES, ("amount", ">", 0)],
    "clawback": [_BY_SALES, ("amount", "<", 0)],
    "bonus": [("kind", "in", list(BONUS_KINDS))],
    "adjustment": [("kind", "=", ADJUSTMENT_KIND)],
}


class DistributionSettlementFiguresMixin(models.AbstractModel):
    """The figures of a settlement: sums of its statements, each opening what it is made of."""

    _name = "distribution.settlement.figures.mixin"
    _description = "Figures of a Settlement"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    statement_count = fields.Integer(compute="_compute_totals")
    opening_balance = fields.Monetary(compute="_compute_totals")
    earned = fields.Monetary(compute="_compute_totals", help="Positive entries by sales.")
    bonus = fields.Monetary(
        "Bonuses", compute="_compute_totals", help="Volume and target bonuses, corrections too."
    )
    clawback = fields.Monetary(
        compute="_compute_totals", help="Negative entries by sales; never positive."
    )
    adjustment = fields.Monetary(
        "Adjustments", compute="_compute_totals", help="Approved adjustments, either sign."
    )
    holdback = fields.Monetary(
        "Holdback Kept", compute="_compute_totals", help="Kept as a security; never negative."
    )
    holdback_released = fields.Monetary(
        compute="_compute_totals", help="Paid back of earlier holdbacks; never negative."
    )
    recovered = fields.Monetary(
        compute="_compute_totals", help="What paid off negative balances; never negative."
    )
    gross = fields.Monetary("Gross Payment", compute="_compute_totals", help="Before tax.")
    taxable = fields.Monetary(
        "Taxable Income",
        compute="_compute_totals",
        help="Of the calendar month, up to and including this settlement.",
    )
    tax = fields.Monetary("Tax Withheld", compute="_compute_totals")
    payable = fields.Monetary(compute="_compute_totals", help="What is paid out, after tax.")
    carried = fields.Monetary(
        compute="_compute_totals", help="Closing balances: negative, or below the minimum payout."
    )

    # === COMPUTE METHODS === #

    @api.depends("state")
    def _compute_totals(self):
        totals = {
            settlement: sums
            for settlement, *sums in self.env["distribution.statement"]._read_group(
                [("settlement_id", "in", self.ids)],
                ["settlement_id"],
                ["__count", *(f"{figure}:sum" for figure in FIGURES)],
            )
        }
        for settlement in self:
            sums = totals.get(settlement._origin, [0] * (len(FIGURES) + 1))
            for figure, value in zip(["statement_count", *FIGURES], sums, strict=True):
                settlement[figure] = value

    # === ACTION METHODS === #

    def action_open_statements(self):
        """Open the statements of this settlement."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_statement_action"
        )
        return {**action, "domain": [("settlement_id", "=", self.id)], "context": {}}

    def action_open_figure(self):
        """Open what the figure named in the context (`figure`) is made of.

        Entries where the figure is a sum of entries, else the statements that have it.
        """
        self.ensure_one()
        figure = self.env.context.get("figure")
        if figure in ENTRY_DOMAINS:
            action = self.env["ir.actions.actions"]._for_xml_id(
                "distribution_commission.distribution_commission_entry_action"
            )
            domain = [("statement_id.settlement_id", "=", self.id), *ENTRY_DOMAINS[figure]]
            return {**action, "domain": domain, "context": {}}
        action = self.action_open_statements()
        if figure in FIGURES:
            action["domain"] = [*action["domain"], (figure, "!=", 0)]
        return action
