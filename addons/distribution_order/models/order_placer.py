"""Turn the cart of a member's user into one order, or say why not, losing nothing."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from odoo import fields
from odoo.addons.distribution_member import safe_files
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from .order_line_judge import OrderLineJudge

LARGEST_ATTACHMENT = 10 * 1024 * 1024
ADDRESS_TYPES = ("delivery", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRequest:
    """What the app sends: quantities in the products' own units, and the prices it has shown."""

    key: str
    quantities: dict
    prices: dict
    address_id: int = 0
    day: date | None = None
    note: str = ""
    attachment: tuple | None = field(default=None, repr=False)


def find_addresses(member):
    """Return where the member's goods can be sent: its own address, then the others."""
    partner = member.partner_id
    others = Domain("parent_id", "=", partner.id) & Domain("type", "in", ADDRESS_TYPES)
    return partner | partner.search(others, order="id")


class OrderPlacer:
    """Makes the orders of one member's user."""

    def __init__(self, goods):
        """Take the goods of the member.

        :param OrderCatalogue goods: what is offered, with prices
        """
        self.goods = goods
        self.env = goods.env
        self.member_sudo = goods.member_sudo
        # sudo: visitors make no orders themselves; everything about this one is checked here
        self.orders_sudo = (
            self.env["sale.order"]
            .sudo()
            .with_company(goods.company_sudo)
            .with_context(mail_create_nosubscribe=True, tracking_disable=True)
        )

    def place(self, request):
        """Make the order and hand it in; the same key gives the same order.

        :param OrderRequest request: checked for form, not for sense
        :return: dict with `result`: ordered, lines, prices or refused
        """
        if not request.quantities:
            return {"result": "lines", "lines": []}
        cart_sudo = self.env["distribution.cart"].sudo()._open(self.member_sudo)  # the own one
        made_sudo = self.orders_sudo.search(
            [
                ("distribution_member_id", "=", self.member_sudo.id),
                ("distribution_cart_key", "=", request.key),
            ]
        )
        if made_sudo:
            return {"result": "ordered", "order": made_sudo._prepare_cart_answer()}
        rows = OrderLineJudge(self.goods).judge(request.quantities)
        if any(row["fault"] for row in rows):
            return {"result": "lines", "lines": rows}
        if any(self._has_changed(row, request.prices) for row in rows):
            return {"result": "prices", "lines": rows}
        try:
            with self.env.cr.savepoint():
                order_sudo = self._make(request)
                order_sudo._submit_from_cart()
        except UserError as error:
            return {"result": "refused", "reason": str(error)}
        cart_sudo._change(dict.fromkeys(request.quantities, 0.0), note="")
        return {"result": "ordered", "order": order_sudo._prepare_cart_answer()}

    # === HELPERS === #

    def _has_changed(self, row, prices):
        """Return whether a line costs something else than what was shown."""
        shown, now = prices.get(row["id"]), row["product"]["price"]
        smallest = 10**-self.goods.prices.digits
        return shown is None or abs(shown - now) >= smallest / 2

    def _make(self, request):
        addresses_sudo = find_addresses(self.member_sudo)
        chosen_sudo = addresses_sudo.filtered(lambda one: one.id == request.address_id)
        if request.address_id and not chosen_sudo:
            raise UserError(self.env._("Choose one of your delivery addresses."))
        order_sudo = self.orders_sudo.create(
            {
                "partner_id": self.member_sudo.partner_id.id,
                "partner_shipping_id": (chosen_sudo or addresses_sudo[:1]).id,
                "company_id": self.goods.company_sudo.id,
                "commitment_date": self._find_moment(request.day),
                "distribution_cart_key": request.key,
                "distribution_note": request.note,
                "order_line": [
                    Command.create(
                        {"product_id": product_id, "product_uom_qty": quantity, "sequence": place}
                    )
                    for place, (product_id, quantity) in enumerate(request.quantities.items(), 10)
                ],
            }
        )
        if request.attachment:
            self._attach(order_sudo, *request.attachment)
        return order_sudo

    def _find_moment(self, day):
        """Return noon of the wished day where the user is, in UTC."""
        if not day:
            return False
        if day < fields.Date.context_today(self.member_sudo):
            raise UserError(self.env._("The wished day has passed. Choose another one."))
        noon = self.env.tz.localize(datetime.combine(day, time(12)))
        return noon.astimezone(UTC).replace(tzinfo=None)

    def _attach(self, order_sudo, name, content):
        """Keep a file with the order after it was checked and made harmless."""
        documents = self.env["distribution.document"]
        try:
            safe = safe_files.check_file(
                content, name, tuple(safe_files.EXTENSIONS), LARGEST_ATTACHMENT
            )
        except safe_files.UnsafeFileError:
            raise UserError(
                self.env._(
                    "The file cannot be taken. Choose a PDF, JPEG or PNG of %(size)s MB at most,"
                    " without password or scripts.",
                    size=LARGEST_ATTACHMENT // 1024**2,
                )
            )
        documents._scan_file(safe.content)
        order_sudo.env["ir.attachment"].create(
            {
                "name": documents._clean_name(name),
                "raw": safe.content,
                "mimetype": safe.mimetype,
                "res_model": order_sudo._name,
                "res_id": order_sudo.id,
            }
        )
