from odoo import models
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES

from ..queries import todos
from .stock_picking import DELIVERIES_URL, DELIVERY_CODES


class DistributionMemberDeliveryMixin(models.AbstractModel):
    """What is on its way to a member, and what it has not confirmed yet."""

    _name = "distribution.member.delivery.mixin"
    _description = "Deliveries to a Member"

    # === PORTAL === #

    def _get_todo_sources(self, role):
        """Override of `distribution_member` to add deliveries to confirm."""
        sources = super()._get_todo_sources(role)
        if role not in ORDER_ROLES:
            return sources
        return [*sources, (todos.deliveries(self.id, DELIVERY_CODES), self._prepare_delivery_todos)]

    def _prepare_delivery_todos(self):
        """Return how many deliveries have arrived without a word from the member."""
        count = self.env["stock.picking"].search_count(
            [
                *self._get_portal_deliveries_domain(),
                ("state", "=", "done"),
                ("distribution_receipt_ids", "=", False),
            ]
        )
        text = self.env._(
            "Deliveries to confirm: %(count)s. Tell us what has arrived.", count=count
        )
        return [{"icon": "fa-truck", "text": text, "url": DELIVERIES_URL}] if count else []

    def _get_portal_deliveries_domain(self):
        """Return the domain of what is on its way to the member, or has arrived."""
        self.ensure_one()
        return [
            ("sale_id.distribution_member_id", "=", self.id),
            ("picking_type_code", "in", DELIVERY_CODES),
            ("state", "!=", "cancel"),
        ]
