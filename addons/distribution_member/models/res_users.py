from odoo import api, fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    distribution_managed_region_ids = fields.Many2many(
        "distribution.region", "distribution_region_manager_rel", "user_id", "region_id"
    )
    distribution_staff_region_ids = fields.Many2many(
        "distribution.region", "distribution_region_staff_rel", "user_id", "region_id"
    )
    distribution_region_ids = fields.Many2many(
        "distribution.region",
        compute="_compute_distribution_region_ids",
        help="Regions whose members, orders and statements this user may see.",
    )

    @api.depends("distribution_managed_region_ids", "distribution_staff_region_ids")
    def _compute_distribution_region_ids(self):
        for user in self:
            # sudo: record rules ask for a user's regions before the user may read regions.
            user_sudo = user.sudo()
            user.distribution_region_ids = (
                user_sudo.distribution_managed_region_ids | user_sudo.distribution_staff_region_ids
            )

    def _get_distribution_role(self):
        """Return the role under which distributors know this user, without a name."""
        self.ensure_one()
        for group in ("admin", "finance", "manager", "reviewer", "user"):
            xmlid = f"distribution_member.group_distribution_{group}"
            if self.sudo().has_group(xmlid):  # what roles people have is no secret of theirs
                return self.env.ref(xmlid).sudo().name
        return self.env._("Staff")
