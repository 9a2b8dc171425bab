from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr

RULE_KINDS = [("rebate", "Rebate"), ("override", "Override")]


class DistributionCommissionRule(models.Model):
    """Who earns, from which sales, how much. The most specific rule of a kind and depth wins."""

    _name = "distribution.commission.rule"
    _description = "Commission Rule"
    _order = "plan_id, kind, depth, sequence, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    plan_id = fields.Many2one(
        "distribution.commission.plan", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    currency_id = fields.Many2one(related="plan_id.currency_id")
    sequence = fields.Integer(default=10, help="Among rules equally specific the lowest wins.")
    kind = fields.Selection(
        RULE_KINDS,
        required=True,
        default="rebate",
        help="Rebate: the buyer earns. Override: the upline at the given depth earns.",
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
    date_from = fields.Date("From")
    date_to = fields.Date("Until", help="Last day.")

    _depth_fits_kind = models.Constraint(
        "CHECK ((kind = 'rebate' AND depth = 0) OR (kind <> 'rebate' AND depth >= 1))",
        "A rebate goes to the buyer (depth 0), an override to an upline (depth 1 or more).",
    )
    _one_measure = models.Constraint(
        "CHECK ((rate <> 0) <> (fixed_amount <> 0))",
        "Give a rule either a rate or a fixed amount.",
    )
    _not_negative = models.Constraint(
        "CHECK (rate BETWEEN 0 AND 100 AND fixed_amount >= 0 AND min_quantity >= 0)",
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
            rule.depth = 0 if rule.kind == "rebate" else max(rule.depth, 1)

    @api.depends("kind", "depth", "rate", "fixed_amount")
    @api.depends_context("lang")
    def _compute_name(self):
        for rule in self:
            rule.name = self.env._(
                "%(kind)s, depth %(depth)s: %(share)s",
                kind=dict(rule._fields["kind"]._description_selection(self.env)).get(rule.kind),
                depth=rule.depth,
                share=rule._format_share(),
            )

    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule.name

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.plan_id._ensure_terms_open()
        return rules

    def write(self, vals):
        self.check_access("write")  # before a reader is told what else stands against it
        self.plan_id._ensure_terms_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.plan_id._ensure_terms_open()

    # === HELPERS === #

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
        if self.fixed_amount:
            return self.env._(
                "%(amount)s per unit", amount=self.currency_id.format(self.fixed_amount)
            )
        return self.env._("%(rate)s %%", rate=float_repr(self.rate, 4).rstrip("0").rstrip("."))
