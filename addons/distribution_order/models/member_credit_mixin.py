from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from odoo import api, fields, models

from ..queries import credit

CREDIT_GROUPS = (
    "distribution_member.group_distribution_manager,distribution_member.group_distribution_finance"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a member stands, in its company's currency; a negative sum is owed to the member.

    >>> Account(receivable=75_532.5, uninvoiced=60_000.0, limit=200_000.0).free
    64467.5
    """

    receivable: float = 0.0
    overdue: float = 0.0
    overdue_days: int = 0
    drafts: float = 0.0
    uninvoiced: float = 0.0
    waiting_orders: tuple[tuple[datetime, int, float], ...] = ()
    limit: float | None = None

    @property
    def waiting(self) -> float:
        """Return the sum of what was submitted and is not decided yet."""
        return sum(amount for _moment, _id, amount in self.waiting_orders)

    @property
    def exposure(self) -> float:
        """Return what is owed, will be invoiced, or waits to be approved."""
        return self.receivable + self.drafts + self.uninvoiced + self.waiting

    @property
    def free(self) -> float:
        """Return what may still be ordered; negative beyond the limit."""
        return (self.limit or 0.0) - self.exposure

    def get_free_for(self, moment: datetime, order_id: int) -> float:
        """Return what is free for an order submitted at a moment: later ones come after it."""
        later = sum(
            amount
            for submitted, other_id, amount in self.waiting_orders
            if (submitted, other_id) > (moment, order_id)
        )
        return self.free + later


class DistributionMemberCreditMixin(models.AbstractModel):
    """How much a member may owe, and what it owes: one computation for every entry point."""

    _name = "distribution.member.credit.mixin"
    _description = "Credit of a Member"

    currency_id = fields.Many2one("res.currency")
    is_prepaid = fields.Boolean(
        "Pays in Advance",
        copy=False,
        tracking=True,
        groups=CREDIT_GROUPS,
        help="Orders are covered by payments received; there is no credit but a temporary one.",
    )
    credit_limit = fields.Monetary(
        compute="_compute_credit",
        inverse="_inverse_credit_limit",
        groups=CREDIT_GROUPS,
        help="What the member may owe, the limit of its contact in Odoo. 0: not limited.",
    )
    credit_temporary = fields.Monetary(
        "Temporary Credit",
        copy=False,
        tracking=True,
        groups=CREDIT_GROUPS,
        help="Added to the limit until its last day.",
    )
    credit_temporary_until = fields.Date(
        "Temporary Credit until", copy=False, tracking=True, groups=CREDIT_GROUPS, help="Last day."
    )
    overdue_days = fields.Integer(
        "Days Overdue Allowed",
        copy=False,
        tracking=True,
        groups=CREDIT_GROUPS,
        help="Orders need approval while an invoice is overdue for more days."
        " 0: as the company's settings say.",
    )
    credit_receivable = fields.Monetary(
        "Receivable",
        compute="_compute_credit",
        groups=CREDIT_GROUPS,
        help="Posted and not paid, less payments not matched to an invoice.",
    )
    credit_drafts = fields.Monetary(
        "Draft Invoices",
        compute="_compute_credit",
        groups=CREDIT_GROUPS,
    )
    credit_uninvoiced = fields.Monetary(
        "Ordered, Not Invoiced",
        compute="_compute_credit",
        groups=CREDIT_GROUPS,
        help="Confirmed orders with taxes, without what was invoiced.",
    )
    credit_waiting = fields.Monetary(
        "Waits for Approval",
        compute="_compute_credit",
        groups=CREDIT_GROUPS,
        help="Orders that were submitted and are not decided yet.",
    )
    credit_exposure = fields.Monetary(
        "Credit Used",
        compute="_compute_credit",
        groups=CREDIT_GROUPS,
        help="Receivable, draft invoices, what is ordered and not invoiced, and what waits.",
    )
    credit_free = fields.Monetary(
        "Credit Left",
        compute="_compute_credit",
        groups=CREDIT_GROUPS,
        help="Limit and temporary credit, less the credit used. Negative: over the limit.",
    )
    credit_overdue = fields.Monetary("Overdue", compute="_compute_credit", groups=CREDIT_GROUPS)
    is_credit_limited = fields.Boolean(compute="_compute_credit", groups=CREDIT_GROUPS)

    _temporary_credit_ends = models.Constraint(
        "CHECK (COALESCE(credit_temporary, 0) = 0 OR credit_temporary_until IS NOT NULL)",
        "Say until when the temporary credit is given.",
    )
    _temporary_credit_not_negative = models.Constraint(
        "CHECK (credit_temporary IS NULL OR credit_temporary >= 0)",
        "A temporary credit adds to the limit, so it is not negative.",
    )
    _overdue_days_not_negative = models.Constraint(
        "CHECK (overdue_days IS NULL OR overdue_days >= 0)",
        "The days overdue begin at 0, which is what the settings say.",
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "credit_temporary", "credit_temporary_until", "is_prepaid")
    def _compute_credit(self):
        accounts = self._read_accounts()
        for member in self:
            account = accounts[member._origin]
            member.credit_limit = member._get_own_credit_limit()
            member.credit_receivable = account.receivable
            member.credit_drafts = account.drafts
            member.credit_uninvoiced = account.uninvoiced
            member.credit_waiting = account.waiting
            member.credit_exposure = account.exposure
            member.credit_overdue = account.overdue
            member.is_credit_limited = account.limit is not None
            member.credit_free = account.free if member.is_credit_limited else 0.0

    def _inverse_credit_limit(self):
        for member in self:
            # sudo: a manager sets the limit of a member and has no right on contacts
            partner_sudo = member.sudo().partner_id.with_company(member.company_id)
            partner_sudo.credit_limit = member.credit_limit

    # === ACTION METHODS === #

    def action_open_credit_items(self):
        """Open the unpaid journal items that the receivable is made of."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_account_moves_all_a")
        domain = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
        ]
        return {**action, "domain": domain, "context": {}}

    def action_open_credit_drafts(self):
        """Open the draft invoices and credit notes."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_move_out_invoice")
        domain = [
            ("commercial_partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("state", "=", "draft"),
        ]
        return {**action, "domain": domain, "context": {}}

    def action_open_credit_orders(self):
        """Open the orders that are confirmed and not invoiced whole."""
        return self._open_credit_orders(
            [("state", "=", "sale"), ("invoice_status", "!=", "invoiced")]
        )

    def action_open_credit_waiting(self):
        """Open the orders that were submitted and are not decided yet."""
        return self._open_credit_orders([("distribution_state", "in", ("submitted", "approving"))])

    # === HELPERS === #

    def _open_credit_orders(self, domain):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_action"
        )
        domain = [("distribution_member_id", "=", self.id), *domain]
        return {**action, "domain": domain, "context": {}}

    def _read_accounts(self, without_orders=None):
        """Return {member: Account} of the members, whoever asks; four queries.

        :param without_orders: orders that are not counted, because they are being decided on
        """
        without_ids = without_orders.ids if without_orders else []
        today = fields.Date.context_today(self)
        self.env["account.move"].flush_model()
        self.env["account.move.line"].flush_model()
        self.env["sale.order"].flush_model()
        self.env["sale.order.line"].flush_model()
        # sudo: how an account stands binds everybody; who may see it is said by the fields' groups
        members_sudo = self.sudo()._origin
        execute, ids = self.env.execute_query, members_sudo.ids
        items = {row[0]: row[1:] for row in execute(credit.open_items(ids, today))}
        drafts = dict(execute(credit.draft_invoices(ids)))
        uninvoiced = dict(execute(credit.uninvoiced_orders(ids, without_ids)))
        waiting = defaultdict(list)
        for member_id, *order in execute(credit.waiting_orders(ids, without_ids)):
            waiting[member_id].append(tuple(order))
        accounts = {}
        for member in members_sudo:
            receivable, overdue, overdue_days = items.get(member.id, (0.0, 0.0, 0))
            accounts[member.sudo(self.env.su)] = Account(
                receivable=receivable,
                overdue=overdue,
                overdue_days=overdue_days,
                drafts=drafts.get(member.id, 0.0),
                uninvoiced=uninvoiced.get(member.id, 0.0),
                waiting_orders=tuple(waiting[member.id]),
                limit=member._get_credit_limit(today),
            )
        return {**accounts, self.browse(): Account()}

    def _get_own_credit_limit(self):
        """Return the limit of the contact in the member's company."""
        self.ensure_one()
        # sudo: the limit binds everybody
        return self.sudo().partner_id.with_company(self.company_id).credit_limit

    def _get_credit_limit(self, today):
        """Return what the member may owe today, or None when it is not limited."""
        self.ensure_one()
        own = 0.0 if self.is_prepaid else self._get_own_credit_limit()
        if not own and not self.is_prepaid:
            return None
        in_force = self.credit_temporary_until and self.credit_temporary_until >= today
        return own + (self.credit_temporary if in_force else 0.0)

    def _get_overdue_days(self):
        """Return how many days an invoice may be overdue, or None when nothing is said."""
        self.ensure_one()
        return self.overdue_days or self.company_id.distribution_overdue_days or None

    def _lock_credit(self):
        """Let one decide at a time on what these members may still order."""
        if self:
            self.env.execute_query(credit.lock(self.ids))
