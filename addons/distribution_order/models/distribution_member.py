from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.distribution_member.models.distribution_member_user import (
    MONEY_ROLES,
    ORDER_ROLES,
)
from odoo.tools import SQL, format_amount
from odoo.tools.date_utils import start_of, subtract

from ..queries import branch_sales, todos
from .order_state_mixin import WAITING_STATES

ORDERS_ON_HOME = 5
ORDERS_URL = "/my/distribution/orders"
# What a row of the portal's list of orders shows: a tenth of what an order has.
ORDER_ROW_FIELDS = (
    *("name", "date_order", "state", "distribution_state", "amount_total", "currency_id"),
    "company_id",
)
APPROVALS_URL = "/my/distribution/approvals"
ORDERING_URL = "/my/distribution/order"
# Who looks on sees which orders there are, but no money.
AMOUNT_ROLES = {*MONEY_ROLES, *ORDER_ROLES}
YEARS_KEPT = 10  # books, vouchers and tax documents (税收征收管理法实施细则, article 29)


class DistributionMember(models.Model):
    _name = "distribution.member"
    _inherit = [
        "distribution.member.cross.case.mixin",
        "distribution.member.delivery.mixin",
        "distribution.member",
        "distribution.member.credit.mixin",
        "distribution.member.return.mixin",
    ]

    currency_id = fields.Many2one(related="company_id.currency_id")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `distribution_member`: new members begin with the credit of their level."""
        members = super().create(vals_list)
        members.filtered("level_id.credit_default")._apply_credit_default()
        return members

    def _apply_credit_default(self):
        """Give the credit limit of their level to members without a limit of their own."""
        for level, partners_sudo in self._get_partners_by_level_sudo():
            # Not `use_partner_credit_limit`, which says in one transaction what it said first.
            usual = partners_sudo._fields["credit_limit"].get_company_dependent_fallback(
                partners_sudo
            )
            without_sudo = partners_sudo.filtered_domain([("credit_limit", "=", usual)])
            without_sudo.credit_limit = level.credit_default

    # === PORTAL === #

    def _prepare_portal_home(self, role):
        """Override of `distribution_member` to add the last orders."""
        return {
            **super()._prepare_portal_home(role),
            "orders": self._prepare_portal_orders(role, limit=ORDERS_ON_HOME),
        }

    def _prepare_portal_navigation(self, role):
        """Override of `distribution_member` to add ordering and the orders."""
        orders = {
            "key": "orders",
            "icon": "fa-list-alt",
            "text": self.env._("Orders"),
            "url": ORDERS_URL,
        }
        order = {
            "key": "order",
            "icon": "fa-th-large",
            "text": self.env._("Order Goods"),
            "url": ORDERING_URL,
        }
        return [order, orders, *super()._prepare_portal_navigation(role)]

    def _prepare_portal_links(self, role):
        """Override of `distribution_member` to add the feedback and its answers."""
        feedback = {
            "icon": "fa-comment-o",
            "text": self.env._("Feedback"),
            "url": "/my/distribution/feedback",
        }
        return [*super()._prepare_portal_links(role), feedback]

    def _get_todo_sources(self, role):
        """Override of `distribution_member` to add what is about orders."""
        sources = super()._get_todo_sources(role)
        freeze = (SQL("%s", bool(self._order_freeze_reason())), self._prepare_freeze_todos)
        if role not in ORDER_ROLES:
            return [*sources, freeze]
        return [
            (todos.quotations(self.id), self._prepare_quotation_todos),
            *sources,
            freeze,
            (todos.orders_below(self.id, WAITING_STATES), self._prepare_decision_todos),
        ]

    def _prepare_quotation_todos(self):
        """Return the last quotations that wait for the member's answer."""
        waiting = self.env["sale.order"].search(
            [*self._get_portal_orders_domain(), ("state", "=", "sent")], limit=ORDERS_ON_HOME
        )
        return [
            {
                "icon": "fa-shopping-cart",
                "text": self.env._("Quotation %(number)s waits for you", number=order.name),
                "url": order.access_url,
            }
            for order in waiting
        ]

    def _prepare_freeze_todos(self):
        """Return that nothing can be ordered, and why."""
        text = self.env._(
            "New orders are suspended: %(reason)s", reason=self._order_freeze_reason()
        )
        return [{"icon": "fa-ban", "text": text, "url": ORDERS_URL}]

    def _prepare_decision_todos(self):
        """Return how many orders from below the user decides on."""
        count = len(self._find_orders_to_decide())
        text = self.env._("Orders of your downline that wait for you: %(count)s", count=count)
        return [{"icon": "fa-check-square-o", "text": text, "url": APPROVALS_URL}] if count else []

    def _get_portal_orders_domain(self):
        """Return the domain of the orders that the member's people may know of.

        Drafts of ours are not theirs yet; those they have submitted are.
        """
        self.ensure_one()
        return [
            ("distribution_member_id", "=", self.id),
            "|",
            ("state", "!=", "draft"),
            ("distribution_submitted_date", "!=", False),
        ]

    def _find_orders_to_decide(self):
        """Return the orders of the direct downline that wait for the visitor, late ones first."""
        self.ensure_one()
        return self.env["sale.order"].search(
            [
                ("distribution_member_id.upline_id", "=", self.id),
                ("distribution_can_decide", "=", True),
            ],
            order="approval_deadline, id",
        )

    def _get_portal_month_domain(self, month):
        """Return the domain of the orders of a month of the company's calendar.

        :param month: its first day; None: any month
        """
        if not month:
            return []
        return [
            ("date_order", ">=", self._get_midnight(month)),
            ("date_order", "<", self._get_midnight(fields.Date.add(month, months=1))),
        ]

    def _prepare_portal_orders(self, role, limit=None, offset=0, month=None):
        """Return the member's own orders, the latest first, with money for those who may see it."""
        orders = self.env["sale.order"].search_fetch(
            [*self._get_portal_orders_domain(), *self._get_portal_month_domain(month)],
            ORDER_ROW_FIELDS,
            limit=limit,
            offset=offset,
            order="date_order desc, id desc",
        )
        with_amount = role in AMOUNT_ROLES
        return [
            {
                "name": order.name,
                "date": order.date_order,
                "state": order.distribution_state,
                "state_name": order._get_portal_state_name(),
                "amount": with_amount
                and format_amount(self.env, order.amount_total, order.currency_id),
                "url": order._get_portal_url(),
            }
            for order in orders
        ]

    def _get_team_figures(self, role):
        """Override of `distribution_member`: what each branch bought this month and last."""
        figures = super()._get_team_figures(role)
        if role not in MONEY_ROLES or not self:
            return figures
        this_month = start_of(fields.Date.context_today(self), "month")
        last_month = subtract(this_month, months=1)
        self.env["sale.order"].flush_model()
        rows = self.env.execute_query(
            branch_sales.branch_sales(self.ids, last_month, this_month, str(self.env.tz))
        )
        currencies = {member.id: member.company_id.currency_id for member in self}
        return {
            **figures,
            **{
                member_id: self.env._(
                    "Bought this month %(now)s, last month %(before)s",
                    now=format_amount(self.env, now, currencies[member_id]),
                    before=format_amount(self.env, before, currencies[member_id]),
                )
                for member_id, now, before in rows
            },
        }

    # === PRIVACY === #

    def _get_retention_reasons(self):
        """Override of `distribution_member` to keep orders as long as tax law asks for them."""
        reasons = super()._get_retention_reasons()
        latest = self.env["sale.order"].search(
            [("distribution_member_id", "=", self.id), ("state", "=", "sale")],
            order="date_order desc",
            limit=1,
        )
        until = latest.date_order and latest.date_order.date() + relativedelta(years=YEARS_KEPT)
        if until and until > fields.Date.context_today(self):
            reasons.append(
                self.env._(
                    "Orders are kept for ten years by accounting and tax law, until %(date)s.",
                    date=until,
                )
            )
        return reasons

    def _unlink_personal_records(self, persons, users):
        """Override of `distribution_member`: what was said in feedback is the persons' own."""
        result = super()._unlink_personal_records(persons, users)
        feedback_sudo = self.env["distribution.feedback"].sudo()  # as all that is erased
        feedback_sudo = feedback_sudo.search([("member_id", "=", self.id)])
        feedback_sudo._erase_words()
        self._erase_threads(feedback_sudo)
        return result

    def _get_export_sections(self):
        """Override of `distribution_member` to add ordering and the orders."""
        orders_sudo = self.env["sale.order"].sudo()  # the member's own, as the caller has checked
        rows = orders_sudo.search([("distribution_member_id", "=", self.id)]).read(
            ["name", "date_order", "state", "amount_untaxed", "amount_total"], load=""
        )
        orders = [{key: row[key] for key in row if key != "id"} for row in rows]
        feedback_sudo = self.env["distribution.feedback"].sudo()  # as the orders
        feedback = [
            {
                "number": row.name,
                "date": row.date,
                "sent_by": row.user_id.name,
                "kind": row.kind,
                "topic": row.topic_id.name,
                "text": row.text,
                "page": row.page,
                "browser": row.browser,
                "pictures": row.file_count,
                "state": row.state,
                "answer": row.answer,
            }
            for row in feedback_sudo.search([("member_id", "=", self.id)])
        ]
        return {**super()._get_export_sections(), "orders": orders, "feedback": feedback}
