"""Find what speaks against orders of members: set-wise, a few queries for any number of orders."""

from dataclasses import dataclass, field

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.tools import float_compare

from ..queries import order_facts
from .delivery_area import DeliveryArea

USUAL_MONTHS = 12
USUAL_ORDERS = 3  # fewer orders say nothing about what is usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: how far a limit is passed, and the figures that say so."""

    kind: str
    size: float = 0.0
    figures: dict = field(default_factory=dict)
    more: int = 0

    def is_covered_by(self, approved) -> bool:
        """Return whether an approval of `approved`, {kind: size}, holds for this as well."""
        return self.kind in approved and (
            float_compare(self.size, approved[self.kind], precision_digits=2) <= 0
        )


class ReasonFinder:
    """The reasons of some orders of members, as things stand now."""

    def __init__(self, orders):
        self.orders = orders
        self.env = orders.env
        self.today = fields.Date.context_today(orders)
        self.reasons = {order: [] for order in orders}

    def find(self):
        """Return {order: [Reason, …]}; override `_get_steps` to look for more."""
        for step in self._get_steps():
            step()
        return self.reasons

    def find_binding(self):
        """Return the reasons that nobody confirms an order with unless they were approved."""
        self._look_at_accounts()
        return self.reasons

    def _get_steps(self):
        return [
            self._look_at_accounts,
            self._look_at_prices,
            self._look_at_areas,
            self._look_at_quantities,
            self._look_at_addresses,
            self._look_at_stock,
        ]

    def _add(self, order, kind, size, figures, more=0):
        self.reasons[order].append(Reason(kind=kind, size=size, figures=figures, more=more))

    def _add_worst(self, kind, by_order):
        """Add one reason per order: the worst line, and how many more there are."""
        for order, lines in by_order.items():
            size, figures = max(lines, key=lambda line: line[0])
            self._add(order, kind, size, figures, more=len(lines) - 1)

    # === money === #

    def _look_at_accounts(self):
        """Hold the orders against the credit of their members, one after the other.

        Orders of one member that are decided on together must fit in together. Who submitted
        first comes first.
        """
        now = fields.Datetime.now()
        members = self.orders.distribution_member_id
        accounts = members._read_accounts(without_orders=self.orders)
        used = dict.fromkeys(members, 0.0)
        for order in self.orders.sorted(lambda one: one.distribution_submitted_date or now):
            member = order.distribution_member_id
            account = accounts[member]
            amount = order._get_amount_in_company_currency()
            free = account.get_free_for(order.distribution_submitted_date or now, order.id)
            free -= used[member]
            used[member] += amount
            if amount <= 0:
                continue
            excess = amount - free
            if account.limit is not None and order._compare_money(excess, 0.0) > 0:
                figures = {
                    "order": amount,
                    "excess": excess,
                    "free": free,
                    "limit": account.limit,
                }
                self._add(order, "credit", excess, figures)
            self._look_at_overdue(order, account)

    def _look_at_overdue(self, order, account):
        allowed = order.distribution_member_id.sudo()._get_overdue_days()  # binds everybody
        if allowed and account.overdue_days > allowed:
            figures = {
                "overdue": account.overdue,
                "days": account.overdue_days,
                "allowed": allowed,
            }
            self._add(order, "overdue", account.overdue, figures)

    def _look_at_prices(self):
        """Compare what the lines cost with what the price list asks, as submission has noted."""
        found = {}
        for order in self.orders:
            for line in order._get_listed_lines():
                listed = line.distribution_listed_price
                asked = line.price_unit * (1 - line.discount / 100)
                if listed <= 0 or asked >= listed:
                    continue
                rate = 100 * (listed - asked) / listed
                if float_compare(rate, order.company_id.distribution_discount_limit, 2) > 0:
                    figures = {
                        "product": line.product_id.display_name,
                        "price": asked,
                        "usual": listed,
                        "rate": rate,
                    }
                    found.setdefault(order, []).append((rate, figures))
        self._add_worst("price", found)

    # === places === #

    def _look_at_areas(self):
        area = DeliveryArea(self.orders.distribution_member_id, self.today)
        for order in self.orders:
            outside = area.find_objection(
                order.distribution_member_id, order.sudo().partner_shipping_id
            )
            if outside:
                self._add(order, "area", 0.0, outside)

    def _look_at_addresses(self):
        asked = self.orders.filtered("company_id.distribution_check_address")
        if not asked:
            return
        rows = self.env.execute_query(order_facts.new_addresses(asked.ids))
        for order in asked.browse(row[0] for row in rows):
            # sudo: the address is that of the order
            place = self._say_place(order.sudo().partner_shipping_id)
            self._add(order, "address", 0.0, {"place": place})

    def _say_place(self, address_sudo):
        parts = (
            address_sudo.state_id.name,
            address_sudo.city,
            address_sudo.street,
            address_sudo.street2,
        )
        return " ".join(filter(None, parts)) or address_sudo.display_name

    # === goods === #

    def _look_at_quantities(self):
        since = self.today - relativedelta(months=USUAL_MONTHS)
        found = {}
        for order_id, product_id, quantity, usual, times in self.env.execute_query(
            order_facts.usual_quantities(self.orders.ids, since)
        ):
            order = self.orders.browse(order_id)
            factor = order.company_id.distribution_quantity_factor
            if not factor or times < USUAL_ORDERS or quantity <= factor * usual:
                continue
            figures = {
                "product": self.env["product.product"].browse(product_id).display_name,
                "quantity": quantity,
                "factor": quantity / usual,
                "usual": usual,
                "times": times,
            }
            found.setdefault(order, []).append((quantity / usual, figures))
        self._add_worst("quantity", found)

    def _look_at_stock(self):
        """Compare with what is free in the warehouse of the order: on hand and not reserved."""
        found = {}
        for warehouse, orders in self.orders.grouped("warehouse_id").items():
            products = orders.order_line.product_id.filtered("is_storable")
            # sudo: what is free is told to whoever orders
            stock_sudo = products.sudo().with_context(warehouse_id=warehouse.id)
            free = {product.id: product.free_qty for product in stock_sudo}
            for order in orders:
                for product, quantity in order._sum_goods().items():
                    missing = quantity - free.get(product.id, quantity)
                    if float_compare(missing, 0.0, precision_digits=4) > 0:
                        figures = {
                            "product": product.display_name,
                            "quantity": quantity,
                            "free": max(free[product.id], 0.0),
                            "warehouse": warehouse.sudo().name,
                        }
                        found.setdefault(order, []).append((missing, figures))
        self._add_worst("shortage", found)
