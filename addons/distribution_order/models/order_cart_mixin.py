from odoo import fields, models


class DistributionOrderCartMixin(models.AbstractModel):
    """What an order made in the ordering app brings with it."""

    _name = "distribution.order.cart.mixin"
    _description = "Order Made in the App"

    distribution_cart_key = fields.Char(
        "Key of the Cart",
        readonly=True,
        copy=False,
        help="Sent with every try to order one cart, so that it becomes one order.",
    )
    distribution_note = fields.Text(
        "Note of the Member", copy=False, help="What the member says about the order."
    )

    _distribution_cart_key_unique = models.UniqueIndex(
        "(distribution_member_id, distribution_cart_key) WHERE distribution_cart_key IS NOT NULL",
        "This cart was ordered already.",
    )

    def _submit_from_cart(self):
        """Hand the order in; what waits for somebody's approval waits.

        :raise UserError: that says why it cannot be ordered at all
        """
        self.ensure_one()
        self.action_distribution_submit()

    def _prepare_cart_answer(self):
        """Override to tell more about an order to whoever has just made it.

        :return: dict for JSON: number, address, and sentences about what the order waits for
        """
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "reasons": self.distribution_reason_ids.mapped("text"),
        }
