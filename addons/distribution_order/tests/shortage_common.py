from datetime import timedelta

from odoo import fields

from .common import OrderCommon


class ShortageCommon(OrderCommon):
    """A storable product, a warehouse of its own, and short ways to stock, orders and looks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = False  # each hour is a working hour
        cls.keeper = cls._create_user("t_keeper", "user")
        cls.company.distribution_shortage_user_id = cls.keeper
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "Test", "code": "TWH"})
        cls.paint = cls._create_storable("T-P")
        tz = cls.env["distribution.level.rule.line"]._get_measure_tz(cls.company)
        cls.today = fields.Date.context_today(cls.env.user.with_context(tz=tz))
        cls.points = cls.env["distribution.reorder.point"]
        cls.alerts = cls.env["distribution.shortage"]

    @classmethod
    def _create_storable(cls, code, **values):
        product = cls._create_product(code, f"Paint {code}")
        product.write({"is_storable": True, **values})
        return product

    @classmethod
    def _create_rule(cls, **values):
        values = {"product_id": cls.paint.id, "warehouse_id": cls.warehouse.id, **values}
        return cls.env["distribution.stock.rule"].create(values)

    @classmethod
    def _create_fixed(cls, minimum, **values):
        return cls._create_rule(method="fixed", fixed_minimum=minimum, **values)

    @classmethod
    def _stock(cls, quantity, product=None):
        """Change the quantity on hand by so much."""
        cls.env["stock.quant"]._update_available_quantity(
            product or cls.paint, cls.warehouse.lot_stock_id, quantity
        )

    @classmethod
    def _order_days_ago(cls, days, quantity, product=None, **values):
        """Record what was ordered on a day; nothing is delivered for it."""
        order = cls._make_past_order(
            cls.shop,
            (product or cls.paint, quantity, 1.0),
            date=f"{cls.today - timedelta(days=days)} 12:00:00",
        )
        order.write({"warehouse_id": cls.warehouse.id, **values})
        order.order_line.warehouse_id = order.warehouse_id
        return order

    @classmethod
    def _promise(cls, quantity, *, is_reserved):
        """Confirm an order today, with its delivery."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.shop.partner_id.id,
                "warehouse_id": cls.warehouse.id,
                "order_line": [(0, 0, {"product_id": cls.paint.id, "product_uom_qty": quantity})],
            }
        )
        order.action_confirm()
        if is_reserved:
            order.picking_ids.action_assign()
        else:
            order.picking_ids.do_unreserve()
        return order

    @classmethod
    def _refresh(cls):
        cls.points._refresh_companies(cls.company)
        return cls._point()

    @classmethod
    def _point(cls, product=None):
        return cls.points.search(
            [
                ("product_id", "=", (product or cls.paint).id),
                ("warehouse_id", "=", cls.warehouse.id),
            ]
        )

    @classmethod
    def _alert(cls, product=None):
        return cls.alerts.search([("product_id", "=", (product or cls.paint).id)])

    @classmethod
    def _open_alert(cls, *, minimum=10, stock=4):
        """Return the alert of a stock below a fixed minimum."""
        cls._create_fixed(minimum)
        cls._stock(stock)
        cls._refresh()
        return cls.alerts._check_stock()
