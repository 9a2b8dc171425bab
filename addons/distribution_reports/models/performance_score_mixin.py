from odoo import api, fields, models

from .distribution_scorecard import MEASURES

# The percentage that each measure of the score looks at, in order of preference, and the amount
# without which that percentage means nothing.
VALUES = {
    "attainment": [("pace_percent", "target")],
    "growth": [
        ("growth_year_percent", "year_ago_actual"),
        ("growth_percent", "previous_actual"),
    ],
    "punctuality": [("punctuality_percent", "due_amount")],
    "returns": [("return_rate_percent", "delivered_amount")],
}


class DistributionPerformanceScoreMixin(models.AbstractModel):
    """What the score is made of, in words that people can check with a pocket calculator."""

    _name = "distribution.performance.score.mixin"
    _description = "Explained Score"

    score_explanation = fields.Text(compute="_compute_score_explanation")
    pace_text = fields.Char("In Words", compute="_compute_pace_text")

    # === COMPUTE METHODS === #

    @api.depends_context("lang")
    @api.depends("score", "target", "delivered_amount", "due_amount", "rank")
    def _compute_score_explanation(self):
        labels = self.env["distribution.scorecard"]._get_measure_labels()
        for row in self:
            parts = [row._explain_part(key, labels[key]) for key, *_values in MEASURES]
            row.score_explanation = "\n".join([*parts, row._explain_sum()])

    @api.depends_context("lang")
    @api.depends("pace", "pace_percent", "projected")
    def _compute_pace_text(self):
        for row in self:
            if row.pace == "none":
                row.pace_text = self.env._("no target")
            elif row.projected == row.actual:
                row.pace_text = self.env._(
                    "reached %(percent)s %%", percent=f"{row.pace_percent:g}"
                )
            else:
                row.pace_text = self.env._(
                    "at this rate %(percent)s %%", percent=f"{row.pace_percent:g}"
                )

    # === HELPERS === #

    def _explain_part(self, key, label):
        """Say what one measure brought."""
        weight, points = self[f"{key}_weight"], self[f"{key}_points"]
        value = self._get_measured(key)
        if value is None:
            return self.env._("%(measure)s: not measured", measure=label)
        return self.env._(
            "%(measure)s %(value)s %% → %(brought)s/%(weight)s",
            measure=label,
            value=f"{value:g}",
            brought=f"{round(weight * points / 100, 2):g}",
            weight=f"{weight:g}",
        )

    def _get_measured(self, key):
        """Return the percentage that a measure looked at, if there was something to look at."""
        return next((self[name] for name, base in VALUES[key] if self[base] > 0), None)

    def _explain_sum(self):
        """Say how the parts become the score."""
        keys = [key for key, *_values in MEASURES]
        weight = sum(self[f"{key}_weight"] for key in keys)
        brought = sum(self[f"{key}_weight"] * self[f"{key}_points"] for key in keys) / 100
        return self.env._(
            "Together %(brought)s/%(weight)s → score %(score)s, rank %(rank)s of %(count)s",
            brought=f"{round(brought, 2):g}",
            weight=f"{weight:g}",
            score=f"{self.score:g}",
            rank=self.rank,
            count=self.rank_count,
        )
