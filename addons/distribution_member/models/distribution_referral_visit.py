from odoo import fields, models


class DistributionReferralVisit(models.Model):
    """How often a link was opened on a day. Nothing is kept of who opened it."""

    _name = "distribution.referral.visit"
    _description = "Visits of an Invitation Link"
    _order = "date desc, id desc"
    _rec_name = "date"

    link_id = fields.Many2one(
        "distribution.referral.link", required=True, readonly=True, ondelete="cascade"
    )
    date = fields.Date(required=True, readonly=True)
    quantity = fields.Integer(
        "Visits",
        readonly=True,
        required=True,
        default=0,
        help="Opened so often that day; the same network address counts once an hour.",
    )
    company_id = fields.Many2one(related="link_id.company_id")

    _link_day_unique = models.UniqueIndex("(link_id, date)", "This day is counted already.")
