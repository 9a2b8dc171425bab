"""One page of the ordering app's catalogue at 5,000 products, as the server's route answers it."""

import json

from odoo.addons.distribution_order.models.order_catalogue import OrderCatalogue

from tests.bench import channel, goods, readers

ROUNDS = 40


def run(bench):
    """Show pages, search, and open categories as a portal user of one member."""
    env = bench.env
    world = channel.build(env, bench.size(200, 60))
    member = env["distribution.member"].browse(world.trees[0][1])
    products = goods.make_products(env, bench.size(5_000, 100))
    goods.make_prices(env, member, products)
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
    catalogue = OrderCatalogue(env, member, with_prices=True)
    return json.dumps(catalogue.build_page(**values), ensure_ascii=False)
