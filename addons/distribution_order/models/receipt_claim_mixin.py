from odoo import fields, models
from odoo.tools import float_compare

from .return_inspection_mixin import PLACES
from .stock_picking import DELIVERIES_URL


class DistributionReceiptClaimMixin(models.AbstractModel):
    """A claim knows the goods that were missing or damaged when a delivery was received."""

    _name = "distribution.receipt.claim.mixin"
    _description = "Claim from a Receipt"

    distribution_receipt_line_id = fields.Many2one(
        "distribution.delivery.receipt.line",
        "Received Goods",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    distribution_receipt_id = fields.Many2one(
        related="distribution_receipt_line_id.receipt_id", string="Receipt of the Delivery"
    )

    # === BUSINESS METHODS === #

    def _write_off_goods(self):
        """Book goods that are refunded without coming back as taken back, and scrapped at once.

        The credit note then lowers what the sale invoiced, and this what it delivered: the order is
        even, and commission is taken back as for any other return.
        """
        self.ensure_one()
        delivery, product = self.move_id, self.product_id
        if not delivery.sale_line_id or self.reception_move_id:
            return
        places = {
            "location_id": delivery.location_dest_id.id,
            "location_dest_id": self.warehouse_id.rma_loc_id.id,
        }
        unit = {"product_id": product.id, "product_uom_id": product.uom_id.id}
        lots = self._find_claimed_lots()
        move = self.env["stock.move"].create(
            {
                **places,
                "product_id": product.id,
                "company_id": self.company_id.id,
                "product_uom": self.product_uom.id,
                "product_uom_qty": self.product_uom_qty,
                "origin": self.name,
                "origin_returned_move_id": delivery.id,
                "picked": True,
                "move_line_ids": [
                    fields.Command.create(
                        {**unit, **places, "lot_id": lot.id, "quantity": quantity}
                    )
                    for lot, quantity in lots
                ],
            }
        )
        move._action_done()
        # From here on it is what OCA calls the reception, and is tied to the sale with the refund.
        self.reception_move_id = move
        self._move_arrived([(lot, quantity, True) for lot, quantity in lots])

    def _find_claimed_lots(self):
        """Return [(lot, quantity in the product's unit)] of the claim: named lots first."""
        left = self.product_uom._compute_quantity(
            self.product_uom_qty, self.product_id.uom_id, round=False
        )
        lines = self.move_id.move_line_ids.sorted(
            lambda line: (line.lot_id not in self.distribution_lot_ids, -line.id)
        )
        found = []
        for line in lines:
            taken = min(line.quantity_product_uom, left)
            if float_compare(taken, 0, precision_digits=PLACES) > 0:
                found.append((line.lot_id, taken))
            left -= taken
        return found

    # === PORTAL === #

    def _prepare_portal_request(self, **what_is_seen):
        """Override of `distribution.return.portal.mixin` to add the delivery of a claim."""
        request = super()._prepare_portal_request(**what_is_seen)
        picking = self[0].distribution_receipt_id.picking_id
        if picking:
            request.update(delivery=picking.name, delivery_url=f"{DELIVERIES_URL}/{picking.id}")
        return request
