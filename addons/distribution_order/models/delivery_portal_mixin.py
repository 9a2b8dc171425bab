from odoo import models

WAYS = {"done": "left", "cancel": "cancelled"}


class DistributionDeliveryPortalMixin(models.AbstractModel):
    """What the portal shows of a delivery; called as superuser on deliveries found by right."""

    _name = "distribution.delivery.portal.mixin"
    _description = "Portal of a Delivery"

    def _prepare_portal_delivery(self):
        """Override to show more of a delivery to the member's people."""
        self.ensure_one()
        receipt = self.distribution_receipt_ids[:1]
        way = WAYS.get(self.state, "planned")
        return {
            "id": self.id,
            "name": self.name,
            "order": self.sale_id.name,
            "order_url": self.sale_id._get_portal_url(),
            "url": f"/my/distribution/deliveries/{self.id}",
            "way": "received" if receipt else way,
            "date": self.date_done if way == "left" else self.scheduled_date,
            "carrier": self.carrier_id.name,
            "tracking": self.carrier_tracking_ref,
            "tracking_url": self._get_portal_tracking_url(),
            "lines": [self._prepare_portal_move(move) for move in self._get_portal_moves()],
            "receipt": receipt and receipt._prepare_portal_receipt(),
        }

    def _get_portal_moves(self):
        """Return the moves whose goods are, or were, on the way."""
        return self.move_ids.filtered(
            lambda move: (
                move.state != "cancel"
                and (move.quantity if move.state == "done" else move.product_uom_qty)
            )
        )

    def _prepare_portal_move(self, move):
        return {
            "id": move.id,
            "product_id": move.product_id.id,
            "name": move.product_id.display_name,
            "quantity": move.quantity if move.state == "done" else move.product_uom_qty,
            "unit": move.product_uom.name,
            "lots": ", ".join(move.lot_ids.mapped("name")),
        }

    def _get_portal_tracking_url(self):
        """Return the page of the carrier, when it is a page of the web and nothing else."""
        url = self.carrier_tracking_url or ""
        return url if url.startswith(("https://", "http://")) else False
