"""Find the product that a platform's goods are: by code, barcode, or what staff have answered."""

from collections import defaultdict


class SkuMatcher:
    """Goods of one file; what nobody knows is put on the to-do list."""

    def __init__(self, resolver):
        self.resolver = resolver
        self.env = resolver.env
        self.company_id = resolver.order_import.company_id.id
        self.platform = resolver.profile.platform
        self.by_code = {}
        self.by_barcode = {}
        self.answers = defaultdict(dict)  # goods -> shop id -> product id
        self.asked = {}  # (shop id, goods) -> values of the to-do

    def load(self, lines):
        """Look up all goods of the file: three queries."""
        codes = sorted({line.sku for line in lines if line.sku})
        self.by_code = self._find_products("default_code", codes)
        self.by_barcode = self._find_products("barcode", codes)
        for sku in self.env["distribution.platform.sku"].search_fetch(
            self._known_domain(), ["code", "title", "spec", "shop_id", "product_id"]
        ):
            if sku.product_id:
                for goods in _names(sku.code or "", sku.title or "", sku.spec or ""):
                    self.answers[goods].setdefault(sku.shop_id.id, sku.product_id.id)

    def look_up(self, line, shop_id=False):
        """Return (product id, fault), without asking anybody."""
        for found in (self.by_code, self.by_barcode):
            ids = found.get(line.sku, ())
            if len(ids) == 1:
                return ids[0], None
            if ids:
                return False, ("ambiguous_product", None)
        for goods in _names(line.sku, line.product_name, line.spec):
            answers = self.answers.get(goods, {})
            # What was said of goods of no shop holds for all shops.
            if product_id := answers.get(shop_id) or answers.get(False):
                return product_id, None
        return False, None

    def find(self, line, shop_id):
        """Return (product id, fault); goods that nobody knows become a question."""
        product_id, fault = self.look_up(line, shop_id)
        if product_id or fault:
            return product_id, fault
        if line.sku and self.resolver.profile.create_products:
            return False, None
        goods = (line.sku, line.product_name, line.spec)
        self.asked[shop_id, goods] = {
            "platform": self.platform,
            "company_id": self.company_id,
            "shop_id": shop_id,
            "code": line.sku or False,
            "title": line.product_name or False,
            "spec": line.spec or False,
        }
        return False, ("unknown_goods", " / ".join(filter(None, goods)))

    def ask(self, values_list):
        """Put the questions on the list, each once, and tell the lines which one is theirs."""
        if not self.asked:
            return
        skus = self.env["distribution.platform.sku"]
        known = {_key(sku): sku.id for sku in skus.search(self._known_domain())}
        new = {key: values for key, values in self.asked.items() if key not in known}
        known.update(zip(new, skus.create(list(new.values())).ids, strict=True))
        for values in values_list:
            if values["state"] == "error":
                goods = (values["sku"], values["product_name"], values["spec"])
                key = (values.get("shop_id"), goods)
                values["platform_sku_id"] = known[key] if key in self.asked else False

    def _known_domain(self):
        return [("platform", "=", self.platform), ("company_id", "=", self.company_id)]

    def _find_products(self, field, codes):
        """Return product ids by code or barcode."""
        groups = self.env["product.product"]._read_group(
            [(field, "in", codes), ("company_id", "in", [False, self.company_id])],
            [field],
            ["id:array_agg"],
        )
        return dict(groups)


def _key(sku):
    return sku.shop_id.id, (sku.code or "", sku.title or "", sku.spec or "")


def _names(code, title, spec):
    """Return what goods may be remembered by, the surest first."""
    names = [(code, title, spec)]
    if code:
        names.append(code)
    elif title:
        names.append((title, spec))
    return names
