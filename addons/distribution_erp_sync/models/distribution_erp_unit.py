from odoo import fields, models


class DistributionErpUnit(models.Model):
    """Which unit here is which unit in Kingdee. What is in a unit nobody mapped is not counted."""

    _name = "distribution.erp.unit"
    _description = "Unit of Kingdee"
    _order = "backend_id, number"
    _rec_name = "number"

    backend_id = fields.Many2one(
        "distribution.erp.backend", "ERP", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="backend_id.company_id", store=True, index=True)
    number = fields.Char("Number in Kingdee", required=True, help="FNumber of the unit, e.g. Pcs.")
    uom_id = fields.Many2one("uom.uom", "Unit", required=True, ondelete="restrict")

    _number_unique = models.UniqueIndex("(backend_id, number)", "This unit is mapped already.")
