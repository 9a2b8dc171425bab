from statistics import NormalDist

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .reorder_figures_mixin import METHODS

LONGEST_WINDOW = 730


class DistributionStockRule(models.Model):
    """From which stock on an alert opens: for a product, a category, or all goods of a company."""

    _name = "distribution.stock.rule"
    _description = "Stock Rule"
    _order = "company_id, product_id, categ_id, warehouse_id, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    product_id = fields.Many2one(
        "product.product",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
        domain=[("is_storable", "=", True)],
        help="Empty: all products of the category. A rule for a product comes before others.",
    )
    categ_id = fields.Many2one(
        "product.category",
        "Category",
        index="btree_not_null",
        ondelete="cascade",
        help="With the categories below it; the rule of the closest one counts. Neither product"
        " nor category: all goods.",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        check_company=True,
        ondelete="cascade",
        help="Empty: each warehouse of the company by itself.",
    )
    method = fields.Selection(METHODS, required=True, default="demand")
    fixed_minimum = fields.Float(
        digits=(16, 2), help="In the product's own unit; an alert opens below it."
    )
    lead_days = fields.Float(
        "Lead Time (Days)",
        required=True,
        default=7.0,
        help="From ordering the goods, or their making, until they are in the warehouse.",
    )
    service_level = fields.Float(
        "Service Level (%)",
        required=True,
        default=95.0,
        digits=(5, 2),
        help="How often the stock shall last until new goods are there. More means more stock.",
    )
    safety_factor = fields.Float(
        compute="_compute_safety_factor",
        store=True,
        digits=(16, 4),
        help="z: what the service level is on the normal curve; 95 % is 1.64.",
    )
    demand_days = fields.Integer(
        "Days Looked at",
        required=True,
        default=90,
        help="Over how many days, up to yesterday, the demand is taken; days without orders count.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        domain=[("share", "=", False)],
        help="Who is told of a shortage. Empty: who is in the settings of the company.",
    )
    point_count = fields.Integer("Products Watched", compute="_compute_point_count")

    _scope_unique = models.UniqueIndex(
        "(company_id, COALESCE(product_id, 0), COALESCE(categ_id, 0), COALESCE(warehouse_id, 0))"
        " WHERE active",
        "There is a rule for these goods and this warehouse already. Change that one.",
    )
    _one_kind_of_goods = models.Constraint(
        "CHECK (product_id IS NULL OR categ_id IS NULL)",
        "Choose a product or a category, not both.",
    )
    _level_possible = models.Constraint(
        "CHECK (service_level >= 50 AND service_level < 100)",
        "A service level is at least 50 % and less than 100 %: no stock lasts always.",
    )
    _lead_days_possible = models.Constraint(
        "CHECK (lead_days >= 0 AND lead_days <= 365)", "A lead time is between 0 and 365 days."
    )
    _days_possible = models.Constraint(
        f"CHECK (demand_days BETWEEN 2 AND {LONGEST_WINDOW})",
        f"Look at 2 to {LONGEST_WINDOW} days of demand.",
    )
    _minimum_possible = models.Constraint(
        "CHECK (fixed_minimum >= 0)", "A minimum is not less than 0."
    )

    # === COMPUTE METHODS === #

    @api.depends("product_id", "categ_id", "warehouse_id")
    def _compute_name(self):
        for rule in self:
            goods = rule.product_id.display_name or rule.categ_id.display_name
            rule.name = " · ".join(
                [goods or self.env._("All products"), *rule.warehouse_id.mapped("name")]
            )

    @api.depends("service_level")
    def _compute_safety_factor(self):
        for rule in self:
            level = min(max(rule.service_level, 50.0), 99.99)  # the constraint says what is wrong
            rule.safety_factor = NormalDist().inv_cdf(level / 100)

    def _compute_point_count(self):
        counts = dict(
            self.env["distribution.reorder.point"]._read_group(
                [("rule_id", "in", self.ids)], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.point_count = counts.get(rule, 0)

    @api.constrains("user_id")
    def _check_user_id(self):
        for user in self.user_id:
            if not user.has_group("distribution_member.group_distribution_user"):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot see shortages. Give a role under Distribution first.",
                        user=user.name,
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: what is watched changes within a minute."""
        rules = super().create(vals_list)
        self._trigger_refresh()
        return rules

    def write(self, vals):
        """Override of `base`: see create."""
        result = super().write(vals)
        self._trigger_refresh()
        return result

    def unlink(self):
        """Override of `base`: see create."""
        result = super().unlink()
        self._trigger_refresh()
        return result

    # === ACTION METHODS === #

    def action_refresh(self):
        """Compute the points of the rules' companies now."""
        self.check_access("write")
        self.env["distribution.reorder.point"]._refresh_companies(self.company_id)
        return True

    def action_open_points(self):
        """Open the points that follow from the rule."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_reorder_point_action"
        )
        return {**action, "domain": [("rule_id", "=", self.id)], "context": {}}

    # === HELPERS === #

    @api.model
    def _trigger_refresh(self):
        # sudo: schedulers are the system's; asking for one early changes no figures
        self.env.ref("distribution_order.ir_cron_reorder_points").sudo()._trigger()
