from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

MONEY = "money"
PERCENT = "percent"


class DistributionLevelRuleLine(models.Model):
    """One thing that is measured of a member, and how much of it the level asks for.

    Addons add measures: `selection_add` on `measure` with `ondelete="set null"`, and overrides of
    `_get_measure_units`, `_measure_values` and `_open_measured`.
    """

    _name = "distribution.level.rule.line"
    _description = "Measure of a Level Rule"
    _order = "rule_id, id"

    rule_id = fields.Many2one(
        "distribution.level.rule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rule_id.company_id")
    currency_id = fields.Many2one(related="rule_id.currency_id")
    # Empty once the app that measured it is gone: such a rule is refused, never half applied.
    measure = fields.Selection(
        [],
        help="What is measured in the months of the rule, always of the member itself:\n"
        "Own purchases: its orders without tax, less returns, in the currency of the company.\n"
        "Growth: how much more it bought than in as many months before, in percent.\n"
        "Punctuality: how much of what fell due it had paid in full by that day, in percent.",
    )
    threshold = fields.Float(
        "At Least",
        digits=(16, 2),
        help="What a member must reach; an amount of money or a percentage, as the unit says.",
    )
    unit = fields.Char(compute="_compute_unit", help="The unit of the threshold.")

    _measure_unique = models.UniqueIndex(
        "(rule_id, measure) WHERE measure IS NOT NULL", "A rule names each measure once."
    )

    @api.depends("measure", "rule_id.currency_id")
    def _compute_unit(self):
        units = self._get_measure_units()
        for line in self:
            unit = units.get(line.measure)
            line.unit = line.currency_id.name if unit == MONEY else "%" if unit else False

    # === MEASURES === #

    @api.model
    def _get_measure_units(self):
        """Return {measure: `MONEY` or `PERCENT`}; override to add a measure."""
        return {}

    @api.model
    def _measure_values(self, measure, members, date_from, date_to):
        """Return {member id: Decimal} of a measure, with one query for all members.

        Override to add a measure of the member's own acts. Who is missing from the answer has no
        data: that is not zero, and nothing is suggested on it.

        :param members: members of one company
        :param date_from: first day looked at
        :param date_to: first day not looked at
        """
        raise UserError(
            self.env._(
                "No installed app measures “%(measure)s”. Choose another measure in the rule.",
                measure=measure,
            )
        )

    @api.model
    def _open_measured(self, measure, member, date_from, date_to):
        """Return the action that opens the records behind a value; override with the measure."""
        raise UserError(
            self.env._(
                "The app that measured “%(measure)s” is not installed any more: its records cannot"
                " be opened.",
                measure=measure,
            )
        )

    @api.model
    def _get_measure_tz(self, company):
        """Return the time zone in which the days of the company begin; override to know better."""
        return self.env.user.tz or "UTC"

    # === HELPERS === #

    @api.model
    def _format_measured(self, measure, value, currency):
        """Return a value with its unit, for people."""
        if self._get_measure_units().get(measure) == MONEY:
            return format_amount(self.env, value, currency)
        return f"{value:.2f} %"

    def _get_threshold(self):
        """Return the threshold as an exact number of two decimals."""
        self.ensure_one()
        return Decimal(f"{self.threshold:.2f}")
