from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

PRIVILEGE = "distribution_member.res_groups_privilege_distribution"


class ResGroups(models.Model):
    _inherit = "res.groups"

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: roles are given on the form of a group, too."""
        if not {"user_ids", "implied_ids"} & vals.keys():
            return super().write(vals)
        with self._watch_distribution_roles():
            return super().write(vals)

    # === HELPERS === #

    @api.model
    @contextmanager
    def _watch_distribution_roles(self):
        """Record which of our roles whom was given or taken inside the block, and refuse what
        must never be.
        """
        before = self._get_distribution_holders()
        yield
        for group, users in self._get_distribution_holders().items():
            given, taken = users - before.get(group, set()), before.get(group, set()) - users
            self._check_roles_given(group, given)
            for user_ids, value in ((given, "new_value"), (taken, "old_value")):
                if user_ids:
                    users_sudo = self.env["res.users"].sudo().browse(sorted(user_ids))
                    self.env["distribution.audit"]._record(
                        "role_change", users_sudo, field="group_ids", **{value: group.name}
                    )

    @api.model
    def _get_distribution_holders(self):
        """Return {group of ours: ids of those who have it, directly or by another}."""
        privilege = self.env.ref(PRIVILEGE, raise_if_not_found=False)
        groups_sudo = privilege.sudo().group_ids if privilege else self.browse()  # names and ids
        return {
            group_sudo: set(group_sudo.with_context(active_test=False).all_user_ids.ids)
            for group_sudo in groups_sudo
        }

    @api.model
    def _check_roles_given(self, group, user_ids):
        user = self.env.user
        if user.id in user_ids and not self.env.su:
            self.env["distribution.audit"]._record_refused(
                "role_change", user, field="group_ids", new_value=group.name
            )
            raise AccessError(
                self.env._("Nobody gives roles to himself. Ask another administrator.")
            )
        outsiders = self.env["res.users"].sudo().browse(user_ids).filtered("share")
        if outsiders:
            raise ValidationError(
                self.env._(
                    "%(user)s is a portal user and cannot become %(role)s: that is for employees.",
                    user=outsiders[0].name,
                    role=group.name,
                )
            )
