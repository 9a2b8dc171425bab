from odoo import api, fields, models


class DistributionLevelSuggestionLine(models.Model):
    """A figure behind a suggestion, as it was when the suggestion was made."""

    _name = "distribution.level.suggestion.line"
    _description = "Measure of a Level Suggestion"
    _inherit = ["distribution.append.only.mixin"]
    _order = "suggestion_id, id"

    suggestion_id = fields.Many2one(
        "distribution.level.suggestion",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="suggestion_id.currency_id")
    measure = fields.Selection(selection="_select_measure", readonly=True)
    value = fields.Float("Exact Value", digits=(16, 2), readonly=True)
    threshold = fields.Float("Exact Threshold", digits=(16, 2), readonly=True)
    is_met = fields.Boolean("Met", readonly=True)
    value_text = fields.Char("Value", compute="_compute_texts")
    threshold_text = fields.Char("At Least", compute="_compute_texts")

    _frozen_fields = ("suggestion_id", "measure", "value", "threshold", "is_met")

    @api.model
    def _select_measure(self):
        return (
            self.env["distribution.level.rule.line"]
            ._fields["measure"]
            ._description_selection(self.env)
        )

    @api.depends("measure", "value", "threshold", "currency_id")
    def _compute_texts(self):
        format_measured = self.env["distribution.level.rule.line"]._format_measured
        for line in self:
            line.value_text = format_measured(line.measure, line.value, line.currency_id)
            line.threshold_text = format_measured(line.measure, line.threshold, line.currency_id)

    def action_open_records(self):
        """Open the orders or invoices that the value is made of."""
        self.ensure_one()
        self.check_access("read")
        suggestion = self.suggestion_id
        return self.env["distribution.level.rule.line"]._open_measured(
            self.measure, suggestion.member_id, suggestion.date_from, suggestion.date_to
        )

    def _get_measure_label(self):
        return dict(self._select_measure()).get(self.measure, self.measure)
