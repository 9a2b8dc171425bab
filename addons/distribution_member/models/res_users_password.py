from odoo import models
from odoo.tools import ormcache

# Argon2id, half as much again as OWASP asks for (Password Storage Cheat Sheet: 19 MiB, 2 passes).
ARGON2 = {
    "argon2__type": "ID",
    "argon2__memory_cost": 19 * 1024,  # KiB
    "argon2__time_cost": 3,
    "argon2__parallelism": 1,
}


class ResUsers(models.Model):
    """How passwords are kept: those of distributors by Argon2id, those of staff as Odoo does."""

    _inherit = "res.users"

    def _crypt_context(self):
        """Override of `base`: a distributor's log-in takes a tenth of the processor time, and who
        has stolen the table needs memory for each guess.

        Staff stay with Odoo's own, which can be verified without this addon. Either kind is
        verified for everybody; the next log-in writes the hash anew.
        """
        # sudo: who the users are decides how their passwords are kept, not who asks
        is_portal = bool(self) and all(user._is_portal() for user in self.sudo())
        return self._make_distribution_crypt_context(is_portal)

    @ormcache("is_portal", cache="stable")
    def _make_distribution_crypt_context(self, is_portal):
        schemes = ["argon2", "pbkdf2_sha512"] if is_portal else ["pbkdf2_sha512", "argon2"]
        context = super()._crypt_context().copy()
        context.update(schemes=[*schemes, "plaintext"], deprecated=["auto"], **ARGON2)
        return context
