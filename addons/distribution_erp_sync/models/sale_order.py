from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    distribution_erp_document_ids = fields.One2many(
        "distribution.erp.document", "order_id", "Documents to Kingdee"
    )
    distribution_erp_movement_ids = fields.One2many(
        "distribution.erp.movement", "order_id", "Goods Moved in Kingdee"
    )
    distribution_erp_number = fields.Char(
        "Number in Kingdee", compute="_compute_distribution_erp", compute_sudo=True
    )
    distribution_erp_state = fields.Selection(
        selection="_get_erp_states",
        string="In Kingdee",
        compute="_compute_distribution_erp",
        compute_sudo=True,
        help="How far the order has come on its way to Kingdee. Empty: it does not go there.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "distribution_erp_document_ids.state",
        "distribution_erp_document_ids.is_current",
        "distribution_erp_document_ids.number",
    )
    def _compute_distribution_erp(self):
        for order in self:
            current = order._get_current_erp_document()
            order.distribution_erp_number = current.number
            order.distribution_erp_state = current.state

    # === ACTION METHODS === #

    def _action_confirm(self):
        """Override of `sale`: a member's order goes to Kingdee, noted in the same transaction."""
        result = super()._action_confirm()
        self._queue_for_erp()
        return result

    def _action_cancel(self):
        """Override of `sale`: what Kingdee may have is made void there."""
        result = super()._action_cancel()
        self._withdraw_from_erp()
        return result

    # === BUSINESS METHODS === #

    def _queue_for_erp(self):
        """Put confirmed orders of members into the journal of their company's Kingdee."""
        # sudo: the journal is written by what happens, not by whoever lets it happen
        orders_sudo = self.sudo().filtered(
            lambda order: (
                order.state == "sale"
                and order.distribution_member_id
                and not order._is_past_platform_order()
            )
        )
        for company, orders in orders_sudo.grouped("company_id").items():
            backend = orders.env["distribution.erp.backend"]._get_for_orders(company)
            if not backend:
                continue
            new = orders.filtered(lambda order: not order._get_current_erp_document())
            orders.env["distribution.erp.document"].create(
                [new_order._prepare_erp_document(backend) for new_order in new]
            )
            backend._trigger_orders()

    def _withdraw_from_erp(self):
        """Let what was not sent stay here, and void what was."""
        for order_sudo in self.sudo():  # as above
            current = order_sudo._get_current_erp_document()
            if not current:
                continue
            current.is_current = False
            order_sudo._void_erp_document(current)

    def _queue_change_for_erp(self):
        """Send an order that was changed anew: the one that is there is made void."""
        # sudo: as above. What is not confirmed was never sent: most lines are written then.
        for order_sudo in self.sudo().filtered(lambda order: order.state == "sale"):
            current = order_sudo._get_current_erp_document()
            is_untouched = current.state == "pending" and not current.attempts
            if not current or is_untouched:
                continue
            current.is_current = False
            order_sudo._void_erp_document(current)
            order_sudo.env["distribution.erp.document"].create(
                order_sudo._prepare_erp_document(current.backend_id, current.version + 1)
            )
            current.backend_id._trigger_orders()

    # === HELPERS === #

    @api.model
    def _get_erp_states(self):
        """Return the states of the journal in the language of whoever looks."""
        states = self.env["distribution.erp.document"]._fields["state"]
        return states._description_selection(self.env)

    def _get_current_erp_document(self):
        self.ensure_one()
        return self.distribution_erp_document_ids.filtered(
            lambda document: document.kind == "order" and document.is_current
        )[:1]

    def _prepare_erp_document(self, backend, version=None):
        """Return the row of the journal; its number says the version, so that each is unique."""
        self.ensure_one()
        if version is None:
            earlier = self.distribution_erp_document_ids.filtered(
                lambda document: document.kind == "order"
            )
            version = max(earlier.mapped("version"), default=-1) + 1
        number = f"{backend.document_prefix}{self.name}"
        return {
            "backend_id": backend.id,
            "kind": "order",
            "order_id": self.id,
            "version": version,
            "number": f"{number}-R{version}" if version else number,
        }

    def _void_erp_document(self, document):
        """Make void what Kingdee may have; what was never sent just stays here."""
        was_sent = document.attempts or document.external_id
        if document.state in ("pending", "failed"):
            document._close_problem()
            document._write_state("withdrawn", leased_until=False)
        if was_sent:
            self.env["distribution.erp.document"].create(
                {
                    "backend_id": document.backend_id.id,
                    "kind": "cancel",
                    "order_id": self.id,
                    "version": document.version,
                    "number": document.number,
                    "is_current": False,
                }
            )
            document.backend_id._trigger_orders()

    def _is_past_platform_order(self):
        """Return whether it was sold and shipped before it came here."""
        return self.distribution_import_id.profile_id.fulfilment == "done"
