from odoo import api, fields, models

# What a score is made of: (key, weight, value of no points, value of all points).
MEASURES = [
    ("attainment", 40, 0, 100),
    ("growth", 20, -30, 30),
    ("punctuality", 25, 50, 100),
    ("returns", 15, 10, 0),
]
WEIGHT_FIELDS = tuple(f"{key}_weight" for key, *_values in MEASURES)


def _weight(label, key):
    return fields.Float(
        label, digits=(5, 2), required=True, default=dict((m[0], m[1]) for m in MEASURES)[key]
    )


def _bound(label, key, place):
    default = dict((measure[0], measure) for measure in MEASURES)[key][place]
    return fields.Float(label, digits=(7, 2), required=True, default=default)


class DistributionScorecard(models.Model):
    """How a company weighs the figures of a member into one score from 0 to 100."""

    _name = "distribution.scorecard"
    _description = "Scorecard"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    attainment_weight = _weight("Weight of the Target", "attainment")
    attainment_zero = _bound("No Points at (%)", "attainment", 2)
    attainment_full = _bound("All Points at (%)", "attainment", 3)
    growth_weight = _weight("Weight of Growth", "growth")
    growth_zero = _bound("No Points for Growth of (%)", "growth", 2)
    growth_full = _bound("All Points for Growth of (%)", "growth", 3)
    punctuality_weight = _weight("Weight of Punctuality", "punctuality")
    punctuality_zero = _bound("No Points for Punctuality of (%)", "punctuality", 2)
    punctuality_full = _bound("All Points for Punctuality of (%)", "punctuality", 3)
    returns_weight = _weight("Weight of Returns", "returns")
    returns_zero = _bound("No Points for a Return Rate of (%)", "returns", 2)
    returns_full = _bound("All Points for a Return Rate of (%)", "returns", 3)
    total_weight = fields.Float(
        "Sum of the Weights", digits=(5, 2), compute="_compute_total_weight", help="Must be 100."
    )
    explanation = fields.Text(compute="_compute_explanation")

    _company_unique = models.UniqueIndex(
        "(company_id)", "This company has a scorecard already: change that one."
    )
    _sums_to_100 = models.Constraint(
        f"CHECK ({' + '.join(WEIGHT_FIELDS)} = 100)", "The weights must add up to 100."
    )
    _not_negative = models.Constraint(
        f"CHECK (LEAST({', '.join(WEIGHT_FIELDS)}) >= 0)", "A weight cannot be negative."
    )
    _bounds_differ = models.Constraint(
        "CHECK (attainment_full > attainment_zero AND growth_full > growth_zero"
        " AND punctuality_full > punctuality_zero AND returns_full < returns_zero)",
        "All points must need more than no points: a higher attainment, growth and punctuality, a"
        " lower return rate.",
    )

    # === COMPUTE METHODS === #

    @api.depends(*WEIGHT_FIELDS)
    def _compute_total_weight(self):
        for card in self:
            card.total_weight = sum(card[name] for name in WEIGHT_FIELDS)

    @api.depends(*(f"{key}_{part}" for key, *_v in MEASURES for part in ("weight", "zero", "full")))
    def _compute_explanation(self):
        for card in self:
            card.explanation = "\n".join(card._explain(key) for key, *_values in MEASURES)

    # === HELPERS === #

    @api.model
    def _get_measure_labels(self):
        """Return how each measure is called."""
        return {
            "attainment": self.env._("Attainment at this rate"),
            "growth": self.env._("Growth"),
            "punctuality": self.env._("Payment punctuality"),
            "returns": self.env._("Return rate"),
        }

    def _explain(self, key):
        """Say in words how many points a measure brings."""
        return self.env._(
            "%(measure)s: up to %(weight)s points. None at %(zero)s %%, all at %(full)s %%; in"
            " between in proportion.",
            measure=self._get_measure_labels()[key],
            weight=f"{self[f'{key}_weight']:g}",
            zero=f"{self[f'{key}_zero']:g}",
            full=f"{self[f'{key}_full']:g}",
        )

    @api.model
    def _ensure_for(self, company):
        """Return the scorecard of a company; the first time, one of our proposals."""
        return self.search([("company_id", "=", company.id)]) or self.create(
            {"company_id": company.id}
        )
