from odoo import api, models

from .. import sensitive_cipher
from ..queries import key_rotation
from .encrypted_field import Encrypted, load_key_ring

BATCH = 1000


class DistributionKeyRotationMixin(models.AbstractModel):
    """Goes through every encrypted column of the database, batch by batch."""

    _name = "distribution.key.rotation.mixin"
    _description = "Renewal of Encrypted Values"

    @api.model
    def _rotate_batches(self, size=BATCH):
        """Renew batch after batch, and yield (renewed, left) after each."""
        ring = load_key_ring()
        left = self._count_outdated(ring.current_id)
        for model_name, field_name in self._encrypted_columns():
            after = 0
            while True:
                last, seen, renewed = self._rotate_batch(
                    self.env[model_name], field_name, ring, after, size
                )
                if not seen:
                    break
                after = last
                left -= seen
                yield renewed, max(left, 0)

    @api.model
    def _rotate_batch(self, model, field_name, ring, after, size):
        """Renew some values of a column; return (last id, values seen, values renewed)."""
        model.flush_model([field_name, "sensitive_uid"])
        rows = self.env.execute_query(
            key_rotation.outdated_values(model._table, field_name, ring.current_id, after, size)
        )
        place = model._fields[field_name].place
        renewed = {}
        for row_id, uid, token in rows:
            try:
                clear = sensitive_cipher.decrypt(token, ring, place, uid)
            except sensitive_cipher.CipherError:
                continue  # counted at the end; the other values must not wait for it
            renewed[row_id] = sensitive_cipher.encrypt(clear, ring, place, uid)
        if renewed:
            self.env.cr.execute(key_rotation.renew_values(model._table, field_name, renewed))
            model.browse(renewed).invalidate_recordset([field_name], flush=False)
        return (rows[-1][0] if rows else after), len(rows), len(renewed)

    @api.model
    def _encrypted_columns(self):
        """Return (model, field) of every encrypted column of every installed addon."""
        return sorted(
            (name, field.name)
            for name, model in self.env.registry.items()
            if not model._abstract and model._auto
            for field in model._fields.values()
            if isinstance(field, Encrypted) and field.store
        )

    @api.model
    def _count_values(self):
        """Return how many values there are under each key."""
        counts = {}
        for model_name, field_name in self._encrypted_columns():
            model = self.env[model_name]
            model.flush_model([field_name])
            for key_id, count in self.env.execute_query(
                key_rotation.values_by_key(model._table, field_name)
            ):
                counts[key_id] = counts.get(key_id, 0) + count
        return counts

    @api.model
    def _count_outdated(self, key_id):
        counts = self._count_values()
        return sum(counts.values()) - counts.get(key_id, 0)
