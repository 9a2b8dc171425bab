from odoo import fields, models
from odoo.exceptions import UserError

from .delivery_area import DeliveryArea

MANAGERS = "distribution_member.group_distribution_manager"


class DistributionOrderCrossCaseMixin(models.AbstractModel):
    """An order to an address outside the area can become a case of cross-region selling."""

    _name = "distribution.order.cross.case.mixin"
    _description = "Order that Leads to a Case"

    distribution_has_area_reason = fields.Boolean(
        compute="_compute_distribution_has_area_reason",
        help="Its delivery address lies outside the authorised area of the member.",
    )

    def _compute_distribution_has_area_reason(self):
        for order in self:
            order.distribution_has_area_reason = bool(self._find_area_reasons(order))

    def action_distribution_open_cross_case(self):
        """Open the case about the order, and make one where there is none."""
        self.ensure_one()
        cases = self.env["distribution.cross.case"]
        cases.check_access("create")
        self.check_access("read")
        self.lock_for_update()  # of two who press at the same moment, one makes it
        case = cases.search([("order_id", "=", self.id), ("state", "!=", "closed")], limit=1)
        if not case:
            case = cases.create(self._prepare_cross_case())
        return {
            "type": "ir.actions.act_window",
            "res_model": cases._name,
            "res_id": case.id,
            "views": [(False, "form")],
        }

    # === HELPERS === #

    def _find_area_reasons(self, order):
        return order.distribution_reason_ids.filtered(lambda reason: reason.kind == "area")

    def _prepare_cross_case(self):
        reasons = self._find_area_reasons(self)
        if not reasons or not self.distribution_member_id:
            raise UserError(
                self.env._(
                    "%(order)s is not delivered outside the area of its member.", order=self.name
                )
            )
        member = self.distribution_member_id
        address_sudo = self.sudo().partner_shipping_id  # the map asks for its place only
        found = DeliveryArea(member, fields.Date.context_today(self)).find_place(address_sudo)
        return {
            "company_id": self.company_id.id,
            "member_id": member.id,
            "region_id": (found[:1] or member.region_id).id,
            "order_id": self.id,
            "description": reasons[:1].text,
            "line_ids": [
                (0, 0, {"product_id": product.id, "quantity": quantity})
                for product, quantity in self._sum_goods().items()
            ],
        }
