from odoo import api, fields, models

# A level that does not limit its members' branches.
ANY_DEPTH = -1


class DistributionLevel(models.Model):
    _name = "distribution.level"
    _description = "Distribution Level"
    _order = "rank, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name used in imports and reports.")
    rank = fields.Integer(
        required=True,
        default=1,
        help="1 is closest to the manufacturer. An upline's rank is lower than its downline's.",
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        check_company=True,
        help="Price list that members of this level buy at.",
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Empty: shared by all companies.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    credit_default = fields.Monetary(
        "Credit Limit for New Members",
        help="Members that join at this level begin with this credit limit.",
    )
    max_downline_depth = fields.Integer(
        required=True,
        default=ANY_DEPTH,
        help="How many levels of downline a member of this level may have:"
        " 0 is none, 1 is direct downline only, -1 is any.",
    )
    earns_rebate = fields.Boolean("Rebates", default=True)
    earns_override = fields.Boolean("Overrides", default=True)
    earns_differential = fields.Boolean("Differentials", default=True)
    earns_volume = fields.Boolean("Volume Rebates", default=True)
    earns_target = fields.Boolean("Target Bonuses", default=True)
    is_open_to_applicants = fields.Boolean(
        "Open to Applicants",
        default=True,
        help="Applicants may choose this level on the public form.",
    )
    # Both are the other side of what the document type says.
    required_document_ids = fields.Many2many(
        "distribution.document.type",
        "distribution_document_type_required_rel",
        "level_id",
        "type_id",
        "Required Documents",
        help="Nobody joins at this level without them.",
    )
    optional_document_ids = fields.Many2many(
        "distribution.document.type",
        "distribution_document_type_optional_rel",
        "level_id",
        "type_id",
        "Optional Documents",
        help="Applicants of this level may add them.",
    )
    active = fields.Boolean(default=True)
    member_count = fields.Integer("Members", compute="_compute_member_count")

    _check_company_auto = True
    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another level has this code already."
    )
    _rank_positive = models.Constraint("CHECK (rank > 0)", "A level's rank starts at 1.")
    _downline_depth_possible = models.Constraint(
        "CHECK (max_downline_depth >= -1)",
        "The depth of the downline is -1 (any), 0 (none) or a number of levels.",
    )
    _credit_default_not_negative = models.Constraint(
        "CHECK (credit_default >= 0)", "A credit limit is not negative."
    )

    # === COMPUTE METHODS === #

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for level in self:
            level.currency_id = (level.company_id or self.env.company).currency_id

    def _compute_member_count(self):
        counts = dict(
            self.env["distribution.member"]._read_group(
                [("level_id", "in", self.ids)], ["level_id"], ["__count"]
            )
        )
        for level in self:
            level.member_count = counts.get(level, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("required_document_ids", "optional_document_ids")
    def _check_documents(self):
        """Hold the document types to their own rules when they are chosen on this side."""
        types = self.required_document_ids | self.optional_document_ids
        types._check_levels_apart()
        types._check_company(["required_level_ids", "optional_level_ids"])

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: the members of the level buy at its new price list at once."""
        result = super().write(vals)
        if "pricelist_id" in vals:
            members = self.env["distribution.member"].search([("level_id", "in", self.ids)])
            members._apply_level_pricelist()
        return result

    # === BUSINESS METHODS === #

    @api.model
    def _is_depth_limited(self):
        """Return whether any level limits its downline; most channels need not look further."""
        # sudo: a limit binds everybody
        return bool(self.sudo().search_count([("max_downline_depth", "!=", ANY_DEPTH)], limit=1))

    def _can_earn(self, kind):
        """Return whether members of this level may earn commission of a rule's kind."""
        self.ensure_one()
        return self[f"earns_{kind}"]

    # === ACTION METHODS === #

    def action_open_members(self):
        """Open the members of this level."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_member_action"
        )
        return {**action, "domain": [("level_id", "=", self.id)], "context": {}}
