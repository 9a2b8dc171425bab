"""One page of the ordering app's catalogue at 5,000 products, as the server's route answers it."""

import json

from odoo.addons.distribution_order.models.order_catalogue import OrderCatalogue
from odoo.fields import Command

from tests.bench import channel, readers

RULES = 200  # of the member's price list, one for each of as many products
ROUNDS = 40


def run(bench):
    """Show pages, search, and open categories as a portal user of one member."""
    env = bench.env
    world = channel.build(env, bench.size(200, 60))
    member = env["distribution.member"].browse(world.trees[0][1])
    products = _make_products(env, bench.size(5_000, 100))
    _make_prices(env, member, products)
    env["distribution.assortment"].create(
        {"name": "Bench", "categ_ids": products.categ_id.ids[:8], "region_id": False}
    )
    user = readers.create_readers(env, world)["distributor"]
    bench.analyze()
    own = env(user=user.id, su=False)
    pages = {
        "first page of 40": {},
        "page 50": {"page": 50},
        "search by part of a name": {"search": "paint 12"},
        "search by initials": {"search": "nqrj"},
        "category": {"category_id": products.categ_id.ids[3]},
    }
    for name, values in pages.items():
        bench.milliseconds(
            f"catalogue, {name}",
            lambda values=values: _answer(own, member, values),
            times=ROUNDS,
            at_most=15,
        )
    bench.milliseconds(
        "categories", lambda: OrderCatalogue(own, member, with_prices=False).build_categories()
    )
    page = OrderCatalogue(own, member, with_prices=True).build_page()
    bench.report("one page as JSON", len(json.dumps(page)) / 1000, "kB")


def _answer(env, member, values):
    """Do what the route does after it has found whose page it is."""
    goods = OrderCatalogue(env, member, with_prices=True)
    return json.dumps(goods.build_page(**values), ensure_ascii=False)


def _make_products(env, count):
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
            {"product_id": product.id, "location_id": location.id, "quantity": n % 100}
            for n, product in enumerate(products)
        ]
    )
    return products


def _make_prices(env, member, products):
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
