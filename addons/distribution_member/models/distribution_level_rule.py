from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.date_utils import start_of, subtract


class DistributionLevelRule(models.Model):
    """What a member must have achieved to stand at a level; the ground of level suggestions.

    Only what the member itself does can be measured. Chinese law forbids to grade people by whom
    they recruit or by what those below them buy (禁止传销条例, article 7), so there is no measure
    of the downline, and none may be added.
    """

    _name = "distribution.level.rule"
    _description = "Level Rule"
    _order = "level_rank, id"
    _check_company_auto = True

    name = fields.Char(
        required=True, translate=True, help="Shown with the suggestions that come of the rule."
    )
    level_id = fields.Many2one(
        "distribution.level",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The level that the rule describes. Members are suggested neither into nor out of a"
        " level without a rule.",
    )
    level_rank = fields.Integer("Rank", related="level_id.rank", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_months = fields.Integer(
        "Months Looked At",
        required=True,
        default=6,
        help="How many full calendar months before the search are measured, 1 to 24.",
    )
    line_ids = fields.One2many(
        "distribution.level.rule.line", "rule_id", "Measured Values", copy=True
    )
    suggestion_count = fields.Integer("Suggestions", compute="_compute_suggestion_count")
    active = fields.Boolean(default=True)

    _level_unique = models.UniqueIndex(
        "(level_id, company_id) WHERE active IS TRUE",
        "This level has a rule already. Change that rule, or archive it first.",
    )
    _period_possible = models.Constraint(
        "CHECK (period_months BETWEEN 1 AND 24)", "A rule looks at 1 to 24 months."
    )

    def _compute_suggestion_count(self):
        counts = dict(
            self.env["distribution.level.suggestion"]._read_group(
                [("rule_id", "in", self.ids)], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.suggestion_count = counts.get(rule, 0)

    # === ACTION METHODS === #

    def action_open_suggestions(self):
        """Open what the rule has suggested."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_level_suggestion_action"
        )
        return {**action, "domain": [("rule_id", "=", self.id)], "context": {}}

    # === HELPERS === #

    @api.model
    def _get_today(self):
        """Return what day it is where the company is."""
        tz = self.env["distribution.level.rule.line"]._get_measure_tz(self.env.company)
        return fields.Date.context_today(self.with_context(tz=tz))

    @api.model
    def _get_end_of_period(self):
        """Return the first day that is not looked at: the first of this month."""
        return start_of(self._get_today(), "month")

    def _get_start_of_period(self, date_to):
        self.ensure_one()
        return subtract(date_to, months=self.period_months)

    def _ensure_measurable(self):
        """Raise when a rule has a line that no installed app measures."""
        known = self.env["distribution.level.rule.line"]._get_measure_units()
        broken = self.line_ids.filtered(lambda line: line.measure not in known).rule_id
        if broken:
            raise UserError(
                self.env._(
                    "%(rules)s: a line has no measure, because the app that measured it is not"
                    " installed any more. Choose another measure, or archive the rule.",
                    rules=", ".join(broken.mapped("name")),
                )
            )
