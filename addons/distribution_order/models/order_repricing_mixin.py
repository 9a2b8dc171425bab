from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, format_amount

from .order_state_mixin import WAITING_STATES


class DistributionOrderRepricingMixin(models.AbstractModel):
    """Prices stay as they were submitted; what a price list asks by now is asked for, never set.

    Only lines at the list price follow the list: what was agreed stays agreed.
    """

    _name = "distribution.order.repricing.mixin"
    _description = "New Prices of an Order That Waits"

    distribution_price_news = fields.Text(
        "Prices Changed Since",
        compute="_compute_distribution_price_news",
        compute_sudo=True,
        help="What the price list asks by now where it asked for something else when the order was"
        " submitted. The order keeps its prices unless the member accepts the new ones.",
    )
    distribution_prices_asked_date = fields.Datetime(
        "New Prices Asked on",
        readonly=True,
        copy=False,
        help="When the member was asked to accept what the price list asks by now.",
    )

    # === COMPUTE METHODS === #

    @api.depends("distribution_state", "order_line.distribution_listed_price")
    @api.depends_context("lang")
    def _compute_distribution_price_news(self):
        for order in self:
            changes = order._find_price_changes()
            sentences = [order._describe_price_change(*change) for change in changes]
            order.distribution_price_news = "\n".join(sentences) or False

    # === ACTION METHODS === #

    def action_distribution_ask_prices(self):
        """Ask the members to accept what their price lists ask by now; nothing changes until then.

        :raise UserError: when no price has changed, or it is not the user's turn to decide
        """
        self.check_access("read")
        for order in self:
            order._ensure_may_decide()
            order_sudo = order.sudo()  # who decides, the upline too, may have no right to sell
            if not order_sudo._find_price_changes():
                raise UserError(
                    self.env._(
                        "The prices of %(order)s are those of the price list.",
                        order=order_sudo.display_name,
                    )
                )
            order_sudo.distribution_prices_asked_date = fields.Datetime.now()
            order_sudo.message_post(body=self.env._("The member is asked to accept new prices."))
            order_sudo._tell_member("prices", is_mailed=True)
        return True

    # === BUSINESS METHODS === #

    def _note_listed_prices(self):
        """Remember what the price lists asked at submission; as superuser."""
        for order in self:
            for line, price in order._get_listed_prices().items():
                line.distribution_listed_price = price
        self.distribution_prices_asked_date = False

    def _find_price_changes(self):
        """Return [(line, price at submission, price now)] of lines at the list price."""
        self.ensure_one()
        lines = self.order_line.filtered("distribution_listed_price")
        if self.distribution_state not in WAITING_STATES or not lines:
            return []
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return [
            (line, line.distribution_listed_price, now)
            for line, now in self._get_listed_prices().items()
            if line in lines
            and not float_compare(
                line.price_unit, line.distribution_listed_price, precision_digits=digits
            )
            and float_compare(line.distribution_listed_price, now, precision_digits=digits)
        ]

    def _accept_new_prices(self, shown_total):
        """Take the prices of today and submit anew, for the buyer; as superuser.

        :param float shown_total: what the buyer was shown; another one by now is shown first
        """
        self.ensure_one()
        changes = self._find_price_changes()
        if not self.distribution_prices_asked_date or not changes:
            raise UserError(self.env._("There are no new prices to accept."))
        self.action_distribution_withdraw()
        lines = self.order_line.browse([line.id for line, _before, _now in changes])
        lines.with_context(force_price_recomputation=True)._compute_price_unit()
        if self.currency_id.compare_amounts(self.amount_total, shown_total):
            raise UserError(self.env._("The prices have changed once more. Look at them again."))
        self.message_post(body=self.env._("The member has accepted the new prices."))
        self.action_distribution_submit()

    def _preview_new_total(self):
        """Return the total with taxes at the prices of today, without keeping it."""
        self.ensure_one()
        changed = self.order_line.browse([line.id for line, *_prices in self._find_price_changes()])
        preview = self.new(origin=self)
        lines = preview.order_line.filtered(lambda line: line._origin in changed)
        lines.with_context(force_price_recomputation=True)._compute_price_unit()
        return preview.amount_total

    # === HELPERS === #

    def _describe_price_change(self, line, before, now):
        return self.env._(
            "%(product)s: %(before)s when submitted, %(now)s by now, for %(quantity)g %(unit)s",
            product=line.product_id.display_name,
            before=format_amount(self.env, before, self.currency_id),
            now=format_amount(self.env, now, self.currency_id),
            quantity=line.product_uom_qty,
            unit=line.product_uom_id.name,
        )

    def _prepare_portal_prices(self):
        """Return the question about new prices for the buyer's page; None: nothing is asked."""
        self.ensure_one()
        news = self.distribution_prices_asked_date and self.distribution_price_news
        if not news:
            return None
        total = self._preview_new_total()
        return {
            "lines": news.split("\n"),
            "before": format_amount(self.env, self.amount_total, self.currency_id),
            "now": format_amount(self.env, total, self.currency_id),
            "total": total,
        }
