from odoo import fields, models


class DistributionErpBinding(models.Model):
    """Which record here is which record there; each has at most one on the other side."""

    _name = "distribution.erp.binding"
    _description = "Binding to Kingdee"
    _order = "backend_id, model, external_number, id"
    _rec_name = "external_number"

    backend_id = fields.Many2one(
        "distribution.erp.backend", "ERP", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="backend_id.company_id", store=True, index=True)
    model = fields.Char(required=True, readonly=True, help="e.g. product.product")
    res_id = fields.Many2oneReference("Record", model_field="model", required=True, readonly=True)
    external_id = fields.Char(
        "ID in Kingdee",
        readonly=True,
        help="Of materials the master ID: one for all organisations.",
    )
    external_number = fields.Char("Number in Kingdee", required=True, readonly=True)
    sync_date = fields.Datetime("Seen on", readonly=True)
    is_missing = fields.Boolean(
        "Gone in Kingdee", readonly=True, help="It was there, and the last comparison missed it."
    )

    _record_unique = models.UniqueIndex(
        "(backend_id, model, res_id)", "This record is bound to another number already."
    )
    _number_unique = models.UniqueIndex(
        "(backend_id, model, external_number)", "This number is bound to another record already."
    )
    _external_unique = models.UniqueIndex(
        "(backend_id, model, external_id) WHERE external_id IS NOT NULL",
        "This ID is bound to another record already.",
    )
