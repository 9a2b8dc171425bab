from odoo import api, fields, models

# Argon2id, half as much again as OWASP asks for (Password Storage Cheat Sheet: 19 MiB, 2 passes).
ARGON2 = {
    "argon2__type": "ID",
    "argon2__memory_cost": 19 * 1024,  # KiB
    "argon2__time_cost": 3,
    "argon2__parallelism": 1,
}


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
    # Record rules name the regions one by one: PostgreSQL then reads the members by their index.
    distribution_inner_region_ids = fields.Many2many(
        "distribution.region",
        compute="_compute_distribution_region_ids",
        help="The same regions with all regions inside them.",
    )

    @api.depends("distribution_managed_region_ids", "distribution_staff_region_ids")
    def _compute_distribution_region_ids(self):
        for user in self:
            # sudo: record rules ask for a user's regions before the user may read regions.
            user_sudo = user.sudo()
            regions_sudo = (
                user_sudo.distribution_managed_region_ids | user_sudo.distribution_staff_region_ids
            )
            user.distribution_region_ids = regions_sudo
            user.distribution_inner_region_ids = regions_sudo.with_context(
                active_test=False
            ).search([("id", "child_of", regions_sudo.ids)])

    def _get_distribution_role(self):
        """Return the role under which distributors know this user, without a name."""
        self.ensure_one()
        for group in ("admin", "finance", "manager", "reviewer", "user"):
            xmlid = f"distribution_member.group_distribution_{group}"
            if self.sudo().has_group(xmlid):  # what roles people have is no secret of theirs
                return self.env.ref(xmlid).sudo().name
        return self.env._("Staff")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to record the roles given, and to give portal users their place."""
        with self.env["res.groups"]._watch_distribution_roles():
            users = super().create(vals_list)
        # sudo: as in `distribution.member`
        self.env["distribution.member.user"].sudo()._add_missing(user_ids=users.ids)
        return users

    def write(self, vals):
        """Override of `base` to record the roles given and taken."""
        if not {"group_ids", "role", "active", "partner_id"} & vals.keys():
            return super().write(vals)
        with self.env["res.groups"]._watch_distribution_roles():
            result = super().write(vals)
        self.env["distribution.member.user"].sudo()._add_missing(user_ids=self.ids)  # as above
        return result

    # === PASSWORDS === #

    def _crypt_context(self):
        """Override of `base`: a distributor's log-in takes a tenth of the processor time, and who
        has stolen the table needs memory for each guess.

        Staff stay with Odoo's own, which can be verified without this addon. Either kind is
        verified for everybody; the next log-in writes the hash anew.
        """
        context = super()._crypt_context().copy()
        # sudo: who the users are decides how their passwords are kept, not who asks
        is_portal = bool(self) and all(user._is_portal() for user in self.sudo())
        schemes = ["argon2", "pbkdf2_sha512"] if is_portal else ["pbkdf2_sha512", "argon2"]
        context.update(schemes=[*schemes, "plaintext"], deprecated=["auto"], **ARGON2)
        return context

    # === BUSINESS METHODS === #

    def _get_colleague_role(self, member):
        """Return what the user does at a member's company: a key of `COLLEAGUE_ROLES`, or False."""
        self.ensure_one()
        colleague_sudo = (
            self.env["distribution.member.user"]
            .sudo()  # the answer is about the user alone
            .search(
                [
                    ("member_id", "=", member.id),
                    ("user_id", "=", self.id),
                    ("active", "=", True),
                ],
                limit=1,
            )
        )
        return colleague_sudo.role

    def _has_distribution_role(self, member, *roles):
        """Return whether the user has one of the roles at the member's company."""
        return self._get_colleague_role(member) in roles
