from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

WITHHOLDING_METHODS = [("labour_monthly", "Labour income, monthly (劳务报酬)")]


class DistributionWithholdingTable(models.Model):
    """Deduction and brackets of an income tax, in force until a later table of its method."""

    _name = "distribution.withholding.table"
    _description = "Withholding Table"
    _order = "method, date_from desc, id desc"

    name = fields.Char(required=True, translate=True, help="Which law says so.")
    method = fields.Selection(WITHHOLDING_METHODS, required=True, default="labour_monthly")
    date_from = fields.Date(
        "In Force from", required=True, help="Applies to periods that end on this day or later."
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    deduction_threshold = fields.Monetary(
        required=True, help="Up to this income of the month a fixed sum is deducted."
    )
    deduction_amount = fields.Monetary(
        "Fixed Deduction", required=True, help="Deducted up to the threshold; never below 0."
    )
    deduction_rate = fields.Float(
        "Deduction (%)",
        digits=(5, 2),
        required=True,
        help="Percent of the whole income deducted above the threshold.",
    )
    bracket_ids = fields.One2many(
        "distribution.withholding.bracket", "table_id", "Brackets", copy=True
    )

    _day_unique = models.UniqueIndex(
        "(method, currency_id, date_from)", "There is a table of this method for this day already."
    )
    _deductions_are_sums = models.Constraint(
        "CHECK (deduction_threshold >= 0 AND deduction_amount >= 0"
        " AND deduction_rate BETWEEN 0 AND 100)",
        "Deductions are not negative, and at most 100 %.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("method", "bracket_ids")
    def _check_brackets(self):
        """Find typing errors: brackets begin at 0, and the tax never jumps at a bound."""
        for table in self:
            brackets = table.bracket_ids.sorted("threshold")
            if not brackets or brackets[0].threshold or brackets[0].quick_deduction:
                raise ValidationError(
                    self.env._("The first bracket begins at 0, with a quick deduction of 0.")
                )
            for lower, upper in zip(brackets, brackets[1:], strict=False):
                if table.currency_id.compare_amounts(
                    lower._compute_tax(upper.threshold), upper._compute_tax(upper.threshold)
                ):
                    raise ValidationError(
                        self.env._(
                            "At %(threshold)s the brackets below and above must give the same tax."
                            " Check the quick deductions.",
                            threshold=table.currency_id.format(upper.threshold),
                        )
                    )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: what tax was withheld by stays as it was."""
        if vals.keys() - {"name"}:
            self.check_access("write")
            self._ensure_unused()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._ensure_unused()

    # === HELPERS === #

    @api.model
    def _find_table(self, method, day, currency):
        """Return the table of a method that is in force on a day."""
        return self.search(
            [
                ("method", "=", method),
                ("currency_id", "=", currency.id),
                ("date_from", "<=", day),
            ],
            order="date_from desc",
            limit=1,
        )

    def _ensure_unused(self):
        # sudo: it counts for all companies, whichever the caller may see
        statements_sudo = self.env["distribution.statement"].sudo()
        used = [("withholding_table_id", "in", self.ids), ("state", "!=", "draft")]
        if statements_sudo.search_count(used, limit=1):
            raise UserError(
                self.env._(
                    "Tax was withheld by this table, so it cannot be changed. Make a new one that"
                    " is in force from a later day."
                )
            )
