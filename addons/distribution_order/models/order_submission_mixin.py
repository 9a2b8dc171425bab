from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_round

from .distribution_order_reason import BINDING_KINDS
from .list_prices import Asked, read_list_prices
from .order_state_mixin import WAITING_STATES
from .reason_finder import ReasonFinder

SUBMITTABLE_STATES = ("draft", "rejected")


class DistributionOrderSubmissionMixin(models.AbstractModel):
    """How an order of a member is handed in, and what speaks against it."""

    _name = "distribution.order.submission.mixin"
    _description = "Submission of an Order"

    distribution_reason_ids = fields.One2many(
        "distribution.order.reason", "order_id", "Reasons", readonly=True, copy=False
    )
    approval_reason = fields.Text(
        "Why It Needs Approval",
        compute="_compute_approval_reason",
        compute_sudo=True,
        help="What speaks against the order, with the figures of the moment it was submitted.",
    )

    distribution_reasons = fields.Char(
        "Kinds of Reasons",
        compute="_compute_distribution_reasons",
        store=True,
        compute_sudo=True,
        help="The kinds of reasons, such as credit,area: for the domains of approval tiers.",
    )

    @api.depends("distribution_reason_ids.kind")
    def _compute_distribution_reasons(self):
        for order in self:
            kinds = order.distribution_reason_ids.mapped("kind")
            order.distribution_reasons = ",".join(kinds) if kinds else False

    @api.depends("distribution_reason_ids.text")
    @api.depends_context("lang")
    def _compute_approval_reason(self):
        for order in self:
            texts = order.distribution_reason_ids.mapped("text")
            order.approval_reason = "\n".join(texts) if texts else False

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: an order that is made confirmed is checked like any other."""
        orders = super().create(vals_list)
        if any(vals.get("state") == "sale" for vals in vals_list):
            orders.filtered(lambda order: order.state == "sale")._ensure_may_be_confirmed()
        return orders

    def write(self, vals):
        """Override of `base`: whichever way an order is confirmed, credit is looked at."""
        if vals.get("state") == "sale":
            self.filtered(lambda order: order.state != "sale")._ensure_may_be_confirmed()
        return super().write(vals)

    # === ACTION METHODS === #

    def action_distribution_submit(self):
        """Hand in orders of members: look for what speaks against them, and ask the tiers.

        Prices and lines stay as they are from now on. An order that nothing speaks against is
        confirmed at once where the company's settings say so.

        :raise UserError: when an order cannot be handed in, with what to do about it
        """
        self.check_access("write")
        for order in self:
            order._ensure_submittable()
        self._lock_credit_of_members()
        # sudo: what speaks against an order is written by this action only
        orders_sudo = self.sudo()
        orders_sudo._note_listed_prices()
        orders_sudo._write_reasons(ReasonFinder(orders_sudo).find())
        orders_sudo.review_ids.unlink()
        orders_sudo.write(
            {
                "distribution_submitted_date": fields.Datetime.now(),
                "distribution_submitted_by_id": self.env.uid,
                "distribution_decided_date": False,
                "distribution_is_rejected": False,
                "distribution_answer": False,
                "approval_hours": 0.0,
            }
        )
        orders_sudo._start_approval_clock()
        orders_sudo.request_validation()
        orders_sudo._confirm_where_nothing_speaks_against_it()
        for order in orders_sudo:
            order._tell_submission()
        return True

    def action_distribution_withdraw(self):
        """Take orders back that are not decided yet; they can be changed and submitted again."""
        self.check_access("write")
        for order in self:
            if order.distribution_state not in WAITING_STATES:
                raise UserError(
                    self.env._("%(order)s does not wait for a decision.", order=order.display_name)
                )
        # sudo: reviews of colleagues end with the submission
        orders_sudo = self.sudo()
        orders_sudo.review_ids.unlink()
        orders_sudo.distribution_reason_ids.unlink()
        orders_sudo.write(
            {"distribution_submitted_date": False, "distribution_submitted_by_id": False}
        )
        orders_sudo._stop_approval_clock()
        for order in orders_sudo:
            order.message_post(body=self.env._("Taken back before a decision."))
        return True

    def _withdraw_by_buyer(self):
        """Take back an order as its buyer: it is cancelled, its goods go into a new cart."""
        self.ensure_one()
        self.action_distribution_withdraw()
        self._action_cancel()

    # === HOOKS === #

    def _tell_submission(self):
        """Override to tell more people that an order was submitted."""
        self.ensure_one()
        lines = self.distribution_reason_ids.mapped("text")
        said = self.env._("Submitted. What speaks against it:")
        head = said if lines else self.env._("Submitted.")
        body = Markup("<br/>").join([head, *lines])
        self._message_log(body=body)  # for the record; nobody is told by it

    # === CHECKS === #

    def _ensure_submittable(self):
        self.ensure_one()
        names = {"order": self.display_name}
        if not self.distribution_member_id:
            raise UserError(
                self.env._("%(order)s belongs to no member. Confirm it as usual.", **names)
            )
        if self.distribution_state not in SUBMITTABLE_STATES:
            states = dict(self._fields["distribution_state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(order)s is %(state)s and cannot be submitted.",
                    state=states[self.distribution_state],
                    **names,
                )
            )
        if not self.order_line.filtered(lambda line: not line.display_type):
            raise UserError(self.env._("%(order)s is empty. Add a product first.", **names))
        error = self._confirmation_error_message()
        if error:
            raise UserError(error)

    def _ensure_may_be_confirmed(self):
        """Refuse orders over the credit of their members, unless they were approved as they are.

        The one check of credit: buttons, portal, copies and RPC all come through here. What a
        platform has sold is past.
        """
        orders = self.filtered("distribution_member_id")
        if not orders or self._is_platform_import():
            return
        orders._lock_credit_of_members()
        for order, reasons in ReasonFinder(orders).find_binding().items():
            approved = order._get_approved_sizes()
            left = [reason for reason in reasons if not reason.is_covered_by(approved)]
            if left:
                raise UserError(order._explain_refusal(left))

    def _explain_refusal(self, reasons):
        drafts = [
            self.env["distribution.order.reason"].new(self._prepare_reason(reason))
            for reason in reasons
        ]
        what_to_do = self.env._("Submit the order, so that it is approved.")
        if self.distribution_state in WAITING_STATES:
            what_to_do = (
                self.env._("More than was approved: take the order back and submit it again.")
                if self.validation_status == "validated"
                else self.env._("The order waits for its approval.")
            )
        return "\n".join([*(draft.text for draft in drafts), what_to_do])

    # === HELPERS === #

    def _confirm_where_nothing_speaks_against_it(self):
        free = self.filtered(
            lambda order: (
                order.company_id.distribution_confirm_at_once
                and order.distribution_state == "submitted"
                and not order.distribution_reason_ids
            )
        )
        if free:
            free.action_confirm()

    def _write_reasons(self, reasons):
        self.distribution_reason_ids.unlink()
        self.env["distribution.order.reason"].create(
            [order._prepare_reason(reason) for order, found in reasons.items() for reason in found]
        )

    def _prepare_reason(self, reason):
        money_of_the_company = reason.kind in BINDING_KINDS
        currency = self.company_id.currency_id if money_of_the_company else self.currency_id
        return {
            "order_id": self.id,
            "kind": reason.kind,
            "size": reason.size,
            "figures": reason.figures,
            "more": reason.more,
            "currency_id": currency.id,
        }

    def _get_approved_sizes(self):
        """Return {kind: size} of the reasons that all tiers have approved."""
        self.ensure_one()
        if self.validation_status != "validated":
            return {}
        return {reason.kind: reason.size for reason in self.sudo().distribution_reason_ids}

    def _lock_credit_of_members(self):
        """Let one transaction at a time decide about members whose credit is limited."""
        members_sudo = self.sudo().distribution_member_id  # the limit binds everybody
        today = fields.Date.context_today(self)
        members_sudo.filtered(
            lambda member: member._get_credit_limit(today) is not None
        )._lock_credit()

    def _get_amount_in_company_currency(self):
        """Return the total with taxes, at the rate of the order."""
        self.ensure_one()
        return self.amount_total / (self.currency_rate or 1.0)

    def _compare_money(self, amount, other):
        return self.company_id.currency_id.compare_amounts(amount, other)

    def _get_listed_lines(self):
        """Return the lines that a price list has a price for."""
        return self.order_line.filtered(
            lambda line: line.product_id and line.product_uom_qty > 0 and not line.is_downpayment
        )

    def _get_listed_prices(self):
        """Return {line: price of one unit by the price list, today, without taxes}."""
        self.ensure_one()
        lines = self._get_listed_lines()
        asked = [
            Asked.of(line.product_id, line.product_uom_qty, line.product_uom_id) for line in lines
        ]
        prices = read_list_prices(
            self.pricelist_id, asked, currency=self.currency_id, moment=fields.Datetime.now()
        )
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return {
            line: float_round(price, precision_digits=digits)
            for line, price in zip(lines, prices, strict=True)
        }
