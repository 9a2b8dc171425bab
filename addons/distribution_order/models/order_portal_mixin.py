from odoo import models
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES
from odoo.tools import format_amount, format_datetime

from .distribution_order_reason import BINDING_KINDS
from .order_state_mixin import WAITING_STATES

STEPS = ("submitted", "approved", "shipped", "done")
# Of records with a hundred fields, the few that the page of an order shows.
ORDER_FIELDS = (
    *("name", "state", "date_order", "company_id", "currency_id", "amount_total", "order_line"),
    *("partner_shipping_id", "effective_date", "picking_ids", "validation_status"),
    *("distribution_state", "distribution_submitted_date", "distribution_decided_date"),
    *("distribution_answer", "distribution_note", "distribution_reason_ids"),
    *("distribution_member_id", "distribution_prices_asked_date"),
)
LINE_FIELDS = (
    *("name", "display_type", "product_id", "product_uom_id", "product_uom_qty"),
    *("qty_delivered", "price_total", "distribution_listed_price"),
)
ADDRESS_FIELDS = (
    *("street", "street2", "zip", "city", "state_id", "country_id"),
    *("is_company", "parent_id", "commercial_company_name"),
)
# How many of the steps are behind an order in each state.
STEPS_DONE = {
    "submitted": 1,
    "approving": 1,
    "approved": 2,
    "shipping": 2,
    "shipped": 3,
    "done": 4,
}


class DistributionOrderPortalMixin(models.AbstractModel):
    """What the portal shows of an order; called as superuser on orders that were found by right."""

    _name = "distribution.order.portal.mixin"
    _description = "Portal of an Order"

    def _get_portal_url(self):
        """Return where the buyer's people see the order."""
        self.ensure_one()
        return f"/my/distribution/orders/{self.id}"

    def _tell_member(self, event, *, is_mailed):
        """Tell the member's people who order what happened."""
        self.ensure_one()
        self.env["distribution.message"]._send(
            self,
            event,
            member=self.distribution_member_id,
            url=self._get_portal_url(),
            roles=ORDER_ROLES,
            is_mailed=is_mailed,
        )

    def _get_message_text(self, event):
        """Return what the member's people are told. Override for more events."""
        if event == "prices":
            return self.env._(
                "Prices have changed since you submitted order %(order)s. Please look at them.",
                order=self.name,
            )
        if event == "rejected":
            return self.env._(
                "Your order %(order)s was rejected: %(reason)s",
                order=self.name,
                reason=self.distribution_answer,
            )
        return self.env._("Your order %(order)s is approved.", order=self.name)

    def _prepare_portal_order(self, *, with_amounts):
        """Override to show more of the buyer's own order.

        :param bool with_amounts: whether the visitor's role sees money
        """
        self.ensure_one()
        self._fetch_portal_facts()
        return {
            **self._prepare_portal_card(with_amounts=with_amounts),
            "steps": self._prepare_portal_steps(),
            "reasons": self._list_portal_reasons(own=True),
            "is_waiting": self.distribution_state in WAITING_STATES,
            "is_rejected": self.distribution_state == "rejected",
            "answer": self.distribution_answer,
            "address": self.partner_shipping_id._display_address(without_company=True),
            "note": self.distribution_note,
            "prices": with_amounts and self._prepare_portal_prices(),
            "deliveries": self._prepare_portal_deliveries(),
            "document_url": with_amounts and self.state in ("sent", "sale") and self.access_url,
        }

    def _fetch_portal_facts(self):
        self.fetch(ORDER_FIELDS)
        self.order_line.fetch(LINE_FIELDS)
        self.partner_shipping_id.fetch(ADDRESS_FIELDS)
        self.env.user.fetch(["company_id", "partner_id"])
        self.env.user.partner_id.fetch(["tz"])  # in which moments are written

    def _prepare_portal_deliveries(self):
        """Return the deliveries of the order, in the order in which they leave."""
        deliveries = self.picking_ids.filtered(
            lambda picking: picking._is_member_delivery() and picking.state != "cancel"
        )
        return [
            picking._prepare_portal_delivery()
            for picking in deliveries.sorted(
                lambda one: (one.date_done or one.scheduled_date, one.id)
            )
        ]

    def _prepare_portal_card(self, *, with_amounts):
        """Return what a card in a list, or the head of a page, says."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "date": self.distribution_submitted_date or self.date_order,
            "state": self.distribution_state,
            "state_name": self._get_portal_state_name(),
            "amount": with_amounts and format_amount(self.env, self.amount_total, self.currency_id),
            "lines": [self._prepare_portal_line(line, with_amounts) for line in self.order_line],
        }

    def _get_portal_state_name(self):
        """Return how the buyer's people call the state: a quotation of ours is no draft to them."""
        if self.distribution_state == "draft" and self.state == "sent":
            return self.env._("Quotation")
        states = dict(self._fields["distribution_state"]._description_selection(self.env))
        return states[self.distribution_state]

    def _prepare_portal_line(self, line, with_amounts):
        return {
            "name": line.name,
            "product_id": line.product_id.id,
            "quantity": line.product_uom_qty,
            "unit": line.product_uom_id.name,
            "delivered": line.qty_delivered,
            "is_text": bool(line.display_type),
            "amount": with_amounts
            and not line.display_type
            and format_amount(self.env, line.price_total, self.currency_id),
        }

    def _prepare_portal_steps(self):
        """Return the way of the order: dicts of `name`, `is_done`, `date`."""
        names = {
            "submitted": self.env._("Submitted"),
            "approved": self.env._("Approved"),
            "shipped": self.env._("Shipped"),
            "done": self.env._("Received"),
        }
        dates = {
            "submitted": self.distribution_submitted_date,
            "approved": self.distribution_decided_date,
            "shipped": self.effective_date,
        }
        done = STEPS_DONE.get(self.distribution_state, 0)
        return [
            {
                "name": names[step],
                "is_done": number <= done,
                "date": number <= done
                and dates.get(step)
                and format_datetime(self.env, dates[step], dt_format="MM-dd HH:mm"),
            }
            for number, step in enumerate(STEPS, 1)
        ]

    def _list_portal_reasons(self, *, own):
        """Return the reasons in words; an upline is not told how the buyer's account stands."""
        reasons = self.distribution_reason_ids
        if not own:
            reasons = reasons.filtered(lambda reason: reason.kind not in BINDING_KINDS)
        return reasons.mapped("text")

    def _prepare_portal_approval(self):
        """Return the card of an order that the visitor, of the buyer's upline, decides on."""
        self.ensure_one()
        member = self.distribution_member_id
        return {
            **self._prepare_portal_card(with_amounts=True),
            "member": member._get_names_for_upline()[member.id],
            "reasons": self._list_portal_reasons(own=False),
            "is_late": self.is_approval_late,
        }
