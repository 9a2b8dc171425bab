from decimal import Decimal

from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_repr, formatLang

from ..target_months import split_amount
from .target_months_mixin import MONTH_FIELDS

STATES = [("draft", "Draft"), ("set", "Set")]
BARS = Markup('<div class="d-flex align-items-end" style="gap:4px;max-width:420px">%s</div>')
BAR = Markup(
    '<div class="flex-fill text-center">'
    '<div class="bg-primary rounded-top" style="height:%(height)spx"></div>'
    '<small class="text-muted">%(number)s</small></div>'
)
# What is agreed once a target is set.
AGREED = {
    "company_id",
    "year",
    "member_id",
    "region_id",
    "categ_id",
    "split_id",
    "amount",
    *MONTH_FIELDS,
}


class DistributionTarget(models.Model):
    """What a member, a region or a category is to buy in a year, month by month."""

    _name = "distribution.target"
    _description = "Sales Target"
    _inherit = [
        "mail.thread",
        "distribution.state.machine.mixin",
        "distribution.target.months.mixin",
    ]
    _order = "year desc, scope_region_id, member_id, id"
    _check_company_auto = True

    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self.env.company._get_distribution_today().year,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id", store=True, precompute=True)
    member_id = fields.Many2one(
        "distribution.member",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Whose own purchases count. A target without a category is the one that the member's"
        " performance is measured by.",
    )
    region_id = fields.Many2one(
        "distribution.region",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="The orders of this region and of all regions inside it count.",
    )
    categ_id = fields.Many2one(
        "product.category",
        "Product Category",
        index="btree_not_null",
        ondelete="cascade",
        help="Only products of this category and of those below it count. Empty: all products.",
    )
    scope_region_id = fields.Many2one(
        "distribution.region",
        "Region of the Target",
        compute="_compute_scope_region_id",
        store=True,
        index=True,
        help="The region, or that of the member: whose people see the target.",
    )
    split_id = fields.Many2one(
        "distribution.target.split",
        "Monthly Split",
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env.ref(
            "distribution_reports.target_split_even", raise_if_not_found=False
        ),
        help="How the year is spread over its months. Empty: the months are typed in, and the year"
        " is their sum. A later change of the split leaves the targets as they are.",
    )
    amount = fields.Monetary(
        "Yearly Amount",
        required=True,
        tracking=True,
        help="Without tax, in the company's currency, less what is taken back.",
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        help="Only targets that are set count.",
    )
    months_chart = fields.Html(
        "Months", compute="_compute_months_chart", sanitize=False, readonly=True
    )
    month_01 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_02 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_03 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_04 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_05 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_06 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_07 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_08 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_09 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_10 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_11 = fields.Monetary(compute="_compute_months", store=True, readonly=False)
    month_12 = fields.Monetary(compute="_compute_months", store=True, readonly=False)

    _subject_unique = models.UniqueIndex(
        "(company_id, year, COALESCE(member_id, 0), COALESCE(region_id, 0), COALESCE(categ_id, 0))",
        "There is a target for the same year, member or region, and category already.",
    )
    _subject_given = models.Constraint(
        "CHECK (num_nonnulls(member_id, region_id) <= 1"
        " AND num_nonnulls(member_id, region_id, categ_id) >= 1)",
        "A target is for a member or for a region, not both; or for a category alone.",
    )
    _amounts_positive = models.Constraint(
        f"CHECK (LEAST(amount, {', '.join(MONTH_FIELDS)}) >= 0)",
        "A target cannot be negative, neither the year nor a month.",
    )
    _year_sane = models.Constraint(
        "CHECK (year BETWEEN 2000 AND 2100)", "The year of a target has four digits, such as 2026."
    )

    # === COMPUTE METHODS === #

    @api.depends("year", "member_id", "region_id", "categ_id")
    def _compute_display_name(self):
        for target in self:
            subject = target.member_id or target.region_id
            names = [str(target.year or ""), subject.display_name, target.categ_id.display_name]
            target.display_name = " · ".join(name for name in names if name)

    @api.depends("region_id", "member_id.region_id")
    def _compute_scope_region_id(self):
        for target in self:
            target.scope_region_id = target.region_id or target.member_id.region_id

    @api.depends("amount", "split_id")
    def _compute_months(self):
        for target in self:
            for name, amount in zip(MONTH_FIELDS, target._split_year(), strict=True):
                target[name] = amount

    @api.depends(*MONTH_FIELDS)
    def _compute_months_chart(self):
        for target in self:
            months = target._get_months()
            highest = max(*months, 0.0) or 1.0
            target.months_chart = BARS % Markup().join(
                BAR % {"number": number, "height": round(72 * amount / highest)}
                for number, amount in enumerate(months, 1)
            )

    @api.onchange(*MONTH_FIELDS)
    def _onchange_months(self):
        """A month that is typed in leaves the split: the year becomes the sum."""
        if self.split_id and self._split_year() != self._get_months():
            self.split_id = False
        if not self.split_id:
            self.amount = sum(self._get_months())

    # === CONSTRAINT METHODS === #

    @api.constrains("amount", *MONTH_FIELDS)
    def _check_months(self):
        for target in self:
            total = sum(target._get_months())
            if target.currency_id.compare_amounts(total, target.amount):
                raise ValidationError(
                    self.env._(
                        "%(target)s: the months add up to %(total)s, the year is %(year)s."
                        " Correct a month, or choose a split.",
                        target=target.display_name,
                        total=formatLang(self.env, total, currency_obj=target.currency_id),
                        year=formatLang(self.env, target.amount, currency_obj=target.currency_id),
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: months that are given, as in a file, make the year."""
        return super().create([self._complete_months(vals) for vals in vals_list])

    def write(self, vals):
        """Override of `base`: a month that is written leaves the split, and changes the year."""
        if AGREED & vals.keys():
            self._ensure_draft()
        if not vals.keys() & set(MONTH_FIELDS) or vals.get("split_id"):
            return super().write(vals)
        for target in self:
            months = {name: vals.get(name, target[name]) for name in MONTH_FIELDS}
            super(DistributionTarget, target).write(
                {"amount": sum(months.values()), **vals, **months, "split_id": False}
            )
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_set(self):
        self._ensure_draft()

    # === ACTION METHODS === #

    def action_set(self):
        """Put targets into force: from now on performance is measured by them."""
        self._ensure_state(("draft",), self.env._("%(record)s is %(state)s already."))
        self._write_state("set")
        return True

    def action_reset(self):
        """Take targets back, so that they can be changed. Frozen months keep what they had."""
        self._ensure_state(("set",), self.env._("%(record)s is %(state)s already."))
        self._write_state("draft")
        return True

    def action_open_progress(self):
        """Open what has become of the targets, month by month."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_target_progress_action"
        )
        return {**action, "domain": [("target_id", "in", self.ids)], "context": {}}

    # === HELPERS === #

    @api.model
    def _complete_months(self, vals):
        if vals.get("split_id") or not vals.keys() & set(MONTH_FIELDS):
            return vals
        months = {name: vals.get(name) or 0.0 for name in MONTH_FIELDS}
        return {
            **vals,
            **months,
            "split_id": False,
            "amount": vals.get("amount") or sum(months.values()),
        }

    def _split_year(self):
        """Return what each month should be: by the split, or as it is."""
        self.ensure_one()
        if not self.split_id:
            return self._get_months()
        decimals = self.currency_id.decimal_places if self.currency_id else 2
        amount = Decimal(float_repr(self.amount, decimals))
        return [float(part) for part in split_amount(amount, self.split_id._get_shares(), decimals)]

    def _get_subject(self):
        """Return what tells the targets of a year apart."""
        return self.member_id, self.region_id, self.categ_id

    def _ensure_draft(self):
        for target in self:
            if target.state == "set":
                raise UserError(
                    self.env._(
                        "%(target)s is set. Take it back to draft before you change it.",
                        target=target.display_name,
                    )
                )
