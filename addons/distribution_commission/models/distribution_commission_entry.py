from odoo import api, fields, models

from ..queries import entries
from .distribution_commission_rule import RULE_KINDS
from .ledger_reference import LedgerReference

ENTRY_KINDS = [*RULE_KINDS, ("adjustment", "Adjustment")]
CAPS = [
    ("max_amount", "Most per Sale"),
    ("payout_cap", "Highest Payout of the Plan"),
    ("period_cap", "Most per Period"),
]


class DistributionCommissionEntry(models.Model):
    """One row of the ledger: a member earns or gives back an amount because of a sale and a rule.

    Rows are written by the engine in `queries/` only and never change; a correction is a new row.
    """

    _name = "distribution.commission.entry"
    _description = "Commission Entry"
    _inherit = [
        "distribution.ledger.table.mixin",
        "distribution.commission.engine.mixin",
        "distribution.entry.explanation.mixin",
    ]
    _order = "date desc, id desc"
    _rec_name = "id"
    _log_access = False

    # All that the engine writes; only the statement is decided later.
    _frozen_fields = entries.LEDGER_COLUMNS

    company_id = LedgerReference("res.company", required=True, readonly=True)
    member_id = LedgerReference("distribution.member", "Beneficiary", required=True, readonly=True)
    buyer_id = LedgerReference("distribution.member", readonly=True, index=True)
    plan_id = LedgerReference("distribution.commission.plan", readonly=True)
    rule_id = LedgerReference(
        "distribution.commission.rule", readonly=True, help="The rule that applied."
    )
    lost_rule_id = LedgerReference(
        "distribution.commission.rule",
        "Next Best Rule",
        readonly=True,
        help="The most specific rule that did not apply, because another one is more specific.",
    )
    kind = fields.Selection(ENTRY_KINDS, required=True, readonly=True)
    depth = fields.Integer(
        required=True,
        default=0,
        readonly=True,
        help="0: the buyer; 1: its direct upline on that day; …",
    )
    movement_id = LedgerReference(
        "distribution.commission.movement",
        readonly=True,
        help="What happened to an order line; empty for bonuses of a period and adjustments.",
    )
    order_id = LedgerReference("sale.order", readonly=True, index="btree_not_null")
    order_line_id = LedgerReference("sale.order.line", readonly=True, index="btree_not_null")
    move_line_id = LedgerReference(
        "account.move.line", "Invoice Line", readonly=True, index="btree_not_null"
    )
    sequence = fields.Integer(readonly=True, required=True, default=0)
    period_start = fields.Date(
        "Measured from", readonly=True, help="First day of the measuring period of a bonus."
    )
    quantity = fields.Float(
        digits="Product Unit", readonly=True, help="Units sold; negative: taken back."
    )
    base_amount = fields.Monetary(
        "Base",
        readonly=True,
        help="What the rate applies to, in the plan's currency; for bonuses: the volume.",
    )
    rate = fields.Float("Rate (%)", digits=(8, 4), min_display_digits=2, readonly=True)
    fixed_amount = fields.Monetary("Per Unit", readonly=True)
    uncapped_amount = fields.Monetary(
        "Before the Cap", readonly=True, help="What it would be without the cap that lowered it."
    )
    capped_by = fields.Selection(CAPS, readonly=True, help="The cap that lowered the amount.")
    amount = fields.Monetary(
        readonly=True, required=True, help="Positive: earned. Negative: given back."
    )
    currency_id = LedgerReference("res.currency", required=True, readonly=True)
    date = fields.Date(required=True, readonly=True, help="Day of the sale or of the return.")
    available_date = fields.Date(
        "Available from", required=True, readonly=True, help="First day it can be settled."
    )
    origin_id = LedgerReference(
        "distribution.commission.entry",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        help="The entry of the sale that this return gives back.",
    )
    reversal_ids = fields.One2many("distribution.commission.entry", "origin_id", "Taken Back by")
    statement_id = LedgerReference("distribution.statement", readonly=True)
    state = fields.Selection(
        [
            ("pending", "On Hold"),
            ("available", "Available"),
            ("settled", "Settled"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    given_before = fields.Monetary(
        compute="_compute_given_before",
        compute_sudo=True,
        help="What the rule gave for the measuring period of a bonus before this entry; 0 for other"
        " entries.",
    )
    explanation = fields.Text(compute="_compute_explanation")

    _movement_unique = models.UniqueIndex(
        "(movement_id, plan_id, rule_id, member_id, sequence) WHERE movement_id IS NOT NULL",
        "This sale has earned this commission already.",
    )
    _period_unique = models.UniqueIndex(
        "(rule_id, member_id, period_start, sequence) WHERE period_start IS NOT NULL",
        "This bonus is given already.",
    )
    _member_date_index = models.Index("(member_id, date)")
    # A page of a statement's lines, however many it has.
    _statement_index = models.Index(
        "(statement_id, date DESC, id DESC) WHERE statement_id IS NOT NULL"
    )
    # What a settlement asks for: entries of a plan that are settled nowhere.
    _open_index = models.Index("(plan_id, available_date) WHERE statement_id IS NULL")

    # === COMPUTE METHODS === #

    @api.depends("statement_id.state", "available_date")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for entry in self:
            if entry.statement_id.state not in (False, "draft"):
                entry.state = "settled"
            else:
                entry.state = "available" if entry.available_date <= today else "pending"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        settled = fields.Domain("statement_id.state", "not in", (False, "draft"))
        domains = {
            "settled": settled,
            "available": ~settled & fields.Domain("available_date", "<=", today),
            "pending": ~settled & fields.Domain("available_date", ">", today),
        }
        return fields.Domain.OR(domains[state] for state in value if state in domains)

    @api.depends("amount", "rule_id", "order_line_id")
    @api.depends_context("lang")
    def _compute_explanation(self):
        self.sudo()._fetch_facts()  # sudo: as `_explain`
        for entry in self:
            entry.explanation = entry._explain()

    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"#{entry.id} {entry.currency_id.format(entry.amount)}"
