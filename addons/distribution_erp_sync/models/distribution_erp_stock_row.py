from odoo import api, fields, models


class DistributionErpStockRow(models.Model):
    """Stock as it comes from Kingdee, before all of a warehouse is there: nobody looks at it."""

    _name = "distribution.erp.stock.row"
    _description = "Stock of Kingdee on Its Way"
    _log_access = False

    run_id = fields.Many2one("distribution.erp.run", required=True, index=True, ondelete="cascade")
    erp_warehouse_id = fields.Many2one(
        "distribution.erp.warehouse", required=True, ondelete="cascade"
    )
    material = fields.Char(required=True)
    unit = fields.Char()
    quantity = fields.Float(digits=0)
    locked = fields.Float(digits=0)

    @api.autovacuum
    def _gc_rows(self):
        """Delete what runs left that were killed."""
        dead = self.env["distribution.erp.run"].search(
            [("stream", "in", ("stock", "stock_hot")), ("state", "!=", "running")], limit=1000
        )
        self.search([("run_id", "in", dead.ids)], limit=100_000).unlink()
