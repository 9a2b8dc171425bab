from odoo import api, fields, models


class DistributionAssortment(models.Model):
    """Which goods the members of some levels and a region may order, on some days."""

    _name = "distribution.assortment"
    _description = "Assortment"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    level_ids = fields.Many2many(
        "distribution.level",
        "distribution_assortment_level_rel",
        "assortment_id",
        "level_id",
        "Levels",
        check_company=True,
        help="Whose members are offered these goods. Empty: all levels.",
    )
    region_id = fields.Many2one(
        "distribution.region",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Where the members stand, with everything inside it. Empty: everywhere.",
    )
    categ_ids = fields.Many2many(
        "product.category",
        "distribution_assortment_categ_rel",
        "assortment_id",
        "categ_id",
        "Product Categories",
        help="What is offered, with the categories below.",
    )
    product_ids = fields.Many2many(
        "product.product",
        "distribution_assortment_product_rel",
        "assortment_id",
        "product_id",
        "Products",
        check_company=True,
        help="What is offered besides the categories. No category and no product: everything.",
    )
    date_from = fields.Date("From", default=fields.Date.context_today, required=True)
    date_to = fields.Date("Until", help="Last day; empty: no end.")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    active = fields.Boolean(default=True)
    is_in_force = fields.Boolean(
        "In Force Today",
        compute="_compute_is_in_force",
        search="_search_is_in_force",
        help="While any assortment of a company is in force, its members are offered only what"
        " one of them covers.",
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The assortment ends before it begins."
    )
    _force_index = models.Index("(company_id, date_from, date_to) WHERE active")

    # === COMPUTE METHODS === #

    @api.depends("date_from", "date_to", "active")
    def _compute_is_in_force(self):
        today = fields.Date.context_today(self)
        for assortment in self:
            assortment.is_in_force = (
                assortment.active
                and bool(assortment.date_from)
                and assortment.date_from <= today
                and (not assortment.date_to or assortment.date_to >= today)
            )

    @api.model
    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_force_domain(fields.Date.context_today(self))
        return domain if True in value else ["!", "&", *domain]

    # === HELPERS === #

    @api.model
    def _get_force_domain(self, day):
        """Return the domain of what is in force on a day."""
        return [
            ("active", "=", True),
            ("date_from", "<=", day),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", day),
        ]
