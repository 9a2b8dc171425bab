from odoo import api, fields, models
from odoo.tools import SQL

from ..queries import free_stock, reorder_points


class DistributionReorderPoint(models.Model):
    """What the free stock of a product in a warehouse shall not fall below, computed each night."""

    _name = "distribution.reorder.point"
    _description = "Reorder Point"
    _inherit = ["distribution.reorder.figures.mixin"]
    _order = "product_id, warehouse_id, id"
    _rec_name = "product_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="cascade"
    )
    categ_id = fields.Many2one(related="product_id.categ_id")
    uom_id = fields.Many2one(related="product_id.uom_id")
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, index=True, ondelete="cascade"
    )
    rule_id = fields.Many2one(
        "distribution.stock.rule", readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "Responsible", readonly=True)
    free_quantity = fields.Float(
        "Free Stock",
        compute="_compute_free_quantity",
        digits=(16, 2),
        help="On hand, less reserved, less promised but not reserved yet, in the product's unit.",
    )
    is_short = fields.Boolean("Short", compute="_compute_free_quantity")

    _product_warehouse_unique = models.UniqueIndex(
        "(product_id, warehouse_id)", "There is one reorder point per product and warehouse."
    )

    # === COMPUTE METHODS === #

    @api.depends("reorder_point")
    def _compute_free_quantity(self):
        free = self._read_free(self.product_id)
        for point in self:
            point.free_quantity = free.get((point.product_id.id, point.warehouse_id.id), 0.0)
            point.is_short = point.free_quantity < point.reorder_point

    # === BUSINESS METHODS === #

    @api.model
    def _read_free(self, products):
        """Return {(product id, warehouse id): free stock} with one query for all products."""
        for model in ("stock.quant", "stock.move"):
            self.env[model].flush_model()
        asked = SQL("SELECT unnest(%s::integer[])", products.ids)
        return {
            (product_id, warehouse_id): float(free)
            for product_id, warehouse_id, free in self.env.execute_query(
                free_stock.free_stock(asked)
            )
        }

    @api.model
    def _refresh_companies(self, companies):
        """Compute the points of the companies anew from their rules and orders."""
        self.env.flush_all()
        for company in companies:
            tz = self.env["distribution.level.rule.line"]._get_measure_tz(company)
            looked = reorder_points.Looked(
                company_id=company.id,
                user_id=self.env.uid,
                today=fields.Date.context_today(self.with_context(tz=tz)),
                tz=tz,
                release_percent=company.distribution_shortage_release_percent,
            )
            self.env.execute_query(reorder_points.refresh_points(looked))
        self.env.invalidate_all()

    # === SCHEDULER === #

    @api.model
    def _cron_refresh(self):
        """Compute the points of all companies, each by itself."""
        cron = self.env["ir.cron"]
        companies = self.env["res.company"].search([("active", "=", True)])
        remaining = len(companies)
        cron._commit_progress(remaining=remaining)
        for company in companies:
            self._refresh_companies(company)
            remaining -= 1
            if not cron._commit_progress(1, remaining=remaining):
                break
