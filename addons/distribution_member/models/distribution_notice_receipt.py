from odoo import fields, models


class DistributionNoticeReceipt(models.Model):
    _name = "distribution.notice.receipt"
    _description = "Notice Read"
    _order = "id desc"
    _rec_name = "user_id"

    notice_id = fields.Many2one(
        "distribution.notice", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", "Reader", required=True, readonly=True, ondelete="cascade"
    )
    date = fields.Datetime("Read On", required=True, readonly=True, default=fields.Datetime.now)
    company_id = fields.Many2one(related="notice_id.company_id")

    _reader_unique = models.UniqueIndex("(notice_id, user_id)", "This was read already.")
