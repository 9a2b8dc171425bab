from odoo import fields, models


class DistributionCompanyShortageMixin(models.AbstractModel):
    """How a company watches its stock."""

    _name = "distribution.company.shortage.mixin"
    _description = "Settings of Shortage Alerts"

    distribution_shortage_user_id = fields.Many2one(
        "res.users",
        "Responsible for Shortages",
        domain=[("share", "=", False)],
        help="Who is told of a shortage when the rule of the product names nobody.",
    )
    distribution_shortage_goal_hours = fields.Float(
        "Response Goal (Working Hours)",
        required=True,
        default=1.0,
        help="How long it may take until somebody acts on a shortage, by the working calendar.",
    )
    distribution_shortage_release_percent = fields.Float(
        "Over Above the Reorder Point (%)",
        required=True,
        default=5.0,
        help="By how much the free stock must exceed the reorder point until an alert is over, so"
        " that it does not come and go with each order.",
    )
    distribution_shortage_quiet_hours = fields.Float(
        "The Same Shortage within (Hours)",
        required=True,
        default=24.0,
        help="A shortage that comes back within this time is the same one: its alert opens again,"
        " and nobody is told a second time.",
    )

    _shortage_goal_positive = models.Constraint(
        "CHECK (distribution_shortage_goal_hours > 0)",
        "The goal for the response to a shortage is more than 0 hours.",
    )
    _shortage_release_possible = models.Constraint(
        "CHECK (distribution_shortage_release_percent BETWEEN 0 AND 100)",
        "An alert is over between 0 % and 100 % above the reorder point.",
    )
    _shortage_quiet_possible = models.Constraint(
        "CHECK (distribution_shortage_quiet_hours BETWEEN 0 AND 720)",
        "A shortage is the same one for 0 to 720 hours.",
    )
