"""Find the members, products, orders and origins that the lines of a file speak of, set-wise."""

from collections import defaultdict
from dataclasses import asdict

from odoo.addons.distribution_member.tabular_files import count_decimals
from odoo.tools import float_compare


class ImportResolver:
    """What the database says about the lines of one import."""

    def __init__(self, order_import):
        self.env = order_import.env
        self.order_import = order_import
        self.profile = order_import.profile_id
        self.customer_by_order = {}
        self.line_refs = set()
        self.left_by_origin = defaultdict(float)
        self.loaded_origins = set()
        precision = self.env["decimal.precision"]
        self.price_digits = precision.precision_get("Product Price")
        self.quantity_digits = precision.precision_get("Product Unit")

    def resolve(self, parsed_lines):
        """Return the values of the import lines, with what cannot be ordered marked and why."""
        usable = [line for line in parsed_lines if line.state == "ok"]
        members = self._find_members({line.customer for line in usable})
        products = self._find_products({line.sku for line in usable})
        imported = self._find_imported({line.order_ref for line in usable})
        self._load_origins(usable)
        values_list = []
        for line in parsed_lines:
            values = {**asdict(line), "import_id": self.order_import.id}
            if line.state == "ok":
                state, finding, culprit = self._judge(line, members, products, imported)
                values.update(state=state, finding=finding, culprit=culprit)
            values["quantity"] = float(line.quantity or 0)
            values["unit_price"] = float(line.unit_price or 0)
            values_list.append(values)
        return values_list

    def hold_back_incomplete_orders(self, values_list):
        """Turn the good lines of an order with errors into errors: no half order is made."""
        first_error = {}
        for values in values_list:
            if values["state"] == "error" and values["order_ref"]:
                first_error.setdefault(values["order_ref"], values["number"])
        for values in values_list:
            if values["state"] == "ok" and values["order_ref"] in first_error:
                values.update(
                    state="error",
                    finding="order_has_errors",
                    culprit=str(first_error[values["order_ref"]]),
                )

    # === one line === #

    def _judge(self, line, members, products, imported):
        """Return (state, reason code, culprit) of a line whose cells are fine."""
        if (line.order_ref, line.line_ref) in imported:
            return "skipped", "already_imported", None
        if (line.order_ref, line.line_ref) in self.line_refs:
            return "error", "duplicate_line", None
        self.line_refs.add((line.order_ref, line.line_ref))
        finding = self._find_fault(line, members, products)
        if finding:
            return "error", *finding
        return "ok", None, None

    def _find_fault(self, line, members, products):
        if line.customer not in members:
            return "unknown_member", None
        if self.customer_by_order.setdefault(line.order_ref, line.customer) != line.customer:
            return "other_customer", None
        if len(products[line.sku]) > 1:
            return "ambiguous_product", None
        if not products[line.sku] and not self.profile.create_products:
            return "unknown_product", None
        for number, digits in (
            (line.quantity, self.quantity_digits),
            (line.unit_price, self.price_digits),
        ):
            if count_decimals(number) > digits:
                return "too_many_decimals", str(number)
        return self._find_origin_fault(line)

    def _find_origin_fault(self, line):
        if not line.origin_order_ref:
            if line.quantity > 0:
                # A return further down in the same file may name this order.
                self.left_by_origin[line.order_ref, line.sku] += float(line.quantity)
            return None
        if line.quantity > 0:
            return "origin_without_return", None
        left = self.left_by_origin[line.origin_order_ref, line.sku] + float(line.quantity)
        if float_compare(left, 0.0, precision_digits=self.quantity_digits) < 0:
            return "unknown_origin", None
        self.left_by_origin[line.origin_order_ref, line.sku] = left
        return None

    # === look-ups, each one query === #

    def _find_members(self, codes):
        groups = self.env["distribution.member"]._read_group(
            [
                ("code", "in", list(codes)),
                ("company_id", "=", self.order_import.company_id.id),
            ],
            ["code"],
        )
        return {code for (code,) in groups}

    def _find_products(self, codes):
        """Return product ids by code."""
        found = defaultdict(list)
        groups = self.env["product.product"]._read_group(
            [
                ("default_code", "in", list(codes)),
                ("company_id", "in", [False, self.order_import.company_id.id]),
            ],
            ["default_code"],
            ["id:array_agg"],
        )
        for code, product_ids in groups:
            found[code] = product_ids
        return found

    def _find_imported(self, order_refs):
        """Return the (order, line) numbers known already, and remember whose the orders are."""
        orders = self._find_orders(order_refs)
        for order in orders:
            self.customer_by_order[order.platform_order_ref] = order.distribution_member_id.code
        groups = self.env["sale.order.line"]._read_group(
            [("order_id", "in", orders.ids), ("platform_line_ref", "!=", False)],
            ["order_id", "platform_line_ref"],
        )
        return {(order.platform_order_ref, line_ref) for order, line_ref in groups}

    def _load_origins(self, lines):
        """Add up what is left to take back of each (order, product) that the lines name."""
        wanted = {line.origin_order_ref for line in lines if line.origin_order_ref}
        wanted -= self.loaded_origins
        self.loaded_origins |= wanted
        for origin in self._find_orders(wanted).order_line:
            key = (origin.order_id.platform_order_ref, origin.product_id.default_code)
            self.left_by_origin[key] += origin._get_returnable_quantity()

    def _find_orders(self, order_refs):
        return self.env["sale.order"].search(
            [
                ("company_id", "=", self.order_import.company_id.id),
                ("platform", "=", self.profile.platform),
                ("platform_order_ref", "in", list(order_refs)),
                ("state", "!=", "cancel"),
            ]
        )
