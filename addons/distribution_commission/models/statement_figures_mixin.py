from typing import NamedTuple

from odoo import fields, models

from .settlement_figures_mixin import ENTRY_DOMAINS

# On the form of a statement; the list behind its button has them all.
LINES_SHOWN = 80
# Never left off a statement; the other figures only where they are not 0.
ALWAYS_SHOWN = ("opening_balance", "earned", "clawback", "payable", "carried")


class Figure(NamedTuple):
    """A figure as it is printed: negative where it is taken off."""

    name: str
    label: str
    amount: float

    @property
    def is_result(self):
        """Tell whether it is what the member looks for."""
        return self.name == "payable"


class DistributionStatementFiguresMixin(models.AbstractModel):
    """The figures of a statement, each opening what it is made of."""

    _name = "distribution.statement.figures.mixin"
    _description = "Figures of a Statement"

    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    opening_balance = fields.Monetary(
        readonly=True, help="Balance carried from the member's last statement."
    )
    earned = fields.Monetary(readonly=True, help="Sum of the positive entries by sales.")
    bonus = fields.Monetary(
        "Bonuses",
        readonly=True,
        help="Sum of volume and target bonuses; negative when returns have lowered them.",
    )
    clawback = fields.Monetary(
        readonly=True, help="Sum of the negative entries by sales; never positive."
    )
    adjustment = fields.Monetary(
        "Adjustments", readonly=True, help="Sum of approved adjustments, either sign."
    )
    holdback = fields.Monetary(
        "Holdback Kept", readonly=True, help="Kept as a security until it is due; never negative."
    )
    holdback_released = fields.Monetary(
        readonly=True, help="What earlier statements kept and this one pays back; never negative."
    )
    recovered = fields.Monetary(
        readonly=True,
        help="How much of this statement paid off a negative opening balance; never negative. Where"
        " the rest stays below the minimum payout, nothing is paid and the rest lowers it too.",
    )
    gross = fields.Monetary(
        "Gross Payment", readonly=True, help="What is paid before tax; never negative."
    )
    taxable = fields.Monetary(
        "Taxable Income",
        readonly=True,
        help="Of the calendar month up to and including this statement, deduction made. 0: no tax"
        " is withheld.",
    )
    tax = fields.Monetary(
        "Tax Withheld", readonly=True, help="Tax of the month, less what was withheld before."
    )
    payable = fields.Monetary(
        readonly=True, help="What is paid out for this statement: gross payment less tax."
    )
    carried = fields.Monetary(
        readonly=True,
        help="Closing balance: negative, or below the minimum payout of the cycle.",
    )
    entry_count = fields.Integer("Lines", readonly=True)

    latest_entry_ids = fields.Many2many(
        "distribution.commission.entry",
        string="Latest Lines",
        compute="_compute_latest_entry_ids",
        groups="distribution_member.group_distribution_finance,"
        "distribution_member.group_distribution_manager",
        help="The first page of the lines: a statement can have tens of thousands.",
    )
    holdback_due = fields.Date(
        "Holdback Due on",
        readonly=True,
        help="The first settlement that ends on this day or later pays the holdback back.",
    )
    holdback_release_id = fields.Many2one(
        "distribution.statement",
        "Holdback Released by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    holdback_released_on = fields.Date(
        readonly=True,
        copy=False,
        help="Last day of the settlement that released it; from then on nothing can release it"
        " again.",
    )
    released_ids = fields.One2many(
        "distribution.statement", "holdback_release_id", "Releases the Holdback of"
    )
    withholding_table_id = fields.Many2one(
        "distribution.withholding.table", "Tax Table", readonly=True, ondelete="restrict"
    )
    month_gross_before = fields.Monetary(
        "Paid Earlier this Month", readonly=True, help="Gross payments of the month before this."
    )
    month_tax_before = fields.Monetary(
        "Withheld Earlier this Month", readonly=True, help="Tax of the month before this."
    )

    previous_id = fields.Many2one(
        "distribution.statement",
        "Previous Statement",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The member's last statement of the same cycle.",
    )
    payable_change = fields.Monetary(
        "Change", readonly=True, help="Payable, less what the previous statement paid."
    )
    payable_change_percent = fields.Float(
        "Change (%)",
        digits=(16, 1),
        readonly=True,
        aggregator=None,
        help="The change in percent of the previous statement; 0 as well when that paid nothing.",
    )

    # === COMPUTE METHODS === #

    def _compute_latest_entry_ids(self):
        for statement in self:  # of one form: no list shows it
            statement.latest_entry_ids = self.env["distribution.commission.entry"].search(
                [("statement_id", "=", statement._origin.id)], limit=LINES_SHOWN
            )

    # === ACTION METHODS === #

    def action_open_entries(self):
        """Open the entries this statement is made of."""
        return self._open_entries([])

    def action_open_figure(self):
        """Open what the figure named in the context (`figure`) is made of.

        The balance brought forward opens the previous statement, released holdbacks and tax the
        statements they come from, the others their entries.
        """
        self.ensure_one()
        figure = self.env.context.get("figure")
        statements = {
            "opening_balance": [("id", "=", self.previous_id.id)],
            "holdback_released": [("holdback_release_id", "=", self.id)],
            "taxable": self._get_month_domain(),
            "tax": self._get_month_domain(),
        }
        if figure not in statements:
            return self._open_entries(ENTRY_DOMAINS.get(figure, []))
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_statement_action"
        )
        return {**action, "domain": statements[figure], "context": {}}

    # === HELPERS === #

    def _open_entries(self, domain):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        return {**action, "domain": [("statement_id", "=", self.id), *domain], "context": {}}

    def _get_month_domain(self):
        """Return the domain of the member's statements of the month whose tax is one sum."""
        first = self.date_to.replace(day=1)
        return [
            ("member_id", "=", self.member_id.id),
            ("company_id", "=", self.company_id.id),
            ("date_to", ">=", first),
            ("date_to", "<", fields.Date.add(first, months=1)),
        ]

    def _get_figures(self, only_shown=True):
        """Return the figures in the order they add up; what is taken off is negative.

        :param only_shown: leave out those that are 0 and not of interest then
        """
        self.ensure_one()
        labels = {
            "opening_balance": self.env._("Opening Balance"),
            "earned": self.env._("Earned"),
            "bonus": self.env._("Bonuses"),
            "clawback": self.env._("Clawback"),
            "adjustment": self.env._("Adjustments"),
            "holdback": self.env._("Holdback Kept"),
            "holdback_released": self.env._("Holdback Released"),
            "tax": self.env._("Tax Withheld"),
            "payable": self.env._("Payable"),
            "carried": self.env._("Carried to the Next Statement"),
        }
        signs = {"holdback": -1, "tax": -1}
        figures = [
            Figure(name, label, self[name] and signs.get(name, 1) * self[name])
            for name, label in labels.items()
        ]
        return [
            figure
            for figure in figures
            if not only_shown or figure.amount or figure.name in ALWAYS_SHOWN
        ]

    def _get_notes(self):
        """Return sentences on what was recovered, kept and withheld, as people recompute it."""
        self.ensure_one()
        money = self.currency_id.format
        notes = []
        if self.recovered:
            notes.append(self._explain_recovery(money))
        if self.holdback:
            notes.append(
                self.env._(
                    "The holdback of %(amount)s is due on %(day)s.",
                    amount=money(self.holdback),
                    day=self._format_day(self.holdback_due),
                )
            )
        if self.withholding_table_id:
            notes.append(
                self.env._(
                    "Tax: %(gross)s is paid this month including this statement, of which"
                    " %(taxable)s is taxable; the tax on it is %(total)s, less %(before)s withheld"
                    " before.",
                    gross=money(self.month_gross_before + self.gross),
                    taxable=money(self.taxable),
                    total=money(self.month_tax_before + self.tax),
                    before=money(self.month_tax_before),
                )
            )
        return notes

    def _explain_recovery(self, money):
        """Say what lowers a negative balance: more than was recovered where nothing is paid."""
        if self.gross:
            return self.env._(
                "%(recovered)s of this statement pays off the negative opening balance.",
                recovered=money(self.recovered),
            )
        return self.env._(
            "What is left after the recovery is below the minimum payout: nothing is paid,"
            " and all %(amount)s of this statement lowers the negative opening balance.",
            amount=money(self.carried - self.opening_balance),
        )
