from odoo import fields

from .common import OrderCommon


class GoodsCommon(OrderCommon):
    """Two categories, one in the other, with a product in each, and one elsewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        # What a database holds already must not be offered in these tests.
        cls.env["distribution.assortment"].search([]).active = False
        categories = cls.env["product.category"]
        cls.paint = categories.create({"name": "Paint"})
        cls.primer = categories.create({"name": "Primer", "parent_id": cls.paint.id})
        cls.tools = categories.create({"name": "Tools"})
        cls.paint_product = cls._create_goods("G-PAINT", "Latex Paint", cls.paint)
        cls.primer_product = cls._create_goods("G-PRIMER", "Primer", cls.primer)
        cls.brush = cls._create_goods("G-BRUSH", "Brush", cls.tools)

    @classmethod
    def _create_goods(cls, code, name, category, **values):
        product = cls._create_product(code, name)
        product.write({"categ_id": category.id, "list_price": 100.0, **values})
        return product

    @classmethod
    def _create_assortment(cls, **values):
        return cls.env["distribution.assortment"].create(
            {"name": "Assortment", "date_from": cls.today, **values}
        )

    @classmethod
    def _draft(cls, member, *lines):
        """Return a quotation; lines are (product, quantity) or (product, quantity, unit)."""
        return cls.env["sale.order"].create(
            {
                "partner_id": member.partner_id.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            **({"product_uom_id": unit[0].id} if unit else {}),
                        },
                    )
                    for product, quantity, *unit in lines
                ],
            }
        )
