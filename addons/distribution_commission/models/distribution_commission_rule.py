from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import date_utils

from ..commission_terms import format_rate

RULE_KINDS = [
    ("rebate", "Rebate"),
    ("override", "Override"),
    ("differential", "Differential"),
    ("volume", "Volume Bonus"),
    ("target", "Target Bonus"),
]
# What narrows the sales and the members a rule is about.
SCOPES = ("product_id", "categ_id", "member_id", "level_id", "buyer_level_id", "region_id")
# Earned by the volume of a period, not by one sale.
PERIOD_KINDS = ("volume", "target")


class DistributionCommissionRule(models.Model):
    """Who earns, from which sales, how much. The most specific rule of a kind and depth wins."""

    _name = "distribution.commission.rule"
    _description = "Commission Rule"
    _inherit = ["distribution.commission.rule.text.mixin"]
    _order = "plan_id, kind, depth, sequence, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    plan_id = fields.Many2one(
        "distribution.commission.plan", required=True, index=True, ondelete="cascade"
    )
    previous_id = fields.Many2one(
        "distribution.commission.rule",
        "Rule of the Version Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    sequence = fields.Integer(default=10, help="Among rules equally specific the lowest wins.")
    kind = fields.Selection(
        RULE_KINDS,
        required=True,
        default="rebate",
        help="Rebate: the buyer earns. Override: the upline at the given depth earns."
        " Differential: everybody in the chain earns what the own rate exceeds the rates below."
        " Volume and target: members earn by what was bought in a period.",
    )
    depth = fields.Integer(
        compute="_compute_depth",
        store=True,
        readonly=False,
        help="0 is the buyer, 1 its direct upline, and so on.",
    )
    rate = fields.Float(
        "Rate (%)",
        digits=(8, 4),
        min_display_digits=2,
        required=True,
        default=0.0,
        help="Percent of the amount: 5 is 5 %.",
    )
    fixed_amount = fields.Monetary(
        required=True, default=0.0, help="Money for each unit sold, instead of a rate."
    )
    member_id = fields.Many2one(
        "distribution.member", "Only for Member", check_company=True, ondelete="restrict"
    )
    level_id = fields.Many2one(
        "distribution.level",
        "Beneficiary's Level",
        check_company=True,
        ondelete="restrict",
        help="Only members of this level earn by this rule.",
    )
    buyer_level_id = fields.Many2one(
        "distribution.level",
        "Buyer's Level",
        check_company=True,
        ondelete="restrict",
        help="Only what members of this level buy earns by this rule.",
    )
    region_id = fields.Many2one(
        "distribution.region",
        check_company=True,
        ondelete="restrict",
        help="Only sales in this region and in the regions inside it.",
    )
    product_id = fields.Many2one("product.product", check_company=True, ondelete="restrict")
    categ_id = fields.Many2one("product.category", "Product Category", ondelete="restrict")
    min_quantity = fields.Float(
        "Minimum Quantity",
        digits="Product Unit",
        required=True,
        default=0.0,
        help="Smallest quantity of an order line for which the rule applies.",
    )
    min_amount = fields.Monetary(
        "Minimum Amount",
        required=True,
        default=0.0,
        help="Smallest untaxed amount of an order line for which the rule applies.",
    )
    max_amount = fields.Monetary(
        "Most per Sale", required=True, default=0.0, help="Cap of one entry. 0: none."
    )
    period_cap = fields.Monetary(
        "Most per Period",
        required=True,
        default=0.0,
        help="Cap of what one member earns by this rule in one measuring period. 0: none.",
    )
    measure = fields.Selection(
        [
            ("own", "Own Purchases"),
            ("direct", "Own and Direct Downline"),
            ("team", "Whole Team"),
        ],
        "Volume of",
        required=True,
        default="own",
    )
    measure_period = fields.Selection(
        [("week", "Week"), ("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
        "Measured per",
        required=True,
        default="month",
        help="Calendar period over which volume, and the cap of the rule, is measured.",
    )
    tier_mode = fields.Selection(
        [("marginal", "Marginal: Each Slice at Its Own Rate"), ("cliff", "Cliff: All at One Rate")],
        "Tiers",
        required=True,
        default="marginal",
    )
    tier_ids = fields.One2many("distribution.commission.tier", "rule_id", "Tier Table", copy=True)
    target_amount = fields.Monetary(
        "Target",
        required=True,
        default=0.0,
        help="Volume of the period from which on the bonus is paid.",
    )
    date_from = fields.Date("From")
    date_to = fields.Date("Until", help="Last day.")

    _depth_fits_kind = models.Constraint(
        "CHECK ((kind = 'override') = (depth > 0) AND depth >= 0)",
        "An override goes to an upline (depth 1 or more); other kinds have no depth.",
    )
    _one_measure = models.Constraint(
        "CHECK (CASE WHEN kind IN ('differential', 'volume') THEN fixed_amount = 0"
        " ELSE (rate <> 0) <> (fixed_amount <> 0) END)",
        "Give a rule either a rate or a fixed amount; differential and volume rules have rates.",
    )
    _target_given = models.Constraint(
        "CHECK ((kind = 'target') = (target_amount > 0))",
        "A target bonus needs a target above 0; other kinds have none.",
    )
    _not_negative = models.Constraint(
        "CHECK (rate BETWEEN 0 AND 100 AND fixed_amount >= 0 AND min_quantity >= 0"
        " AND min_amount >= 0 AND max_amount >= 0 AND period_cap >= 0)",
        "A rate lies between 0 and 100 %, and no amount or quantity is negative.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_to >= date_from)",
        "The rule ends before it begins.",
    )

    # === COMPUTE METHODS === #

    @api.depends("kind")
    def _compute_depth(self):
        for rule in self:
            rule.depth = max(rule.depth, 1) if rule.kind == "override" else 0

    @api.depends("kind", "depth", "rate", "fixed_amount", "tier_ids", "target_amount")
    @api.depends_context("lang")
    def _compute_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            facts = {
                "kind": kinds.get(rule.kind),
                "depth": rule.depth,
                "share": rule._format_share(),
            }
            if rule.kind in PERIOD_KINDS or rule.kind == "differential":
                rule.name = self.env._("%(kind)s: %(share)s", **facts)
            else:
                rule.name = self.env._("%(kind)s, depth %(depth)s: %(share)s", **facts)

    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule.name

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.plan_id._touch_terms()
        return rules

    def write(self, vals):
        self.check_access("write")  # before a reader is told what else stands against it
        # Both plans, when a rule is put into another one.
        self.plan_id._touch_terms()
        result = super().write(vals)
        self.plan_id._touch_terms()
        return result

    def unlink(self):
        """Override of `base`: what-ifs of the draft keep their results without the rule."""
        self.check_access("unlink")
        # sudo: who may change the plan need not be allowed to see what it would have paid
        runs_sudo = self.env["distribution.commission.simulation"].sudo()
        runs_sudo._forget_rules(self)
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.plan_id._touch_terms()

    # === HELPERS === #

    def _get_rank(self):
        """Return how specific the rule is; of two equal ones the sequence decides."""
        self.ensure_one()
        return (
            bool(self.product_id),
            0 if self.product_id else len(self.categ_id.parent_path or ""),
            bool(self.member_id),
            bool(self.level_id or self.buyer_level_id),
            len(self.region_id.parent_path or ""),
        )

    def _meets(self, other):
        """Return whether a sale is possible that matches both rules, which rank the same."""
        self.ensure_one()
        apart = any(self[name] and other[name] and self[name] != other[name] for name in SCOPES)
        starts = [rule.date_from for rule in (self, other) if rule.date_from]
        ends = [rule.date_to for rule in (self, other) if rule.date_to]
        return not apart and (not starts or not ends or max(starts) <= min(ends))

    def _is_first_day(self, day):
        """Return whether a measuring period of the rule begins on a day."""
        self.ensure_one()
        return day == date_utils.start_of(day, self.measure_period)

    def _ensure_levels_may_earn(self):
        """Raise when a rule pays a level that may not earn commission of its kind."""
        for rule in self:
            if rule.level_id and not rule.level_id._can_earn(rule.kind):
                raise UserError(
                    self.env._(
                        "The rule %(rule)s pays members of the level %(level)s, who may not earn"
                        " by rules of this kind. Allow it on the level, or change the rule.",
                        rule=rule.name,
                        level=rule.level_id.display_name,
                    )
                )

    def _format_share(self):
        """Return the rate or the fixed amount as people read it."""
        self.ensure_one()
        if self.tier_ids:
            rates = self.tier_ids.sorted("threshold").mapped("rate")
            return self.env._(
                "%(low)s–%(high)s %%", low=format_rate(rates[0]), high=format_rate(rates[-1])
            )
        if self.fixed_amount and self.kind == "target":
            return self.currency_id.format(self.fixed_amount)
        if self.fixed_amount:
            return self.env._(
                "%(amount)s per unit", amount=self.currency_id.format(self.fixed_amount)
            )
        return self.env._("%(rate)s %%", rate=format_rate(self.rate))
