from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

# More levels than these are never paid (commission.md §6).
DEEPEST_CHAIN = 3

# What earned money may rest on: it never changes once a plan is in force.
TERMS = {
    "company_id",
    "currency_id",
    "date_from",
    "trigger",
    "base",
    "hold_days",
    "max_depth",
    "on_inactive",
    "payout_cap",
    "cycle_id",
    "legal_basis",
}


class DistributionCommissionPlan(models.Model):
    """A dated agreement: which sales earn what for whom, and in which cycle it is settled."""

    _name = "distribution.commission.plan"
    _description = "Commission Plan"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "distribution.state.machine.mixin",
        "distribution.plan.catch.up.mixin",
        "distribution.commission.plan.version.mixin",
        "distribution.commission.plan.difference.mixin",
        "distribution.commission.plan.guard.mixin",
        "distribution.commission.plan.findings.mixin",
        "distribution.commission.plan.acceptance.mixin",
        "distribution.commission.plan.simulation.mixin",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="What members are paid in. Sales in other currencies are converted at the rate of"
        " the day.",
    )
    date_from = fields.Date(
        "Valid from", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date("Valid until", tracking=True, help="Last day. Empty: until closed.")
    trigger = fields.Selection(
        [
            ("confirmed", "Order Confirmed"),
            ("delivered", "Goods Delivered"),
            ("invoiced", "Invoice Posted"),
            ("paid", "Payment Received"),
        ],
        "Earned when",
        required=True,
        default="confirmed",
        help="The event on whose day a sale earns commission. Payments earn in proportion: each"
        " partial payment its share.",
    )
    base = fields.Selection(
        [
            ("untaxed", "Untaxed Amount"),
            ("taxed", "Amount with Tax"),
            ("margin", "Margin"),
            ("quantity", "Quantity"),
        ],
        "Computed on",
        required=True,
        default="untaxed",
        help="Margin: untaxed amount less cost. Quantity: in the unit of the product.",
    )
    hold_days = fields.Integer(
        "Days on Hold",
        required=True,
        default=0,
        help="An amount is settled only so many days after the sale.",
    )
    max_depth = fields.Integer(
        "Levels Paid",
        required=True,
        default=lambda self: int(self._get_limit("levels")),
        help="How many levels above the buyer may earn.",
    )
    on_inactive = fields.Selection(
        [("forfeit", "Company Keeps It"), ("compress", "Next Active Upline Earns It")],
        "Inactive Upline",
        required=True,
        default="forfeit",
        help="What becomes of the share of an upline that is suspended, terminated or frozen on"
        " the day of the sale.",
    )
    payout_cap = fields.Float(
        "Highest Payout (%)",
        digits=(5, 2),
        required=True,
        default=lambda self: self._get_limit("payout_cap"),
        help="All beneficiaries of one sale together never get more than this share of its base;"
        " otherwise all are scaled down.",
    )
    cycle_id = fields.Many2one(
        "distribution.settlement.cycle",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    rule_ids = fields.One2many("distribution.commission.rule", "plan_id", "Rules", copy=True)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("closed", "Closed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    entry_count = fields.Integer("Entries", compute="_compute_entry_totals")
    entry_amount = fields.Monetary("Earned so far", compute="_compute_entry_totals")
    payout_share = fields.Float(
        "Paid of Sales (%)",
        compute="_compute_payout_share",
        digits=(8, 2),
        groups="distribution_member.group_distribution_finance",
        help="Commission in percent of the untaxed sales it was earned by.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The plan ends before it begins."
    )
    _hold_days_not_negative = models.Constraint(
        "CHECK (hold_days >= 0)", "The days on hold cannot be negative."
    )
    _depth_lawful = models.Constraint(
        f"CHECK (max_depth BETWEEN 0 AND {DEEPEST_CHAIN})",
        "At most 3 levels above the buyer may be paid.",
    )
    _payout_cap_is_share = models.Constraint(
        "CHECK (payout_cap > 0 AND payout_cap <= 100)",
        "The highest payout lies between 0 and 100 % of the base.",
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for plan in self:
            plan.currency_id = plan.currency_id or plan.company_id.currency_id

    def _compute_entry_totals(self):
        totals = {
            plan.id: (count, amount)
            for plan, count, amount in self.env["distribution.commission.entry"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count", "amount:sum"]
            )
        }
        for plan in self:
            plan.entry_count, plan.entry_amount = totals.get(plan._origin.id, (0, 0.0))

    def _compute_payout_share(self):
        shares = dict(
            self.env["distribution.commission.monitor"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["share:avg"]
            )
        )
        for plan in self:
            plan.payout_share = shares.get(plan._origin) or 0.0

    # === CONSTRAINT METHODS === #

    @api.constrains("rule_ids", "max_depth")
    def _check_rule_depths(self):
        for plan in self:
            deepest = max(plan.rule_ids.mapped("depth"), default=0)
            if deepest > plan.max_depth:
                raise ValidationError(
                    self.env._(
                        "A rule pays level %(depth)s above the buyer, but the plan pays %(max)s"
                        " levels only.",
                        depth=deepest,
                        max=plan.max_depth,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: who makes a plan is one of its makers."""
        plans = super().create(vals_list)
        plans._write_with_sentinel().write({"maker_ids": [Command.link(self.env.uid)]})
        return plans

    def write(self, vals):
        """Override of `base`: terms in force do not change, and others lose their approval."""
        drafts = self.filtered(lambda plan: plan.state == "draft")
        if TERMS & vals.keys():
            self.check_access("write")  # before a reader is told what else stands against it
            self._touch_terms()
        elif "date_to" in vals:
            drafts._touch_terms()
            self._ensure_end_not_later(vals["date_to"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._ensure_terms_open()

    # === ACTION METHODS === #

    def action_activate(self):
        """Put the plan in force; from now on its terms cannot be changed."""
        self._ensure_state(
            ("draft",), self.env._("%(record)s is %(state)s. Only a draft can be activated.")
        )
        for plan in self:
            if not plan.rule_ids:
                raise UserError(
                    self.env._("Add a rule to %(plan)s: it would pay nobody.", plan=plan.name)
                )
            plan.rule_ids._ensure_levels_may_earn()
            plan._ensure_lawful()
            plan._end_previous()
        self._write_state("active")

    def action_close(self):
        """End the plan today; what it has earned stays."""
        self._ensure_state(
            ("active",), self.env._("%(record)s is %(state)s. Only an active plan can be closed.")
        )
        for plan in self:
            today = plan.company_id._get_distribution_today()
            end = min(plan.date_to or today, max(today, plan.date_from))
            plan._write_state("closed", date_to=end)

    def action_open_entries(self):
        """Open the ledger entries of this plan."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id)], "context": {}}

    def action_open_monitor(self):
        """Open what this plan pays of each order."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_monitor_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id)], "context": {}}

    # === HELPERS === #

    def _ensure_terms_open(self):
        """Raise when money may have been earned by these terms already."""
        for plan in self:
            if plan.state != "draft":
                raise UserError(
                    self.env._(
                        "%(plan)s is in force, so its terms cannot be changed. Make a new version"
                        " of it.",
                        plan=plan.name,
                    )
                )
