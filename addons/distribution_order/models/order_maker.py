"""Turn checked import lines into confirmed sale orders, many at a time."""

from collections import defaultdict

from odoo.exceptions import ValidationError
from odoo.fields import Command

from .sale_order import IMPORT_SENTINEL


class OrderMaker:
    """Makes the orders of one import."""

    def __init__(self, order_import):
        self.order_import = order_import
        self.profile = order_import.profile_id
        self.company = order_import.company_id
        self.env = order_import.with_company(self.company).env(
            context={
                **order_import.env.context,
                # Thousands of past orders: no mail, no log line and no follower for each.
                "tracking_disable": True,
                "mail_create_nosubscribe": True,
                "mail_notrack": True,
                "distribution_platform_import": IMPORT_SENTINEL,
                "skip_procurement": self.profile.fulfilment == "done",
            }
        )

        self.order_defaults = self._prepare_order_defaults()
        self.line_defaults = self._prepare_line_defaults()

    def make_orders(self, lines):
        """Make or extend the orders of `lines`, confirm them, and link lines to order lines."""
        lines_by_order = lines.grouped("order_ref")
        products = self._ensure_products(lines)
        orders = self._find_orders(lines_by_order)
        missing = {ref: group for ref, group in lines_by_order.items() if ref not in orders}
        for ref, group in lines_by_order.items():
            if ref in orders:
                orders[ref].write({"order_line": self._prepare_lines(group, products)})
        made = self._create_orders(missing, products)
        orders.update((order.platform_order_ref, order) for order in made)
        self._link_lines(lines, orders)
        self._link_origins(lines.filtered("origin_order_ref"))
        made.action_confirm()
        self.env.flush_all()

    # === products === #

    def _ensure_products(self, lines):
        """Return the products by code, created where the profile says so."""
        names = {line.sku: line.product_name for line in reversed(lines) if not line.product_id}
        products = self._find_products(list(names))
        missing = [code for code in names if code not in products]
        if missing:
            self.env["product.product"].create(
                [self._prepare_product(code, names[code]) for code in missing]
            )
            products = self._find_products(list(names))
        return products

    def _find_products(self, codes):
        found = self.env["product.product"].search(
            [
                ("default_code", "in", codes),
                ("company_id", "in", [False, self.company.id]),
            ]
        )
        return {product.default_code: product for product in found}

    def _prepare_product(self, code, name):
        values = {"name": name or code, "default_code": code, "type": "consu", "list_price": 0.0}
        if not self.profile.apply_taxes:
            values.update(taxes_id=False, supplier_taxes_id=False)
        return values

    # === orders === #

    def _find_orders(self, order_refs):
        found = self.env["sale.order"].search(
            [
                ("company_id", "=", self.company.id),
                ("platform", "=", self.profile.platform),
                ("platform_order_ref", "in", list(order_refs)),
            ]
        )
        return {order.platform_order_ref: order for order in found}

    def _create_orders(self, lines_by_order, products):
        if not lines_by_order:
            return self.env["sale.order"]
        partners = self._find_partners({lines[0].customer for lines in lines_by_order.values()})
        return self.env["sale.order"].create(
            [
                self._prepare_order(ref, lines, partners[lines[0].customer], products)
                for ref, lines in lines_by_order.items()
            ]
        )

    def _find_partners(self, codes):
        """Return the partners by member code.

        :raise ValidationError: when a member has gone since the preview
        """
        members = self.env["distribution.member"].search(
            [("code", "in", list(codes)), ("company_id", "=", self.company.id)]
        )
        partners = {member.code: member.partner_id for member in members}
        gone = sorted(set(codes) - partners.keys())
        if gone:
            raise ValidationError(
                self.env._(
                    "These members do not exist any more: %(codes)s. Preview the file again.",
                    codes=", ".join(gone),
                )
            )
        return partners

    def _prepare_order(self, ref, lines, partner, products):
        """Override to carry more of the file over to the order."""
        return {
            "partner_id": partner.id,
            "company_id": self.company.id,
            "date_order": lines[0].date,
            "pricelist_id": self.profile.pricelist_id.id,
            "platform": self.profile.platform,
            "platform_order_ref": ref,
            "client_order_ref": ref,
            "distribution_import_id": self.order_import.id,
            "order_line": self._prepare_lines(lines, products),
            **self.order_defaults,
        }

    def _prepare_order_defaults(self):
        """Return what Odoo would compute order by order, though it is the same for all of them."""
        values = {"warehouse_id": self.env.user._get_default_warehouse_id().id}
        if not self._exists("account.fiscal.position"):
            values["fiscal_position_id"] = False
        return values

    def _prepare_line_defaults(self):
        """Return what is the same for all lines."""
        values = {"discount": 0.0}
        if not self.profile.apply_taxes:
            values["tax_ids"] = False
        if not self._exists("account.analytic.distribution.model"):
            values["analytic_distribution"] = False
        return values

    def _prepare_lines(self, lines, products):
        return [
            Command.create(self._prepare_line(line, line.product_id or products[line.sku]))
            for line in lines
        ]

    def _prepare_line(self, line, product):
        """Override to carry more of a line of the file over to the order line."""
        return {
            **self.line_defaults,
            "product_id": product.id,
            "name": self._build_line_name(line, product),
            "product_uom_id": product.uom_id.id,
            "product_uom_qty": line.quantity,
            "price_unit": line.unit_price,
            "technical_price_unit": line.unit_price,
            "platform_line_ref": line.line_ref,
            "sequence": line.number,
        }

    def _build_line_name(self, line, product):
        """Return the name in the file, unless it says no more than the product does."""
        is_new = line.product_name and line.product_name != product.name
        return line.product_name if is_new else product.display_name

    def _exists(self, model):
        """Return whether the company has any record of `model` that Odoo would look for."""
        # sudo: only asks whether there is one; importers have no right to read set-up models.
        domain = [("company_id", "in", [False, self.company.id])]
        return bool(self.env[model].sudo().search_count(domain, limit=1))

    # === links === #

    def _link_lines(self, lines, orders):
        """Write on each import line which order line it became."""
        order_lines = {
            (line.order_id.platform_order_ref, line.platform_line_ref): line
            for order in orders.values()
            for line in order.order_line
        }
        for line in lines:
            line.sale_line_id = order_lines[line.order_ref, line.line_ref]

    def _link_origins(self, lines):
        """Let each negative line take back the oldest line of its origin with enough left."""
        origins = defaultdict(list)
        orders = self._find_orders(set(lines.mapped("origin_order_ref")))
        for order in orders.values():
            for origin in order.order_line.filtered(lambda line: line.product_uom_qty > 0):
                origins[order.platform_order_ref, origin.product_id.default_code].append(origin)
        for line in lines:
            self._link_origin(line, origins[line.origin_order_ref, line.sku])

    def _link_origin(self, line, candidates):
        for origin in candidates:
            if origin._get_returnable_quantity() + line.quantity >= 0:
                line.sale_line_id.distribution_origin_line_id = origin
                return
        raise ValidationError(
            self.env._(
                "Line %(number)s takes back %(quantity)s of %(sku)s, but no line of order"
                " %(order)s has that many left.",
                number=line.number,
                quantity=-line.quantity,
                sku=line.sku,
                order=line.origin_order_ref,
            )
        )
