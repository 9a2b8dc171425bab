from odoo import models
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES

from .stock_picking import DELIVERIES_URL, DELIVERY_CODES


class DistributionMemberDeliveryMixin(models.AbstractModel):
    """What is on its way to a member, and what it has not confirmed yet."""

    _name = "distribution.member.delivery.mixin"
    _description = "Deliveries to a Member"

    # === PORTAL === #

    def _prepare_portal_todos(self, role):
        """Override of `distribution_member` to add deliveries to confirm."""
        todos = super()._prepare_portal_todos(role)
        if role not in ORDER_ROLES:
            return todos
        count = self.env["stock.picking"].search_count(
            [
                *self._get_portal_deliveries_domain(),
                ("state", "=", "done"),
                ("distribution_receipt_ids", "=", False),
            ]
        )
        if count:
            text = self.env._(
                "Deliveries to confirm: %(count)s. Tell us what has arrived.", count=count
            )
            todos.append({"icon": "fa-truck", "text": text, "url": DELIVERIES_URL})
        return todos

    def _get_portal_deliveries_domain(self):
        """Return the domain of what is on its way to the member, or has arrived."""
        self.ensure_one()
        return [
            ("sale_id.distribution_member_id", "=", self.id),
            ("picking_type_code", "in", DELIVERY_CODES),
            ("state", "!=", "cancel"),
        ]
