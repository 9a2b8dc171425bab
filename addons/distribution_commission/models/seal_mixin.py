from odoo import fields, models
from odoo.addons.distribution_member.models.encrypted_field import load_key_ring
from odoo.addons.distribution_member.sensitive_cipher import KeyRingError

from ..statement_seal import Sealer, SealError


class DistributionSealMixin(models.AbstractModel):
    """A record that is sealed behind another one, with a key that is not in the database: who
    changes rows there cannot make the seal anew.
    """

    _name = "distribution.seal.mixin"
    _description = "Seal"

    seal = fields.Char(
        readonly=True,
        copy=False,
        help="HMAC-SHA256 of the seal before and of all that the record says.",
    )
    seal_previous = fields.Char("Seal before", readonly=True, copy=False)
    seal_key = fields.Char("Key of the Seal", readonly=True, copy=False)
    seal_body = fields.Text(
        "Sealed Copy",
        readonly=True,
        copy=False,
        prefetch=False,
        groups="distribution_member.group_distribution_finance",
        help="What was sealed, encrypted with AES-256-GCM.",
    )

    # === HELPERS === #

    def _get_current_sealer(self):
        """Return the id of the key in use, and what seals with it."""
        ring = load_key_ring()
        return ring.current_id, Sealer.of(ring, ring.current_id)

    def _name_of_body(self, record_id):
        return f"{self._name}|{record_id}"

    def _open_sealed(self):
        """Return (what was sealed, what seals like that); (None, None) when the copy is damaged."""
        self.ensure_one()
        try:
            sealer = Sealer.of(load_key_ring(), self.seal_key or "")
            return sealer.open(self.seal_body or "", self._name_of_body(self.id)), sealer
        except (KeyRingError, SealError):
            return None, None

    def _show_breaks(self, title, breaks):
        """Say that nothing was changed, or what was."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": title,
                "message": "\n".join(breaks)
                or self.env._("Nothing was changed since it was published."),
                "type": "danger" if breaks else "success",
                "sticky": bool(breaks),
            },
        }
