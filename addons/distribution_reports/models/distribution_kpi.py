from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import float_compare, float_round, format_date

UNITS = [
    ("percent", "Percent"),
    ("days", "Days"),
    ("hours", "Hours"),
    ("minutes", "Minutes"),
]
# comparison -> (sign, operator that the values beside the goal meet)
COMPARISONS = {
    "at_most": ("≤", ">"),
    "below": ("<", ">="),
    "at_least": ("≥", "<"),
    "above": (">", "<="),
}
LIGHTS = [
    ("green", "Goal Met"),
    ("amber", "Nearly Met"),
    ("red", "Goal Missed"),
    ("grey", "Not Measured Yet"),
]
# What a screen shows decides whether a goal is met: 95.004 % is shown as 95 %, and is not above it.
DECIMALS = 2


class DistributionKpi(models.Model):
    """One of the service figures: what it means, its goal, and how it came out lately.

    What is measured is said by the abstract model `distribution.kpi.figure.<code>`. Definitions
    and goals are those of all companies; the values are those of the company that is worked in.
    """

    _name = "distribution.kpi"
    _description = "Service Figure"
    _inherit = ["distribution.kpi.measure.mixin", "distribution.kpi.mail.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True, help="Names what is measured.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    definition = fields.Text(
        required=True, translate=True, help="What is measured, over which records, by which rule."
    )
    unit = fields.Selection(UNITS, required=True)
    comparison = fields.Selection(
        [
            ("at_most", "At Most"),
            ("below", "Below"),
            ("at_least", "At Least"),
            ("above", "Above"),
        ],
        required=True,
        help="Whether the goal itself is good enough: at most and at least include it.",
    )
    goal = fields.Float(digits=(16, 2), required=True, help="In the unit of the figure.")
    warning_margin = fields.Float(
        digits=(16, 2),
        help="In the unit of the figure: a goal that is missed by no more than this is amber, by"
        " more red. 0: there is no amber.",
    )
    window_days = fields.Integer(
        "Measured Days",
        required=True,
        default=28,
        help="Days up to today, or up to the end of a past week, that are measured together.",
    )
    value_ids = fields.One2many("distribution.kpi.value", "kpi_id", "Weeks")

    # === of the company that is worked in, lately === #
    value = fields.Float("Last Value", digits=(16, 2), compute="_compute_value")
    is_measured = fields.Boolean("Measured", compute="_compute_value")
    light = fields.Selection(LIGHTS, compute="_compute_value")
    record_count = fields.Integer("Records Measured", compute="_compute_value")
    measured_on = fields.Datetime(compute="_compute_value")
    trend = fields.Json(
        compute="_compute_value", help="The last twelve weeks: when, how much, and its light."
    )
    value_text = fields.Char("Value", compute="_compute_texts")
    goal_text = fields.Char("Goal with Unit", compute="_compute_texts")
    missing_reason = fields.Char("Why Not Measured", compute="_compute_texts")
    period_text = fields.Char("Measured Period", compute="_compute_texts")

    _code_unique = models.UniqueIndex("(code)", "There is a figure with this code already.")
    _goal_not_negative = models.Constraint("CHECK (goal >= 0)", "A goal is not negative.")
    _margin_not_negative = models.Constraint(
        "CHECK (warning_margin >= 0)", "The margin of the amber light is not negative."
    )
    _window_bounded = models.Constraint(
        "CHECK (window_days BETWEEN 1 AND 366)", "Measure 1 to 366 days."
    )

    # === COMPUTE METHODS === #

    @api.depends("value_ids.value", "goal", "comparison", "warning_margin")
    @api.depends_context("company")
    def _compute_value(self):
        latest = self._read_weeks(self.env.company)
        mondays = self._list_shown_weeks(self.env.company)
        for kpi in self:
            weeks = latest.get(kpi._origin.id, {})
            last = weeks[max(weeks)] if weeks else self.env["distribution.kpi.value"]
            kpi.value = last.value
            kpi.is_measured = last.is_measured
            kpi.record_count = last.count
            kpi.measured_on = last.measured_on
            kpi.light = kpi._find_light(last.value if last.is_measured else None)
            kpi.trend = [kpi._describe_week(monday, weeks.get(monday)) for monday in mondays]

    @api.depends("value", "measured_on", "goal", "unit", "comparison", "window_days")
    @api.depends_context("lang", "company")
    def _compute_texts(self):
        for kpi in self:
            kpi.value_text = kpi._format(kpi.value) if kpi.is_measured else "–"
            sign = COMPARISONS.get(kpi.comparison, ("",))[0]
            kpi.goal_text = f"{sign} {kpi._format(kpi.goal)}"
            kpi.missing_reason = "" if kpi.is_measured else kpi._explain_missing()
            window = kpi._find_window()
            kpi.period_text = self.env._(
                "%(start)s to %(end)s",
                start=format_date(self.env, window.date_from),
                end=format_date(self.env, window.date_to - timedelta(days=1)),
            )

    # === ACTION METHODS === #

    def action_measure(self):
        """Measure the running week of the company that is worked in, now."""
        self.check_access("read")
        # sudo: a figure is that of the whole company, whoever asks; nobody writes values by hand
        figures_sudo = self.env["distribution.kpi"].sudo()._find_figures()
        figures_sudo._measure_weeks(self.env.company)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_open_records(self):
        """Open the records that the figure was measured on, as far as the user may see them."""
        self.ensure_one()
        self.check_access("read")
        return self._open(Domain.TRUE, self.name)

    def action_open_bad(self):
        """Open those of the records measured that miss the goal."""
        self.ensure_one()
        self.check_access("read")
        figure_sudo = self._get_figure().sudo()  # which records: their own rights open them
        is_there = figure_sudo._is_available()
        return self._open(
            figure_sudo._get_bad_domain(self, self._find_window()) if is_there else Domain.TRUE,
            self.env._("%(figure)s: goal missed", figure=self.name),
        )

    def action_open_values(self):
        """Open the weeks of the figure in the company that is worked in."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_kpi_value_action"
        )
        domain = [("kpi_id", "=", self.id), ("company_id", "=", self.env.company.id)]
        return {
            **action,
            "name": self.name,
            "views": [(False, "graph"), (False, "list")],
            "domain": domain,
            "context": {"search_default_measured": 1},
        }

    # === BUSINESS METHODS === #

    def _find_light(self, value):
        """Return green, amber, red, or grey for None."""
        if value is None:
            return "grey"
        if self._is_met(value):
            return "green"
        missed_by = abs(float_round(value, DECIMALS) - self.goal)
        if self.warning_margin and float_compare(missed_by, self.warning_margin, DECIMALS) <= 0:
            return "amber"
        return "red"

    def _is_met(self, value):
        order = float_compare(float_round(value, DECIMALS), self.goal, DECIMALS)
        return {
            "at_most": order <= 0,
            "below": order < 0,
            "at_least": order >= 0,
            "above": order > 0,
        }[self.comparison]

    def _get_missing_operator(self):
        """Return the operator of values that miss the goal."""
        return COMPARISONS[self.comparison][1]

    def _format(self, value):
        """Return a value with its unit in the language of the environment."""
        number = f"{float_round(value, DECIMALS):.{DECIMALS}f}".rstrip("0").rstrip(".")
        texts = {
            "percent": self.env._("%(number)s %%", number=number),
            "days": self.env._("%(number)s days", number=number),
            "hours": self.env._("%(number)s hours", number=number),
            "minutes": self.env._("%(number)s minutes", number=number),
        }
        return texts.get(self.unit, number)

    # === HELPERS === #

    def _describe_week(self, monday, week):
        """Return what the drawing of the trend shows of a week; None: nobody measured it."""
        is_measured = bool(week and week.is_measured)
        return {
            "week": format_date(self.env, monday),
            "value": week.value if is_measured else None,
            "text": self._format(week.value) if is_measured else "–",
            "light": week.light if is_measured else "grey",
        }

    def _find_window(self):
        """Return the days of the last value, so that what is opened is what was measured."""
        company = self.env.company
        last_day = company._get_distribution_today()
        if self.measured_on:
            local = self.with_context(tz=company.distribution_tz)
            last_day = fields.Datetime.context_timestamp(local, self.measured_on).date()
        return self._build_window(company, last_day)

    def _open(self, narrowed, title):
        figure_sudo = self._get_figure().sudo()  # as in action_open_bad
        if not figure_sudo._is_available():
            raise UserError(self._explain_missing())
        records = self.env[figure_sudo._source]
        if not records.has_access("read"):
            raise UserError(
                self.env._(
                    "The records behind %(figure)s are not for your role. Ask an administrator.",
                    figure=self.name,
                )
            )
        domain = figure_sudo._get_domain(self._find_window()) & Domain(narrowed)
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": records._name,
            "views": figure_sudo._get_views(),
            "domain": list(domain),
            "context": {"create": False},
            "help": self.env._("You may see none of the records measured, or there are none."),
        }
