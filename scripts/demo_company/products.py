"""Units, categories, products with stock, and a price list per level."""

from random import Random

from scripts.demo_company import catalogue, goods_pictures, names
from scripts.demo_company.translations import create_bilingual

STOCK_SEED = 7
START = "2020-01-01"


def make_products(env):
    """Create the catalogue."""
    unit_names = catalogue.UNITS
    units = create_bilingual(
        env["uom.uom"], [{"name": name} for name in unit_names], unit_names.values()
    )
    units = dict(zip(unit_names, units, strict=True))
    known = [*catalogue.CATEGORIES, catalogue.PROJECT_CATEGORY]
    goods = [*catalogue.PRODUCTS, catalogue.PROJECT_PRODUCT]
    # Odoo does not translate the names of categories.
    categories = env["product.category"].create([{"name": category.name_zh} for category in known])
    prefixes = [category.prefix for category in known]
    categories = dict(zip(prefixes, categories, strict=True))
    templates = create_bilingual(
        env["product.template"],
        [
            {
                "name": product.name,
                "default_code": product.code,
                "categ_id": categories[product.code[:2]].id,
                "type": "consu",
                "is_storable": True,
                "uom_id": units[product.unit].id,
                "list_price": product.price,
                "standard_price": round(product.price * 0.58, 2),
                "image_1920": goods_pictures.draw(product),
                **_prepare_rules(product),
            }
            for product in goods
        ],
        [product.name_zh for product in goods],
    )
    _pack(env, templates, units)
    _count_stock(env, templates.product_variant_ids)


def make_assortments(env):
    """Say which levels may order what: goods for projects are the first level's only."""
    names_zh = [category.name_zh for category in catalogue.CATEGORIES]
    usual = env["product.category"].search([("name", "in", names_zh)])
    special = env["product.category"].search([("name", "=", catalogue.PROJECT_CATEGORY.name_zh)])
    first = env["distribution.level"].search([("rank", "=", 1)])
    create_bilingual(
        env["distribution.assortment"],
        [
            {"name": "All Members", "categ_ids": usual.ids, "date_from": START},
            {
                "name": "Project Goods",
                "level_ids": first.ids,
                "categ_ids": special.ids,
                "date_from": START,
            },
        ],
        ["全体经销商", "工程专供"],
    )


def _prepare_rules(product):
    """Return how a product is ordered: bags by five, small things from five on."""
    rules = {"distribution_low_quantity": 60}
    if product.unit == "Bag":
        rules["distribution_multiple"] = 5
    elif product.unit in ("Piece", "Length"):
        rules["distribution_min_quantity"] = 5
    if product.code in catalogue.SCARCE:
        rules["distribution_max_quantity"] = 200
    return rules


def _pack(env, templates, units):
    """Let bags and buckets be ordered by the pallet, boxes by the carton."""
    packs = {
        name: create_bilingual(
            env["uom.uom"],
            [{"name": english, "relative_factor": size, "relative_uom_id": units[name].id}],
            [chinese],
        )
        for name, english, chinese, size in catalogue.PACKS
    }
    for name, pack in packs.items():
        templates.filtered(lambda one, unit=units[name]: one.uom_id == unit).uom_ids = pack


def make_price_lists(env):
    """Create the list price and, for each level, what its members pay."""
    lists = create_bilingual(
        env["product.pricelist"],
        [{"name": "List Price", "sequence": 1}, *map(_prepare_price_list, names.LEVELS)],
        ["出厂指导价", *(f"{level.name_zh}价（{_discount(level)} 折）" for level in names.LEVELS)],
    )
    return dict(zip((level.code for level in names.LEVELS), lists[1:], strict=True))


def _prepare_price_list(level):
    return {
        "name": f"{level.name} Price ({level.percent} %)",
        "sequence": 10 * level.rank,
        "item_ids": [
            (
                0,
                0,
                {
                    "applied_on": "3_global",
                    "compute_price": "percentage",
                    "percent_price": 100 - level.percent,
                },
            )
        ],
    }


def _discount(level):
    """Return the discount as the Chinese say it: 8 折 is 80 %."""
    return f"{level.percent / 10:g}"


def _count_stock(env, products):
    """Take stock in the company's warehouse; the last product is nearly sold out."""
    random, last = Random(STOCK_SEED), catalogue.PRODUCTS[-1].code
    location = env["stock.warehouse"].search([], limit=1).lot_stock_id
    quants = env["stock.quant"].with_context(inventory_mode=True)
    for product in products:
        quants |= quants.create(
            {
                "product_id": product.id,
                "location_id": location.id,
                "inventory_quantity": (
                    3 if product.default_code == last else random.randint(4, 60) * 10
                ),
            }
        )
    quants.action_apply_inventory()
