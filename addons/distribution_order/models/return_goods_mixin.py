from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, float_compare

from ..queries import returns

LONGEST_LIST = 60  # deliveries offered at once


class DistributionReturnGoodsMixin(models.AbstractModel):
    """Which goods a return is about: what they were bought for, and how much is left to return."""

    _name = "distribution.return.goods.mixin"
    _description = "Goods of a Return"

    # === BUSINESS METHODS === #

    def _number_requests(self):
        """Give what was asked for at once, by one member and of one kind, one number."""
        sequences_sudo = self.env["ir.sequence"].sudo()  # numbers are no secret
        requests = self.grouped(lambda rma: (rma.distribution_member_id, rma.distribution_kind))
        for rmas in requests.values():
            new = rmas.filtered(lambda rma: not rma.distribution_request)
            if new:
                new.distribution_request = sequences_sudo.next_by_code("distribution.return")

    def _value_goods(self):
        """Note what the goods were bought for."""
        for rma in self:
            rma.distribution_amount = rma._get_goods_amount()

    def _get_goods_amount(self, quantity=None):
        """Return what a quantity was bought for, without tax, in the company's currency.

        :param quantity: in the unit of the return; all of it when left out
        """
        self.ensure_one()
        quantity = self.product_uom_qty if quantity is None else quantity
        line = self.sale_line_id
        if not line or not line.product_uom_qty:
            return 0.0
        in_unit_of_line = self.product_uom._compute_quantity(
            quantity, line.product_uom_id, round=False
        )
        rate = line.order_id.currency_rate or 1.0
        amount = line.price_subtotal * in_unit_of_line / line.product_uom_qty / rate
        return self.company_id.currency_id.round(amount)

    def _ensure_quantities_left(self):
        """Refuse to take back more of a delivery than was delivered and not given back yet."""
        with_delivery = self.filtered("move_id")
        self._flush_returns()
        rows = self.env.execute_query(returns.deliveries(returns.these(with_delivery.move_id.ids)))
        found = {move_id: (delivered, given_back) for move_id, delivered, given_back in rows}
        for rma in with_delivery:
            delivered, given_back = found.get(rma.move_id.id, (0.0, 0.0))
            if float_compare(given_back, delivered, precision_digits=5) > 0:
                before = given_back - sum(
                    other.product_uom._compute_quantity(
                        other.product_uom_qty, rma.move_id.product_uom, round=False
                    )
                    for other in with_delivery
                    if other.move_id == rma.move_id
                )
                raise UserError(
                    self.env._(
                        "%(product)s: %(left)g %(unit)s of this delivery can be returned. Delivered"
                        " were %(delivered)g, and %(before)g are asked for or given back already.",
                        product=rma.product_id.display_name,
                        left=max(0.0, delivered - before),
                        unit=rma.move_id.product_uom.name,
                        delivered=delivered,
                        before=before,
                    )
                )
            if rma.product_uom_qty <= 0:
                raise UserError(self.env._("Say how much goes back: more than 0."))

    def _find_returnable(self, member, move_ids=None):
        """Return [(delivery, how much can still be returned)] of a member, the latest first."""
        which = returns.of_member(member.id)
        if move_ids is not None:
            which = SQL("%s AND %s", which, returns.these(move_ids))
        self._flush_returns()
        rows = self.env.execute_query(returns.deliveries(which, limit=LONGEST_LIST))
        moves = self.env["stock.move"].browse(row[0] for row in rows)
        return [
            (move, delivered - given_back)
            for move, (_id, delivered, given_back) in zip(moves, rows, strict=True)
        ]

    def _find_named_lots(self, lots, text):
        """Return those of the lots that a text names, apart by commas or spaces."""
        names = text.replace(",", " ").replace("，", " ").split()
        named = lots.filtered(lambda lot: lot.name in names)
        unknown = set(names) - set(named.mapped("name"))
        if unknown:
            raise UserError(
                self.env._(
                    "There is no lot %(lots)s among these goods. Look at the label again.",
                    lots=", ".join(sorted(unknown)),
                )
            )
        return named

    def _flush_returns(self):
        self.env["rma"].flush_model()
        self.env["stock.move"].flush_model()
        self.env["sale.order"].flush_model(["distribution_member_id", "state"])
