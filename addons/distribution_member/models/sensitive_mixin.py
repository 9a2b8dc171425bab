import uuid

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import sensitive_cipher
from .encrypted_field import Encrypted, load_key_ring, normalise

NO_ACCESS = "."


class DistributionSensitiveMixin(models.AbstractModel):
    """Encrypts what is written to the `Encrypted` fields of a model, and reveals it to the few.

    `_reveal_groups` may see clear values, each time with a reason that is kept.
    """

    _name = "distribution.sensitive.mixin"
    _description = "Sensitive Data"

    _reveal_groups: tuple[str, ...] = (
        "distribution_member.group_distribution_finance",
        "distribution_member.group_distribution_admin",
    )

    # Names the row for its tokens: known before the id is, and kept by a restored copy.
    sensitive_uid = fields.Char(
        default=lambda self: str(uuid.uuid4()),
        required=True,
        readonly=True,
        copy=False,
        groups=NO_ACCESS,
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to encrypt before anything else sees the values."""
        prepared = []
        for vals in vals_list:
            uid = str(uuid.uuid4())
            prepared.append({**self._encrypt_values(vals, uid), "sensitive_uid": uid})
        return super().create(prepared)

    def write(self, vals):
        """Override of `base` to encrypt before anything else sees the values."""
        if not self._sensitive_names() & vals.keys():
            return super().write(vals)
        for record in self:
            # sudo: the name of the row is nobody's to read, but every writer's to use
            encrypted = record._encrypt_values(vals, record.sudo().sensitive_uid)
            super(DistributionSensitiveMixin, record).write(encrypted)
            record._audit_sensitive_write(encrypted)
        return True

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Override of `base`: encrypted values make no groups, and are given to nobody."""
        self._ensure_not_sensitive(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: encrypted values are not aggregated."""
        self._ensure_not_sensitive(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    # === BUSINESS METHODS === #

    def reveal(self, field, reason):
        """Return the clear value of an encrypted field, and keep who saw it and why.

        :param str field: name of the field, e.g. `bank_account`
        :param str reason: why the value is needed, required
        :return: the clear value, or False when the field is empty
        :raise AccessError: when the user may not see clear values of this record
        :raise UserError: without a reason, or when the value cannot be decrypted
        """
        self.ensure_one()
        if field not in self._sensitive_names():
            raise UserError(self.env._("%(field)s is not an encrypted field.", field=field))
        audit = self.env["distribution.audit"]
        if not self._can_reveal():
            audit._record_refused("reveal", self, field=field, reason=reason)
            raise AccessError(
                self.env._("You may not see this number in clear. The attempt has been recorded.")
            )
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept with your name."))
        audit._record("reveal", self, field=field, new_value=self[field], reason=reason.strip())
        return self._decrypt(field)

    def _can_reveal(self):
        """Override to widen or narrow who sees clear values."""
        return any(self.env.user.has_group(group) for group in self._reveal_groups)

    def _decrypt(self, field):
        """Return the clear value for our own use; the caller answers for where it goes."""
        self.ensure_one()
        record_sudo = self.sudo()  # the name of the row is nobody's to read
        record_sudo.fetch([field])
        token = self._fields[field]._get_cache(record_sudo.env).get(record_sudo.id)
        if not token:
            return False
        try:
            return sensitive_cipher.decrypt(
                token, load_key_ring(), self._fields[field].place, record_sudo.sensitive_uid
            )
        except (sensitive_cipher.CipherError, sensitive_cipher.KeyRingError):
            raise UserError(
                self.env._(
                    "%(field)s of %(record)s cannot be decrypted: its key is missing from the key"
                    " ring, or the value was changed. Ask the administrator.",
                    field=self._fields[field].string,
                    record=self.display_name,
                )
            )

    # === HELPERS === #

    @api.model
    def _sensitive_names(self):
        return {name for name, field in self._fields.items() if isinstance(field, Encrypted)}

    def _encrypt_values(self, vals, uid):
        """Return `vals` with tokens in the place of clear values; an unchanged mask is left out."""
        encrypted = dict(vals)
        for name in self._sensitive_names() & vals.keys():
            value = normalise(vals[name] or "")
            if not value:
                encrypted[name] = False
            elif value.startswith(sensitive_cipher.MASK):
                self._ensure_mask_unchanged(name, value)
                del encrypted[name]
            else:
                self._ensure_sensitive_valid(name, value)
                encrypted[name] = self._encrypt(name, value, uid)
        return encrypted

    def _encrypt(self, name, value, uid):
        try:
            return sensitive_cipher.encrypt(value, load_key_ring(), self._fields[name].place, uid)
        except sensitive_cipher.KeyRingError as error:
            raise UserError(
                self.env._(
                    "%(field)s cannot be stored: there is no key to encrypt it with (%(detail)s)."
                    " Ask the administrator to set up the key ring; nothing was saved.",
                    field=self._fields[name].string,
                    detail=str(error),
                )
            )

    def _ensure_sensitive_valid(self, name, value):
        """Override to check a clear value before it is encrypted."""
        if not value.isalnum():
            raise UserError(
                self.env._(
                    "%(field)s has letters and digits only.", field=self._fields[name].string
                )
            )

    def _ensure_mask_unchanged(self, name, value):
        if len(self) != 1 or self[name] != value:
            raise UserError(
                self.env._(
                    "Enter the whole %(field)s: what is shown is masked.",
                    field=self._fields[name].string,
                )
            )

    def _ensure_not_sensitive(self, spec):
        if spec.split(":")[0].split(".")[0] in self._sensitive_names():
            raise UserError(self.env._("Encrypted numbers cannot be grouped or summed up."))

    def _audit_sensitive_write(self, vals):
        """Keep that an encrypted value was changed, old and new masked."""
        for name in sorted(self._sensitive_names() & vals.keys()):
            self.env["distribution.audit"]._record(
                "sensitive_write", self, field=name, new_value=self[name] or ""
            )
