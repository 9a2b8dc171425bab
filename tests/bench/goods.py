"""Goods of a wide catalogue, and a price list for a member."""

from odoo.fields import Command

RULES = 200  # of the member's price list, one for each of as many products


def make_products(env, count, *, most=100):
    """Return storable products of ten categories, `most` of them at hand at the most."""
    categories = env["product.category"].create([{"name": f"Bench {n}"} for n in range(10)])
    products = env["product.product"].create(
        [
            {
                "name": f"内墙乳胶漆 paint {n}",
                "default_code": f"B{n:05}",
                "list_price": 10.0 + n % 90,
                "type": "consu",
                "is_storable": True,
                "categ_id": categories[n % 10].id,
                "distribution_multiple": n % 3 * 5,
            }
            for n in range(count)
        ]
    )
    location = env["stock.warehouse"].search([], limit=1).lot_stock_id
    env["stock.quant"].create(
        [
            {"product_id": product.id, "location_id": location.id, "quantity": n % most}
            for n, product in enumerate(products)
        ]
    )
    return products


def make_prices(env, member, products):
    """Give the member a price list with a rule for all goods and one for each of some."""
    env.ref("base.group_user")._apply_group(env.ref("product.group_product_pricelist"))
    single = [
        {
            "applied_on": "1_product",
            "product_tmpl_id": product.product_tmpl_id.id,
            "compute_price": "fixed",
            "fixed_price": 8.0,
            "min_quantity": 5,
        }
        for product in products[:RULES]
    ]
    member.partner_id.specific_property_product_pricelist = env["product.pricelist"].create(
        {
            "name": "Bench",
            "item_ids": [
                Command.create({"compute_price": "percentage", "percent_price": 20}),
                *(Command.create(values) for values in single),
            ],
        }
    )
