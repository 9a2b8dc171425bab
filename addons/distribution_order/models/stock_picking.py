from odoo import fields, models
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES

# Goods that leave for the member, from us or straight from a supplier.
DELIVERY_CODES = ("outgoing", "dropship")
DELIVERIES_URL = "/my/distribution/deliveries"


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "distribution.delivery.portal.mixin"]

    distribution_receipt_ids = fields.One2many(
        "distribution.delivery.receipt", "picking_id", "Receipt by the Member"
    )

    # === BUSINESS METHODS === #

    def _action_done(self):
        """Override of `stock` to tell a member's people that their goods have left."""
        result = super()._action_done()
        # sudo: whoever works in the warehouse need not know the channel
        for picking in self.sudo().filtered(lambda picking: picking._is_member_delivery()):
            if picking.state == "done":
                picking._tell_member("left")
        return result

    def _is_member_delivery(self):
        """Return whether goods of a member's order leave for the member; called as superuser."""
        self.ensure_one()
        return self.picking_type_code in DELIVERY_CODES and bool(
            self.sale_id.distribution_member_id
        )

    def _tell_member(self, event):
        self.env["distribution.message"]._send(
            self,
            event,
            member=self.sale_id.distribution_member_id,
            url=f"{DELIVERIES_URL}/{self.id}",
            roles=ORDER_ROLES,
        )

    def _get_message_text(self, event):
        """Return what the member's people are told. Override for more events."""
        names = {"delivery": self.name, "order": self.sale_id.name}
        tracking = self.carrier_tracking_ref
        if event == "left" and tracking:
            return self.env._(
                "Goods of your order %(order)s are on their way: delivery %(delivery)s, tracking"
                " number %(tracking)s",
                tracking=tracking,
                **names,
            )
        return self.env._(
            "Goods of your order %(order)s are on their way: delivery %(delivery)s", **names
        )
