from odoo import api, fields, models


class DistributionWithholdingBracket(models.Model):
    """One step of an income tax: from an income on, a rate and a quick deduction."""

    _name = "distribution.withholding.bracket"
    _description = "Withholding Bracket"
    _order = "table_id, threshold, id"

    table_id = fields.Many2one(
        "distribution.withholding.table", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="table_id.currency_id")
    threshold = fields.Monetary(
        "Taxable Income above",
        required=True,
        default=0.0,
        help="The bound itself belongs to the step below.",
    )
    rate = fields.Float("Rate (%)", digits=(5, 2), required=True)
    quick_deduction = fields.Monetary(
        required=True,
        default=0.0,
        help="Taken off the tax, so that only what lies above pays the higher rate.",
    )

    _threshold_unique = models.UniqueIndex(
        "(table_id, threshold)", "Two brackets of a table begin at the same income."
    )
    _values_in_range = models.Constraint(
        "CHECK (threshold >= 0 AND rate BETWEEN 0 AND 100 AND quick_deduction >= 0)",
        "A rate lies between 0 and 100 %, and no amount is negative.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: what tax was withheld by stays as it was."""
        brackets = super().create(vals_list)
        brackets.table_id._ensure_unused()
        return brackets

    def write(self, vals):
        """Override of `base`: what tax was withheld by stays as it was."""
        self.check_access("write")
        self.table_id._ensure_unused()
        result = super().write(vals)
        self.table_id._check_brackets()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.table_id._ensure_unused()

    # === HELPERS === #

    def _compute_tax(self, taxable):
        """Return the tax on a taxable income that lies in this bracket."""
        return taxable * self.rate / 100 - self.quick_deduction
