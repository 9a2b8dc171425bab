from odoo import fields, models


class DistributionErpWarehouse(models.Model):
    """A warehouse of Kingdee whose stock is read, and the warehouse here that it is."""

    _name = "distribution.erp.warehouse"
    _description = "Warehouse of Kingdee"
    _order = "backend_id, number"
    _rec_name = "number"
    _check_company_auto = True

    backend_id = fields.Many2one(
        "distribution.erp.backend", "ERP", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="backend_id.company_id", store=True, index=True)
    number = fields.Char("Number in Kingdee", required=True, help="FNumber of the warehouse.")
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, ondelete="restrict", check_company=True
    )
    stock_moment = fields.Datetime(
        "Stock of",
        readonly=True,
        help="When the last complete reading of its stock began. Older readings are ignored.",
    )
    stock_ids = fields.One2many("distribution.erp.stock", "erp_warehouse_id")

    _number_unique = models.UniqueIndex("(backend_id, number)", "This warehouse is mapped already.")

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: the first stock of a warehouse may be the first that is shown."""
        is_first = "stock_moment" in vals and not all(self.mapped("stock_moment"))
        result = super().write(vals)
        if is_first or "backend_id" in vals:
            self.env.registry.clear_cache()
        return result
