from odoo import api, fields, models
from odoo.tools import format_date

from .ratio_mixin import RATIOS_OF_TARGET

PACES = [
    ("ahead", "On Target"),
    ("close", "Nearly on Target"),
    ("behind", "Behind"),
    ("none", "No Target"),
]
STATES = [("open", "Not Frozen"), ("frozen", "Frozen")]


def _points(label):
    return fields.Float(label, digits=(5, 2), readonly=True, aggregator=None, help="From 0 to 100.")


def _weight(label):
    return fields.Float(
        label,
        digits=(5, 2),
        readonly=True,
        aggregator=None,
        help="As the scorecard was when the row was computed; 0: could not be measured.",
    )


def _percent(label, help_text):
    return fields.Float(label, digits=(16, 2), readonly=True, aggregator="avg", help=help_text)


class DistributionPerformance(models.Model):
    """What each member did in each month, beside what it was to do; frozen some days after."""

    _name = "distribution.performance"
    _description = "Performance"
    _inherit = [
        "distribution.append.only.mixin",
        "distribution.ratio.mixin",
        "distribution.performance.refresh.mixin",
        "distribution.performance.score.mixin",
        "distribution.performance.drill.mixin",
    ]
    _order = "date desc, rank, id"
    _log_access = False
    _frozen_when = "OLD.state = 'frozen'"
    _ratios = {
        **RATIOS_OF_TARGET,
        "growth_percent": ("projected", "previous_actual"),
        "growth_year_percent": ("projected", "year_ago_actual"),
        "punctuality_percent": ("paid_amount", "due_amount"),
        "return_rate_percent": ("returned_amount", "delivered_amount"),
        "attainment_ytd_percent": ("actual_ytd", "target_ytd"),
    }
    _growths = ("growth_percent", "growth_year_percent")

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    member_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, ondelete="cascade"
    )
    region_id = fields.Many2one(
        "distribution.region",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Of the member when the row was computed.",
    )
    level_id = fields.Many2one(
        "distribution.level",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="Of the member when the row was computed.",
    )
    date = fields.Date("Month", required=True, readonly=True)

    # === amounts === #
    target = fields.Monetary(readonly=True, help="Of the member's target without a category.")
    actual = fields.Monetary(
        readonly=True,
        help="The member's own purchases without tax, less what came back in the month.",
    )
    ordered_amount = fields.Monetary(
        "Ordered", readonly=True, help="Confirmed orders of the month, without tax."
    )
    came_back_amount = fields.Monetary(
        "Came Back",
        readonly=True,
        help="Goods that arrived back in the month, at the price of the sale, whenever that was.",
    )
    projected = fields.Monetary(
        "At This Rate",
        readonly=True,
        help="Actual × days of the month ÷ days that have passed, today included. Once the month is"
        " over: the actual.",
    )
    previous_actual = fields.Monetary("Previous Month", readonly=True)
    year_ago_actual = fields.Monetary("Same Month Last Year", readonly=True)
    target_ytd = fields.Monetary(
        "Target to Date", readonly=True, aggregator=None, help="Of the year, up to this month."
    )
    actual_ytd = fields.Monetary(
        "Actual to Date", readonly=True, aggregator=None, help="Of the year, up to this month."
    )
    due_amount = fields.Monetary(
        "Fell Due", readonly=True, help="Instalments of invoices with a due day in the month."
    )
    paid_amount = fields.Monetary(
        "Paid in Time", readonly=True, help="What of it was paid in full by the day it was due."
    )
    delivered_amount = fields.Monetary("Delivered", readonly=True, help="Without tax.")
    returned_amount = fields.Monetary(
        "Returned", readonly=True, help="Returns approved in the month, without tax."
    )

    # === percentages === #
    attainment_percent = _percent("Attainment (%)", "Actual ÷ target.")
    pace_percent = _percent(
        "Pace (%)", "At this rate so much of the target is reached at the end of the month."
    )
    growth_percent = _percent(
        "Growth on the Month (%)",
        "At this rate, against the previous month. Empty when nothing was bought then.",
    )
    growth_year_percent = _percent(
        "Growth on the Year (%)",
        "At this rate, against the same month last year. Empty when nothing was bought then.",
    )
    punctuality_percent = _percent(
        "Punctuality (%)", "Paid in time ÷ fell due. Empty when nothing was due."
    )
    return_rate_percent = _percent(
        "Return Rate (%)", "Returned ÷ delivered. Empty when nothing was delivered."
    )
    attainment_ytd_percent = _percent(
        "Attainment to Date (%)", "Actual ÷ target of the year, up to this month."
    )
    pace = fields.Selection(
        PACES,
        readonly=True,
        help="On target: 100 % at this rate. Nearly: 90 %. Behind: less.",
    )

    # === score === #
    attainment_weight = _weight("Weight of the Target")
    attainment_points = _points("Points for the Target")
    growth_weight = _weight("Weight of Growth")
    growth_points = _points("Points for Growth")
    punctuality_weight = _weight("Weight of Punctuality")
    punctuality_points = _points("Points for Punctuality")
    returns_weight = _weight("Weight of Returns")
    returns_points = _points("Points for Returns")
    score = fields.Float(
        digits=(5, 2),
        readonly=True,
        aggregator="avg",
        help="0 to 100: the points of each measure by its weight. What could not be measured does"
        " not count.",
    )
    rank = fields.Integer(
        readonly=True,
        aggregator=None,
        help="In the company, by score and then by actual. Equals share a rank.",
    )
    rank_count = fields.Integer("Ranked Members", readonly=True, aggregator=None)
    region_rank = fields.Integer("Rank in the Region", readonly=True, aggregator=None)
    region_rank_count = fields.Integer(
        "Ranked Members of the Region", readonly=True, aggregator=None
    )

    # === state === #
    state = fields.Selection(STATES, required=True, readonly=True, default="open", index=True)
    computed_at = fields.Datetime(readonly=True)
    frozen_on = fields.Date(
        readonly=True, help="From this day on nothing changes: later returns count when they come."
    )

    _frozen_fields = (
        *("company_id", "currency_id", "member_id", "region_id", "level_id", "date"),
        *("target", "actual", "ordered_amount", "came_back_amount", "projected"),
        *("previous_actual", "year_ago_actual"),
        *("target_ytd", "actual_ytd", "due_amount", "paid_amount"),
        *("delivered_amount", "returned_amount", "attainment_percent", "pace_percent"),
        *("growth_percent", "growth_year_percent", "punctuality_percent"),
        *("return_rate_percent", "attainment_ytd_percent", "pace"),
        *("attainment_weight", "attainment_points", "growth_weight", "growth_points"),
        *("punctuality_weight", "punctuality_points", "returns_weight", "returns_points"),
        *("score", "rank", "rank_count", "region_rank", "region_rank_count"),
        *("state", "computed_at", "frozen_on"),
    )

    _member_month_unique = models.UniqueIndex("(member_id, date)")
    _month_index = models.Index("(company_id, date, rank)")

    # === COMPUTE METHODS === #

    @api.depends("member_id", "date")
    def _compute_display_name(self):
        for row in self:
            month = row.date and format_date(self.env, row.date, date_format="yyyy-MM")
            row.display_name = f"{row.member_id.display_name} · {month}"
