from odoo import fields, models


class DistributionCompanyCrossCaseMixin(models.AbstractModel):
    """How a company hears who is said to sell outside the authorised area."""

    _name = "distribution.company.cross.case.mixin"
    _description = "Settings of Cases of Cross-Region Selling"

    distribution_cross_goal_hours = fields.Float(
        "Take Up Reports within (Working Hours)",
        required=True,
        default=16.0,
        help="Until when somebody checks a report, in the working time of the company's calendar.",
    )
    distribution_cross_hearing_days = fields.Integer(
        "Days for the Statement",
        required=True,
        default=7,
        help="How many days a member has at least to say something against an accusation.",
    )
    distribution_cross_objection_days = fields.Integer(
        "Days for an Objection",
        required=True,
        default=7,
        help="How many days a member has to object to a decision before the case is closed.",
    )

    _cross_goal_positive = models.Constraint(
        "CHECK (distribution_cross_goal_hours > 0)",
        "The goal for taking up a report is more than 0 hours.",
    )
    _cross_hearing_days_possible = models.Constraint(
        "CHECK (distribution_cross_hearing_days BETWEEN 1 AND 90)",
        "A member has 1 to 90 days for its statement.",
    )
    _cross_objection_days_possible = models.Constraint(
        "CHECK (distribution_cross_objection_days BETWEEN 1 AND 90)",
        "A member has 1 to 90 days for an objection.",
    )
