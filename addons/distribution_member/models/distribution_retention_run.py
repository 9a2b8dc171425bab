from odoo import fields, models


class DistributionRetentionRun(models.Model):
    """Proof that data were deleted: by which rule, when, which records. Never changed."""

    _name = "distribution.retention.run"
    _description = "Retention Run"
    _inherit = ["distribution.append.only.mixin"]
    _order = "id desc"
    _rec_name = "category"

    rule_id = fields.Many2one(
        "distribution.retention.rule",
        "Retention Rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    category = fields.Char(required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    date_before = fields.Datetime("Older Than", required=True, readonly=True)
    model = fields.Char(required=True, readonly=True)
    count = fields.Integer("Records", readonly=True)
    record_ids = fields.Text("Record Numbers", readonly=True)

    _frozen_fields = (
        "rule_id",
        "category",
        "date",
        "date_before",
        "model",
        "count",
        "record_ids",
    )
