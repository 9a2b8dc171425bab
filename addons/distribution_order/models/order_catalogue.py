"""What one member's people see of the goods in the ordering app: plain data, ready for JSON."""

from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from ..goods_quantities import QuantityRule
from ..goods_quantities.rule import to_decimal
from ..queries import catalogue, product_cards
from .goods_rules import GoodsRules
from .member_prices import MemberPrices, Wanted

PAGE_SIZE = 20  # three screens of a phone; the next page comes when it is asked for
MOST_WORDS = 5
USUAL_DAYS = 180
USUAL_PRODUCTS = 30
PLENTY, LOW, OUT = "plenty", "low", "out"


def find_band(free, low):
    """Return how much there is, in a word: nobody outside is told the figure.

    >>> find_band(100, 20), find_band(19, 20), find_band(0, 20), find_band(5, 0)
    ('plenty', 'low', 'out', 'plenty')
    """
    if free <= 0:
        return OUT
    return LOW if free < low else PLENTY


class OrderCatalogue:
    """The goods that a member is offered, with its own prices for roles that see money."""

    def __init__(self, env, member, *, with_prices):
        """Take whose goods they are, and whether the visitor may see prices."""
        self.env = env
        # sudo: visitors read no products; what is offered is narrowed to the member by the rules
        self.member_sudo = member.sudo()
        self.prices = MemberPrices(env, member) if with_prices else None
        self.company_sudo = self.member_sudo.company_id
        self.language = env.lang or product_cards.SOURCE_LANGUAGE
        self.rules = GoodsRules(env, member, fields.Date.context_today(self.member_sudo))
        self.offered = catalogue.offered_goods(self.rules.get_scope(), self.company_sudo.id)

    # === PAGES === #

    def build_page(self, search="", category_id=0, page=1):
        """Return one page of the goods that a search finds."""
        self._flush()
        words = search.split()[:MOST_WORDS]
        condition = SQL("%s AND %s", self.offered, catalogue.matching(words))
        rows = self.env.execute_query(
            catalogue.catalogue_page(
                condition,
                category_id,
                PAGE_SIZE,
                (page - 1) * PAGE_SIZE,
                is_search=bool(words),
            )
        )
        total = rows[0][1] if rows else 0
        return {
            "page": page,
            "pages": -(-total // PAGE_SIZE),
            "total": total,
            "products": self.describe([row[0] for row in rows]),
        }

    def build_categories(self):
        """Return the categories that lead to something: id, name, depth and how many products."""
        self._flush()
        rows = self.env.execute_query(catalogue.counted_categories(self.offered))
        known = {row[0] for row in rows}
        counts = {}
        for _id, _name, path, own in rows:
            for around in path.split("/")[:-1]:
                counts[int(around)] = counts.get(int(around), 0) + own
        return [
            {
                "id": category_id,
                "name": name,
                "depth": sum(int(around) in known for around in path.split("/")[:-1]) - 1,
                "count": counts[category_id],
            }
            for category_id, name, path, _own in rows
        ]

    def build_basket(self):
        """Return what the member usually buys, with the usual quantity made orderable."""
        self._flush()
        since = fields.Datetime.now() - timedelta(days=USUAL_DAYS)
        rows = self.env.execute_query(
            catalogue.usual_goods(self.member_sudo.id, self.offered, since, USUAL_PRODUCTS)
        )
        usual = {row[0]: row for row in rows}
        return [
            {
                **product,
                "usual": _fit(product, float(usual[product["id"]][1])),
                "orders": usual[product["id"]][2],
            }
            for product in self.describe(list(usual))
        ]

    def build_reorder(self, order):
        """Return the goods of an order with the quantities of then; what is not offered any more
        is named.

        :param order: `sale.order` of the member
        """
        quantities = order.sudo()._sum_goods()  # the member's own, as the caller has checked
        products = self.describe(self.narrow([product.id for product in quantities]))
        offered = {product["id"] for product in products}
        amounts = {product.id: quantity for product, quantity in quantities.items()}
        return {
            "products": [
                {**product, "usual": _fit(product, amounts[product["id"]])} for product in products
            ],
            "missing": [
                product.display_name for product in quantities if product.id not in offered
            ],
        }

    def build_availability(self, product_ids):
        """Return {product id: band and when that was so} of offered products."""
        self._flush()
        rows = self.env.execute_query(catalogue.stocked_goods(self.offered, product_ids))
        free = self._read_free(product_id for product_id, is_stored, _low in rows if is_stored)
        return {
            product_id: _describe_stock(free.get(product_id), low)
            for product_id, _is_stored, low in rows
        }

    # === PRODUCTS === #

    def narrow(self, product_ids):
        """Return those of the ids that are offered, in the same order."""
        self._flush()
        rows = self.env.execute_query(
            catalogue.catalogue_page(
                SQL("%s AND product.id = ANY(%s)", self.offered, list(product_ids)),
                0,
                len(product_ids) or 1,
                0,
            )
        )
        offered = {row[0] for row in rows}
        return [product_id for product_id in dict.fromkeys(product_ids) if product_id in offered]

    def describe(self, product_ids, *, with_prices=True):
        """Return what the cards of products say, in the order of the ids."""
        if not product_ids:
            return []
        facts = {
            row["id"]: {**row, "rule": _rule(row)}
            for row in self.env.execute_query_dict(
                product_cards.product_facts(product_ids, self.language)
            )
        }
        free = self._read_free(row["id"] for row in facts.values() if row["is_storable"])
        prices = {}
        if with_prices and self.prices:
            self.prices.know(facts.values())
            prices = self.prices.compute_wanted([_want(facts[one]) for one in product_ids])
        return [
            _describe(facts[product_id], free.get(product_id), prices.get(product_id))
            for product_id in product_ids
        ]

    def _read_free(self, product_ids):
        """Return {product id: (free quantity, moment)} of products that stock is kept of."""
        products_sudo = self.env["product.product"].sudo().browse(product_ids)  # see above
        return (
            products_sudo._get_distribution_availability(self.company_sudo) if products_sudo else {}
        )

    def _flush(self):
        """Write what the queries read; a page that only reads has nothing to write."""
        self.env.flush_all()


def _rule(facts):
    return QuantityRule.from_floats(
        *(float(facts[name]) for name in ("minimum", "step", "maximum"))
    )


def _want(facts):
    return Wanted(
        facts["id"],
        facts["template_id"],
        bool(facts["variant"]),
        float(facts["rule"].lowest or 1),
    )


def _describe_stock(free, low):
    """Return how much there is, in a word, and when that was so; nothing for services."""
    if not free:
        return {"band": None, "moment": None}
    quantity, moment = free
    return {
        "band": find_band(quantity, float(low)),
        "moment": moment and fields.Datetime.to_string(moment),
    }


def _describe(facts, free, price):
    """Return one card; what is 0 or empty is left out, so that a page stays small."""
    rule = facts["rule"]
    name = f"{facts['name']} ({facts['variant']})" if facts["variant"] else facts["name"]
    card = {
        "id": facts["id"],
        "code": facts["code"] or "",
        "name": name,
        "unit": facts["unit"],
        "price": price,
        "min": float(rule.minimum),
        "step": float(rule.multiple),
        "max": float(rule.maximum),
        "packs": [
            {"name": name, "quantity": float(size)} for name, size in facts["packs"] or () if size
        ],
        **_describe_stock(free, facts["low"]),
        "picture": facts["picture"]
        and f"/web/image/product.product/{facts['id']}/image_256?unique={facts['picture']}",
    }
    return {key: value for key, value in card.items() if value not in (0, None, [])} | {
        "price": price
    }


def _fit(product, quantity):
    """Return a quantity of then, or the nearest that can be ordered now."""
    rule = QuantityRule.from_floats(*(product.get(name, 0.0) for name in ("min", "step", "max")))
    return float(rule.find_nearest(to_decimal(quantity))[-1])
