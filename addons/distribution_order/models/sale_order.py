from odoo import api, fields, models

from .distribution_order_import_profile import PLATFORMS

# Only code in this process can hold it, so no RPC client can get round the approvals.
IMPORT_SENTINEL = object()


class SaleOrder(models.Model):
    _name = "sale.order"
    # The mixins first: they override what OCA and Odoo do with an order.
    _inherit = [
        "distribution.order.submission.mixin",
        "distribution.order.approval.mixin",
        "distribution.order.state.mixin",
        "distribution.order.clock.mixin",
        "distribution.order.repricing.mixin",
        "distribution.order.goods.mixin",
        "distribution.order.portal.mixin",
        "distribution.order.cart.mixin",
        "distribution.order.cross.case.mixin",
        "distribution.platform.order.mixin",
        "sale.order",
    ]

    distribution_member_id = fields.Many2one(
        "distribution.member",
        compute="_compute_distribution_member_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Membership of the customer's company in the channel of the selling company.",
    )
    distribution_region_id = fields.Many2one(
        "distribution.region",
        compute="_compute_distribution_member_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Region of the member when the order was made.",
    )
    platform = fields.Selection(PLATFORMS, readonly=True, copy=False)
    platform_order_ref = fields.Char(
        "Platform Order", readonly=True, copy=False, help="Number of the order on the platform."
    )
    distribution_import_id = fields.Many2one(
        "distribution.order.import",
        "Imported by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    _platform_ref_unique = models.UniqueIndex(
        "(company_id, platform, platform_order_ref) WHERE platform_order_ref IS NOT NULL",
        "This platform order was imported already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "company_id")
    def _compute_distribution_member_id(self):
        members = self.env["distribution.member"].search(
            [("partner_id", "in", self.partner_id.commercial_partner_id.ids)]
        )
        by_key = {(member.partner_id, member.company_id): member for member in members}
        for order in self:
            member = by_key.get(
                (order.partner_id.commercial_partner_id, order.company_id), members.browse()
            )
            order.distribution_member_id = member
            order.distribution_region_id = member.region_id

    # === ACTION METHODS === #

    def action_open_in_sales(self):
        """Open the order in Odoo's own form, where it can be edited, delivered and invoiced."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sale.action_orders")
        return {**action, "res_id": self.id, "views": [(False, "form")]}

    # === BUSINESS METHODS === #

    def _confirmation_error_message(self):
        """Override of `sale` to refuse orders of members that may not buy.

        A platform import brings past orders too, of members that have left since.
        """
        member_sudo = self.sudo().distribution_member_id  # the buyer's standing binds everybody
        if member_sudo and member_sudo.state != "active" and not self._is_platform_import():
            states = dict(member_sudo._fields["state"]._description_selection(self.env))
            return self.env._(
                "%(member)s is %(state)s and cannot order. Activate the member first.",
                member=member_sudo.display_name,
                state=states[member_sudo.state],
            )
        reason = member_sudo and member_sudo._order_freeze_reason()
        if reason and not self._is_platform_import():
            return self.env._(
                "Orders of %(member)s are frozen: %(reason)s. Lift the freeze on the member first.",
                member=member_sudo.display_name,
                reason=reason,
            )
        return super()._confirmation_error_message()

    def _action_confirm(self):
        """Override of `sale` to stop the clock of the approval."""
        result = super()._action_confirm()
        # sudo: the clock is written by actions only
        submitted_sudo = self.sudo().filtered("distribution_submitted_date")
        if submitted_sudo:
            submitted_sudo._end_approval_clock()
        return result

    def _prepare_confirmation_values(self):
        """Override of `sale` to keep the day on which a platform order was really placed."""
        values = super()._prepare_confirmation_values()
        if self._is_platform_import():
            del values["date_order"]
        return values

    # === HELPERS === #

    def _is_platform_import(self):
        return self.env.context.get("distribution_platform_import") is IMPORT_SENTINEL
