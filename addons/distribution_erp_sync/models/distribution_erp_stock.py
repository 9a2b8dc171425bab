from odoo import api, fields, models
from odoo.tools import ormcache

from ..queries import stock as queries


class DistributionErpStock(models.Model):
    """What Kingdee says there is of a product in a warehouse, in the product's own unit."""

    _name = "distribution.erp.stock"
    _description = "Stock in Kingdee"
    _order = "product_id, erp_warehouse_id"
    _rec_name = "product_id"

    erp_warehouse_id = fields.Many2one(
        "distribution.erp.warehouse", "Warehouse", required=True, readonly=True, ondelete="cascade"
    )
    backend_id = fields.Many2one(
        "distribution.erp.backend", "ERP", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade", index=True
    )
    on_hand = fields.Float(
        readonly=True,
        digits="Product Unit",
        help="Of the mapped states and owners; may be negative.",
    )
    locked = fields.Float(readonly=True, digits="Product Unit", help="Promised in Kingdee.")
    moment = fields.Datetime(
        "Changed on", readonly=True, help="When the reading began that brought this quantity."
    )
    available = fields.Float(
        compute="_compute_available",
        digits="Product Unit",
        help="On hand less locked. What our own unsent orders ask for is taken off for the portal.",
    )

    _place_unique = models.UniqueIndex(
        "(erp_warehouse_id, product_id)", "A product is once in a warehouse."
    )

    @api.depends("on_hand", "locked")
    def _compute_available(self):
        for stock in self:
            stock.available = stock.on_hand - stock.locked

    # === BUSINESS METHODS === #

    @api.model
    def _read_free(self, products, company=None):
        """Return (product id, warehouse id, free, moment) where Kingdee runs the warehouse.

        :param company: whose stock counts; None: that of all companies
        """
        showing = self._find_showing_companies()
        company_ids = [one for one in showing if company is None or one == company.id]
        if not company_ids:  # as in companies that run their warehouse in Odoo
            return []
        self.env.flush_all()
        return self.env.execute_query(queries.availability(products.ids, company_ids))

    @api.model
    @ormcache()
    def _find_showing_companies(self):
        """Return the ids of companies that show Kingdee's stock, once there is any.

        Asked for with every page of goods, and changed by administrators only: who writes one of
        `queries.SHOWING` of an ERP, or the first `stock_moment` of a warehouse, clears the cache.
        A deleted ERP or warehouse takes its stock along, so that none is found.
        """
        self.env.flush_all()
        return tuple(row[0] for row in self.env.execute_query(queries.showing_companies()))
