"""Lines that a member's people want to order: found by code, judged, priced, each for itself."""

from ..queries import catalogue
from ..quick_lines import LineFault
from .goods_rules import Finding


class OrderLineJudge:
    """Judges lines for one member; a bad line never spoils a good one."""

    def __init__(self, goods):
        """Take the goods of the member.

        :param OrderCatalogue goods: what is offered, with prices or without
        """
        self.goods = goods
        self.env = goods.env

    def judge_quick(self, lines):
        """Return the lines of a text or file, each with its product or the reason against it.

        :param lines: list of `QuickLine`
        """
        readable = [line for line in lines if not line.fault]
        matches = self._find_products({line.code for line in readable})
        found = {
            line.number: matches[line.code][0]
            for line in readable
            if len(matches.get(line.code, ())) == 1
        }
        judged = {
            row["id"]: row
            for row in self.judge(
                self._sum(
                    (found[line.number][0], float(line.quantity) * found[line.number][1])
                    for line in readable
                    if line.number in found
                )
            )
        }
        return [self._answer(line, matches, found, judged) for line in lines]

    def judge(self, quantities):
        """Return one row per product: quantity, what its card says, price, and what is wrong.

        :param dict quantities: {product id: quantity in its own unit}
        """
        products = self.env["product.product"].browse(quantities).exists()
        asked = {product: quantities[product.id] for product in products}
        faults = {finding.product.id: finding for finding in self.goods.rules.judge(asked)}
        offered = self.goods.narrow(products.ids)
        cards = {card["id"]: card for card in self.goods.describe(offered, with_prices=False)}
        prices = (
            self.goods.prices.compute(
                {product: asked[product] for product in products if product.id in cards}
            )
            if self.goods.prices
            else {}
        )
        return [
            {
                "id": product_id,
                "quantity": quantity,
                "product": cards.get(product_id)
                and {**cards[product_id], "price": prices.get(product_id)},
                **self._tell(faults.get(product_id), product_id in cards),
            }
            for product_id, quantity in quantities.items()
        ]

    # === HELPERS === #

    def _tell(self, finding: Finding | None, is_offered):
        if finding:
            return {
                "fault": finding.code,
                "reason": finding.sentence,
                "allowed": [float(number) for number in finding.allowed],
            }
        if not is_offered:
            return {
                "fault": "unknown",
                "reason": self.env._("This product cannot be ordered. Leave it out."),
                "allowed": [],
            }
        return {"fault": None, "reason": None, "allowed": []}

    def _find_products(self, codes):
        """Return {code: [(product id, quantity that one stands for)]}."""
        for model in ("product.product", "product.template", "product.uom"):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            catalogue.products_by_code(sorted(codes), self.goods.company_sudo.id)
        )
        found = {}
        for code, product_id, quantity in rows:
            found.setdefault(code, []).append((product_id, float(quantity)))
        return found

    def _sum(self, pairs):
        quantities = {}
        for product_id, quantity in pairs:
            quantities[product_id] = quantities.get(product_id, 0.0) + quantity
        return quantities

    def _answer(self, line, matches, found, judged):
        """Return one line as it came, and what has become of it."""
        answer = {"number": line.number, "text": line.text}
        if line.fault or line.number not in found:
            is_known = line.code in matches
            return {**answer, "product": None, "reason": self._explain(line, is_known)}
        product_id, size = found[line.number]
        row = judged[product_id]
        return {
            **answer,
            "quantity": float(line.quantity) * size,
            "product": row["product"],
            "reason": row["reason"],
            "allowed": row["allowed"],
        }

    def _explain(self, line, is_known):
        """Return why no product was found for a line."""
        sentences = {
            LineFault.NO_CODE: self.env._("There is no product code. Write code and quantity."),
            LineFault.NO_QUANTITY: self.env._(
                "There is no quantity after %(code)s. Write code and quantity.", code=line.code
            ),
            LineFault.BAD_QUANTITY: self.env._(
                "What stands after %(code)s is not a number.", code=line.code
            ),
        }
        if line.fault:
            return sentences[line.fault]
        if is_known:
            return self.env._(
                "Several products have the code %(code)s. Look for the one you mean.",
                code=line.code,
            )
        return self.env._(
            "There is no product with the code %(code)s. Check it, or look for the name.",
            code=line.code,
        )
