from collections import defaultdict

from odoo import api, fields, models

REGION_KINDS = [
    ("province", "Province"),
    ("city", "City"),
    ("district", "District or County"),
    ("area", "Sales Area"),
]


class DistributionRegion(models.Model):
    _name = "distribution.region"
    _description = "Distribution Region"
    _parent_store = True
    _order = "complete_name, id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "code"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        compute="_compute_complete_name", store=True, recursive=True, string="Full Name"
    )
    code = fields.Char(required=True)
    kind = fields.Selection(
        REGION_KINDS,
        help="Part of the administrative map, or a sales area that you have drawn yourself.",
    )
    state_id = fields.Many2one(
        "res.country.state",
        "Province",
        index="btree_not_null",
        help="The province that the region is, or lies in.",
    )
    parent_id = fields.Many2one(
        "distribution.region", "Part of", index=True, ondelete="restrict", check_company=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("distribution.region", "parent_id", "Sub-regions")
    manager_ids = fields.Many2many(
        "res.users",
        "distribution_region_manager_rel",
        "region_id",
        "user_id",
        "Managers",
        help="They see and edit the members of this region and of all regions inside it.",
    )
    staff_ids = fields.Many2many(
        "res.users",
        "distribution_region_staff_rel",
        "region_id",
        "user_id",
        "Staff Members",
        help="They see the members of this region and of all regions inside it.",
    )
    company_id = fields.Many2one("res.company", help="Empty: shared by all companies.")
    active = fields.Boolean(default=True)
    member_count = fields.Integer("Members", compute="_compute_member_count")

    _check_company_auto = True
    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another region has this code already."
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for region in self:
            parent = region.parent_id.complete_name
            region.complete_name = f"{parent} / {region.name}" if parent else region.name

    def _compute_member_count(self):
        self.member_count = 0
        totals = defaultdict(int)
        for region, count in self.env["distribution.member"]._read_group(
            [("region_id", "child_of", self.ids)], ["region_id"], ["__count"]
        ):
            for ancestor_id in region.parent_path.split("/")[:-1]:
                totals[int(ancestor_id)] += count
        for region in self:
            region.member_count = totals[region._origin.id]

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        regions = super().create(vals_list)
        regions._forget_cached_rules()
        return regions

    def write(self, vals):
        result = super().write(vals)
        if {"manager_ids", "staff_ids", "parent_id"} & vals.keys():
            self._forget_cached_rules()
            self.env["tier.review"]._refresh_reviewers()
        return result

    # === ACTION METHODS === #

    def action_open_members(self):
        """Open the members of this region and of the regions inside it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_member_action"
        )
        return {**action, "domain": [("region_id", "child_of", self.id)], "context": {}}

    def action_open_authorisations(self):
        """Open who is authorised in this region and in the regions inside it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_authorisation_action"
        )
        domain = [("region_id", "child_of", self.id)]
        return {**action, "domain": domain, "context": {"default_region_id": self.id}}

    # === HELPERS === #

    def _find_managers(self):
        """Return the managers of the region, or of the nearest one around it that has any."""
        region = self
        while region and not region.manager_ids:
            region = region.parent_id
        return region.manager_ids

    def _find_people(self):
        """Return who may see what belongs to the region: its people, those around, those of all."""
        self.ensure_one()
        around = self.browse(int(region_id) for region_id in self.parent_path.split("/")[:-1])
        everywhere = self.env.ref("distribution_member.group_distribution_finance")
        return around.manager_ids | around.staff_ids | everywhere.all_user_ids

    def _forget_cached_rules(self):
        """Record rules hold the user's regions in a cache of the registry."""
        self.env.registry.clear_cache()
