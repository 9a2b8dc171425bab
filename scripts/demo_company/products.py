"""Units, categories, products with stock, and a price list per level."""

from random import Random

from scripts.demo_company import catalogue, names
from scripts.demo_company.translations import create_bilingual

STOCK_SEED = 7


def make_products(env):
    """Create the catalogue."""
    unit_names = catalogue.UNITS
    units = create_bilingual(
        env["uom.uom"], [{"name": name} for name in unit_names], unit_names.values()
    )
    units = dict(zip(unit_names, units, strict=True))
    # Odoo does not translate the names of categories.
    categories = env["product.category"].create(
        [{"name": category.name_zh} for category in catalogue.CATEGORIES]
    )
    prefixes = [category.prefix for category in catalogue.CATEGORIES]
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
            }
            for product in catalogue.PRODUCTS
        ],
        [product.name_zh for product in catalogue.PRODUCTS],
    )
    _count_stock(env, templates.product_variant_ids)


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
    random = Random(STOCK_SEED)
    location = env["stock.warehouse"].search([], limit=1).lot_stock_id
    quants = env["stock.quant"].with_context(inventory_mode=True)
    for product in products:
        quants |= quants.create(
            {
                "product_id": product.id,
                "location_id": location.id,
                "inventory_quantity": 3 if product == products[-1] else random.randint(4, 60) * 10,
            }
        )
    quants.action_apply_inventory()
