from decimal import Decimal

from odoo import api, fields, models

PERCENT_FIELDS = tuple(f"percent_{number:02}" for number in range(1, 13))
EVEN = 8.3333


def _percent(label):
    return fields.Float(label, digits=(7, 4), min_display_digits=2, default=EVEN, required=True)


class DistributionTargetSplit(models.Model):
    """How the business of a year falls on its months, by experience."""

    _name = "distribution.target.split"
    _description = "Split of a Target"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    active = fields.Boolean(default=True)
    percent_01 = _percent("January (%)")
    percent_02 = _percent("February (%)")
    percent_03 = _percent("March (%)")
    percent_04 = _percent("April (%)")
    percent_05 = _percent("May (%)")
    percent_06 = _percent("June (%)")
    percent_07 = _percent("July (%)")
    percent_08 = _percent("August (%)")
    percent_09 = _percent("September (%)")
    percent_10 = _percent("October (%)")
    percent_11 = _percent("November (%)")
    percent_12 = _percent("December (%)")
    total_percent = fields.Float(
        "Sum (%)",
        digits=(7, 2),
        compute="_compute_total_percent",
        help="Must be 100; a difference below 0.01 counts as rounding.",
    )

    _sums_to_100 = models.Constraint(
        f"CHECK (ABS({' + '.join(PERCENT_FIELDS)} - 100) < 0.01)",
        "The twelve months of a split must add up to 100 %.",
    )
    _not_negative = models.Constraint(
        f"CHECK (LEAST({', '.join(PERCENT_FIELDS)}) >= 0)",
        "A month's share of a target cannot be negative.",
    )

    # === COMPUTE METHODS === #

    @api.depends(*PERCENT_FIELDS)
    def _compute_total_percent(self):
        for split in self:
            split.total_percent = sum(split[name] for name in PERCENT_FIELDS)

    # === HELPERS === #

    def _get_shares(self):
        """Return the twelve percentages, exactly as they are stored."""
        self.ensure_one()
        return [Decimal(f"{self[name]:.4f}") for name in PERCENT_FIELDS]
