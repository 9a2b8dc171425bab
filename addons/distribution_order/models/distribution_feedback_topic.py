from odoo import fields, models


class DistributionFeedbackTopic(models.Model):
    """What feedback is about; the monthly summary counts by it."""

    _name = "distribution.feedback.topic"
    _description = "Topic of Feedback"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        domain=[("share", "=", False)],
        help="Who gets the feedback about it. Empty: who manages the region of the member.",
    )
