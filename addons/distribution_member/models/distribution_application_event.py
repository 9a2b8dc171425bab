from odoo import fields, models

EVENT_KINDS = [
    ("submitted", "Handed in"),
    ("review_started", "Review started"),
    ("info_requested", "Information asked for"),
    ("info_given", "Information given"),
    ("document_added", "Document added"),
    ("tier_passed", "Passed one stage of the review"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
]


class DistributionApplicationEvent(models.Model):
    """What happened to an application, in words that the applicant sees too."""

    _name = "distribution.application.event"
    _description = "Timeline of an Application"
    _order = "id"
    _rec_name = "kind"

    application_id = fields.Many2one(
        "distribution.application", required=True, index=True, ondelete="cascade", readonly=True
    )
    kind = fields.Selection(EVENT_KINDS, required=True, readonly=True)
    date = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    text = fields.Text(readonly=True)
    # Kept for the staff; applicants read "we" and "you".
    user_id = fields.Many2one("res.users", "By", readonly=True)
    company_id = fields.Many2one(related="application_id.company_id", store=True, index=True)
    region_id = fields.Many2one(related="application_id.region_id", store=True, index=True)
