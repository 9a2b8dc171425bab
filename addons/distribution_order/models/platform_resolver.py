"""Find what the lines of a platform file speak of: shops, members, goods and imported orders."""

from odoo.addons.distribution_member.tabular_files import count_decimals

from ..platform_parsers.platform import Outcome
from .import_resolver import ImportResolver
from .imported_lines import ImportedLines
from .sku_matcher import SkuMatcher

COPIED = (
    *("number", "state", "finding", "culprit", "column", "order_ref", "line_ref", "date", "sku"),
    *("product_name", "spec", "status", "refund_status", "province", "city", "anchor", "source"),
    "is_whole_order",
)
BACK = (Outcome.CANCELLED, Outcome.REFUNDED)
# What a later file may say of a line that was imported before.
CHANGES = {"not_paid", "on_hold", "cancelled", "refunded", "needs_items"}


class PlatformResolver(ImportResolver):
    """What the database says about the lines of a file of one platform."""

    def resolve(self, lines):
        """Return the values of the import lines, with what cannot be ordered marked and why."""
        usable = [line for line in lines if line.state == "ok"]
        self._find_shops()
        self.members = self._find_members({line.customer for line in usable if line.customer})
        self.matcher = SkuMatcher(self)
        self.matcher.load(lines)
        self.imported = ImportedLines(self)
        self.imported.match(lines)
        self.member_by_order = dict(self.imported.member_by_order)
        values_list = [self._resolve_line(line) for line in lines]
        self.hold_back_incomplete_orders(values_list)
        self.matcher.ask(values_list)
        return values_list

    # === one line === #

    def _resolve_line(self, line):
        values = {name: getattr(line, name) for name in COPIED}
        values["import_id"] = self.order_import.id
        for name in ("quantity", "unit_price", "amount", "refund_amount"):
            values[name] = float(getattr(line, name) or 0)
        found = self.imported.by_number.get(line.number)
        if found:
            values.update(self._judge_imported(line, found))
        elif line.state == "ok":
            values.update(self._judge_new(line))
        return values

    def _judge_imported(self, line, found):
        """Say what a line means for what was imported before: a refund, a status, or nothing."""
        if line.state == "error" and line.finding not in CHANGES:
            return {}
        if line.state == "skipped" and line.finding not in CHANGES:
            return {}
        verdict = {
            "state": "ok", "finding": None, "culprit": None, "column": None, "operation": "update",
            "customer": found.member_code, "product_id": found.product_id,
        }  # fmt: skip
        if found.is_cancelled:
            return {**verdict, "state": "skipped", "finding": "already_imported"}
        if line.outcome in BACK and found.left > 0:
            return {**verdict, "operation": "refund", "is_whole_back": True}
        if line.outcome == Outcome.PARTIAL and float(line.refund_amount) - found.returned > 0.004:
            return {**verdict, "operation": "refund"}
        if found.is_same_status(line):
            return {**verdict, "state": "skipped", "finding": "already_imported"}
        return verdict

    def _judge_new(self, line):
        if line.number in self.imported.known_otherwise:
            return {"state": "skipped", "finding": "already_imported"}
        customer, shop, fault = self._find_customer(line)
        values = {"customer": customer, "shop_id": shop["id"] if shop else False}
        if not fault and self.member_by_order.setdefault(line.order_ref, customer) != customer:
            fault = ("other_customer", None)
        product_id, product_fault = self.matcher.find(line, values["shop_id"])
        values["product_id"] = product_id
        fault = fault or product_fault
        if not fault and count_decimals(line.quantity) > self.quantity_digits:
            fault = ("too_many_decimals", str(line.quantity))
        if fault:
            values.update(state="error", finding=fault[0], culprit=fault[1])
        return values

    def _find_customer(self, line):
        """Return (member code, shop, fault): the line's own code, its shop's, the profile's."""
        profile = self.profile
        shop = self._find_shop(line)
        if line.customer:
            fault = None if line.customer in self.members else ("unknown_member", None)
            return line.customer, shop, fault
        if shop:
            return shop["member_code"], shop, None
        if named := line.shop_name or line.shop_ref.strip("0"):
            return "", None, ("unknown_shop", named)
        if profile.member_id:
            return profile.member_id.code, None, None
        return "", None, ("no_shop", None)

    # === shops === #

    def _find_shops(self):
        """Load the shops of the platform: there are few."""
        shops = self.env["distribution.platform.shop"].search(
            [
                ("platform", "=", self.profile.platform),
                ("company_id", "=", self.order_import.company_id.id),
            ]
        )
        # sudo: an importer may use a shop without seeing its member.
        known = [
            {"id": shop.id, "member_code": shop.sudo().member_id.code, "shop": shop}
            for shop in shops
        ]
        self.shops = {_plain(shop["shop"].name): shop for shop in known}
        self.shops_by_ref = {shop["shop"].shop_ref: shop for shop in known if shop["shop"].shop_ref}
        self.default_shop = next(
            (shop for shop in known if shop["shop"] == self.profile.shop_id), None
        )

    def _find_shop(self, line):
        """Return the shop that the line names; the profile's when it names none."""
        if line.shop_ref in self.shops_by_ref:
            return self.shops_by_ref[line.shop_ref]
        if line.shop_name or line.shop_ref.strip("0"):
            return self.shops.get(_plain(line.shop_name))
        return self.default_shop


def _plain(text):
    return "".join(text.split()).casefold()
