from odoo import fields, models


class DistributionCompanyPerformanceMixin(models.AbstractModel):
    """What a company decides about performance and its warnings."""

    _name = "distribution.company.performance.mixin"
    _description = "Settings of Performance"

    distribution_performance_freeze_days = fields.Integer(
        "Days until Freezing",
        required=True,
        default=10,
        help="So many days after the end of a month its performance is frozen.",
    )
    distribution_ranking_names = fields.Boolean(
        "Show Names in the Ranking",
        help="Distributors see the names and amounts of the best. Otherwise they see their own rank"
        " only, and the others as ***.",
    )
    distribution_warning_falling_percent = fields.Float(
        "Falling from (%)",
        digits=(5, 2),
        required=True,
        default=30.0,
        help="Warn of members whose last 3 months are so much below those of last year.",
    )
    distribution_warning_falling_amount = fields.Float(
        "Falling: Not below",
        digits=(16, 2),
        required=True,
        default=10000.0,
        help="In the company's currency. Members that bought less in the months compared with are"
        " not looked at.",
    )
    distribution_warning_sleeping_factor = fields.Float(
        "Sleeping after (Times the Usual Days)",
        digits=(4, 1),
        required=True,
        default=2.5,
        help="Usual is the median of the days between two orders of this member.",
    )
    distribution_warning_sleeping_days_min = fields.Integer(
        "Sleeping: Not before (Days)",
        required=True,
        default=14,
        help="Who orders every day is not called after three days.",
    )
    distribution_warning_sleeping_days = fields.Integer(
        "Sleeping without a Rhythm (Days)",
        required=True,
        default=90,
        help="For members that have ordered on fewer than 4 days in two years.",
    )
    distribution_warning_missed_percent = fields.Float(
        "Target Missed below (%)",
        digits=(5, 2),
        required=True,
        default=80.0,
        help="Warn of members that reached less of the target of the last month.",
    )
    distribution_warning_snooze_days = fields.Integer(
        "Rest of Handled Warnings (Days)",
        required=True,
        default=30,
        help="A warning that was handled opens again after so many days if nothing has changed.",
    )

    _performance_settings_sane = models.Constraint(
        "CHECK (distribution_performance_freeze_days BETWEEN 0 AND 90"
        " AND distribution_warning_falling_percent > 0"
        " AND distribution_warning_falling_percent <= 100"
        " AND distribution_warning_falling_amount >= 0"
        " AND distribution_warning_sleeping_factor >= 1"
        " AND distribution_warning_sleeping_days_min >= 1"
        " AND distribution_warning_sleeping_days >= 1"
        " AND distribution_warning_missed_percent BETWEEN 0 AND 100"
        " AND distribution_warning_snooze_days >= 1)",
        "Performance: percentages lie between 0 and 100, a month is frozen within 90 days, the"
        " usual days count at least once, and days are whole numbers from 1.",
    )
