from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import float_repr, format_amount, format_date

from ..queries import cancellation, clawback, entries
from .distribution_commission_rule import RULE_KINDS


class DistributionCommissionEntry(models.Model):
    """One row of the ledger: a member earns or gives back an amount because of a sale and a rule.

    Rows are written by the engine in `queries/` only and never change; a correction is a new row.
    """

    _name = "distribution.commission.entry"
    _description = "Commission Entry"
    _inherit = ["distribution.append.only.mixin"]
    _order = "date desc, id desc"
    _rec_name = "id"

    # All that the engine writes; only the statement is decided later.
    _frozen_fields = entries.LEDGER_COLUMNS

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    member_id = fields.Many2one(
        "distribution.member", "Beneficiary", required=True, readonly=True, ondelete="restrict"
    )
    buyer_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, index=True, ondelete="restrict"
    )
    plan_id = fields.Many2one(
        "distribution.commission.plan", required=True, readonly=True, ondelete="restrict"
    )
    rule_id = fields.Many2one(
        "distribution.commission.rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The rule that applied.",
    )
    lost_rule_id = fields.Many2one(
        "distribution.commission.rule",
        "Next Best Rule",
        readonly=True,
        ondelete="restrict",
        help="The most specific rule that did not apply, because another one is more specific.",
    )
    kind = fields.Selection(RULE_KINDS, required=True, readonly=True)
    depth = fields.Integer(
        required=True, readonly=True, help="0: the buyer; 1: its direct upline on that day; …"
    )
    order_id = fields.Many2one(
        "sale.order", required=True, readonly=True, index=True, ondelete="restrict"
    )
    order_line_id = fields.Many2one(
        "sale.order.line", required=True, readonly=True, ondelete="restrict"
    )
    sequence = fields.Integer(readonly=True, required=True, default=0)
    quantity = fields.Float(
        digits="Product Unit", readonly=True, help="Units sold; negative: taken back."
    )
    base_amount = fields.Monetary(
        "Base", readonly=True, help="The amount that the rate applies to, in the plan's currency."
    )
    rate = fields.Float("Rate (%)", digits=(8, 4), min_display_digits=2, readonly=True)
    fixed_amount = fields.Monetary("Per Unit", readonly=True)
    amount = fields.Monetary(
        readonly=True, required=True, help="Positive: earned. Negative: given back."
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    date = fields.Date(required=True, readonly=True, help="Day of the sale or of the return.")
    available_date = fields.Date(
        "Available from", required=True, readonly=True, help="First day it can be settled."
    )
    origin_id = fields.Many2one(
        "distribution.commission.entry",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The entry of the sale that this return gives back.",
    )
    reversal_ids = fields.One2many("distribution.commission.entry", "origin_id", "Taken Back by")
    statement_id = fields.Many2one(
        "distribution.statement", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("pending", "On Hold"),
            ("available", "Available"),
            ("settled", "Settled"),
        ],
        compute="_compute_state",
        search="_search_state",
    )
    explanation = fields.Text(compute="_compute_explanation")

    _movement_unique = models.UniqueIndex(
        "(order_line_id, plan_id, rule_id, member_id, sequence)",
        "This sale has earned this commission already.",
    )
    _member_date_index = models.Index("(member_id, date)")
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
        for entry in self:
            entry.explanation = entry._explain()

    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"#{entry.id} {entry.currency_id.format(entry.amount)}"

    # === BUSINESS METHODS === #

    @api.model
    def accrue(self, order_ids=None, date_from=None, date_to=None):
        """Write what confirmed sales earn and returns give back, once and only once.

        :param list order_ids: only these sale orders; None: all
        :param date_from: first day of the sales, None: from the beginning
        :param date_to: last day of the sales, None: to the end
        :return: number of new entries
        :rtype: int
        :raise AccessError: for users without the right to run commission
        """
        self._ensure_may_accrue()
        # sudo: the engine reads every order and member of the scope, whoever starts it.
        return self.sudo()._accrue(
            order_ids, fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        )

    def _accrue(self, order_ids=None, date_from=None, date_to=None):
        """Run the engine; for callers in this process, which answer for the rights."""
        self.env.flush_all()
        count = 0
        for step in (
            entries.insert_entries,
            clawback.insert_clawbacks,
            cancellation.insert_cancellations,
        ):
            [(written,)] = self.env.execute_query(step(order_ids, date_from, date_to, self.env.uid))
            count += written
        self.invalidate_model()
        return count

    @api.model
    def _cron_accrue(self):
        """Catch up on orders that were confirmed while no plan was in force."""
        self._accrue()

    # === HELPERS === #

    def _ensure_may_accrue(self):
        group = "distribution_member.group_distribution_finance"
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Only finance may run commission. Ask somebody of the finance group.")
            )

    def _explain(self):
        """Say in one sentence why it is this amount; every figure in it recomputes by hand."""
        self.ensure_one()
        # sudo: a distributor may not read rules and foreign orders, but may know the why.
        facts = self.sudo()._prepare_facts()
        if self.origin_id and self.sequence:
            sentence = self.env._(
                "Order %(order)s was cancelled, which undoes what it did to %(earned)s earned by"
                " order %(origin)s: %(amount)s on %(day)s.",
                **facts,
            )
        elif self.origin_id:
            sentence = self.env._(
                "Order %(order)s of %(day)s takes back %(quantity)s of %(product)s from order"
                " %(origin)s, which had earned %(earned)s: %(amount)s.",
                **facts,
            )
        elif self.fixed_amount:
            sentence = self.env._(
                "Order %(order)s of %(day)s, %(product)s: %(quantity)s × %(fixed)s = %(amount)s"
                " (%(plan)s, %(rule)s).",
                **facts,
            )
        else:
            sentence = self.env._(
                "Order %(order)s of %(day)s, %(product)s: %(base)s × %(rate)s %% = %(amount)s"
                " (%(plan)s, %(rule)s).",
                **facts,
            )
        if facts["lost"]:
            sentence += " " + self.env._("Not applied: %(lost)s, less specific.", **facts)
        return sentence

    def _prepare_facts(self):
        """Return what the explanation names, as people read it."""

        def money(amount):
            return format_amount(self.env, amount, self.currency_id)

        origin = self.origin_id
        # A sentence that says "takes back" needs no minus.
        quantity = -self.quantity if origin else self.quantity
        return {
            "order": self.order_id.name,
            "product": self.order_line_id.product_id.display_name,
            "day": format_date(self.env, self.date),
            "quantity": float_repr(quantity, 2).rstrip("0").rstrip("."),
            "base": money(self.base_amount),
            "rate": float_repr(self.rate, 4).rstrip("0").rstrip("."),
            "fixed": money(self.fixed_amount),
            "amount": money(self.amount),
            "plan": self.plan_id.name,
            "rule": self.rule_id.name,
            "lost": self.lost_rule_id.name,
            "origin": origin.order_id.name,
            "earned": money(origin.amount),
        }
