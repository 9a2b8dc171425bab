import uuid
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import sensitive_cipher
from ..queries.key_rotation import renew_values
from .encrypted_field import Encrypted, load_key_ring

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
        names = self._sensitive_names()
        # A `default_…` in the context would reach the field unseen by us.
        defaults = {
            name: self.env.context[f"default_{name}"]
            for name in names
            if self.env.context.get(f"default_{name}")
        }
        vals_list = [{**defaults, **vals} for vals in vals_list]
        ring = self._load_usable_ring(vals_list)
        prepared, uids = [], {}
        for vals in vals_list:
            uid = str(uuid.uuid4())
            prepared.append(self._encrypt_values(vals, uid, ring))
            uids.update({prepared[-1][name]: uid for name in names & prepared[-1].keys()})
        uid_keeper = self.with_context(distribution_uids=uids)
        records = super(DistributionSensitiveMixin, uid_keeper).create(prepared)
        records = records.with_env(self.env)
        for name in sorted(names):
            records.filtered(name)._audit_sensitive_write(name, {})
        return records

    def _prepare_create_values(self, vals_list):
        """Override of `base`: the name of a row is nobody's to write: it comes after that check."""
        uids = self.env.context.get("distribution_uids", {})
        names = self._sensitive_names()
        named = [
            {**vals, "sensitive_uid": next(uids[vals[name]] for name in tokens)} if tokens else vals
            for vals in vals_list
            for tokens in [[name for name in names if vals.get(name) in uids and vals[name]]]
        ]
        return super()._prepare_create_values(named)

    def write(self, vals):
        """Override of `base` to encrypt before anything else sees the values."""
        names = self._sensitive_names() & vals.keys()
        if not names:
            return super().write(vals)
        # What a record may not be written is refused before anything is kept about it.
        self.check_access("write")
        before = {name: {record.id: record[name] for record in self} for name in names}
        if others := {name: value for name, value in vals.items() if name not in names}:
            super().write(others)
        sensitive = {name: vals[name] for name in names}
        changed = {name: self.browse() for name in names}
        ring = self._load_usable_ring([sensitive])
        for record in self:
            # sudo: the name of the row is nobody's to read, but every writer's to use
            encrypted = record._encrypt_values(sensitive, record.sudo().sensitive_uid, ring)
            for name in encrypted:
                if encrypted[name] or record[name]:
                    changed[name] |= record
            super(DistributionSensitiveMixin, record).write(encrypted)
        for name in sorted(names):
            changed[name]._audit_sensitive_write(name, before[name])
        return True

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Override of `base`: encrypted values make no groups, and are given to nobody."""
        self._ensure_not_sensitive(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: encrypted values are not aggregated."""
        self._ensure_not_sensitive(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Override of `base`: encrypted values have no order that means anything."""
        self._ensure_not_sensitive(field_name)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

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
        self._ensure_may_reveal(field, reason)
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Give a reason: it is kept with your name."))
        clear = self._decrypt(field)
        self.env["distribution.audit"]._record(
            "reveal", self, field=field, new_value=self[field] or "", reason=reason.strip()
        )
        return clear

    def _ensure_may_reveal(self, field, reason):
        """Raise, and keep the attempt, when the user has no role for it or no right to the record.

        Somebody else's record and one that does not exist get the same answer.
        """
        if self._can_reveal() and self.exists() and self.has_access("read"):
            return
        self.env["distribution.audit"]._record_refused(
            "reveal", self.exists(), field=field, reason=str(reason or "")
        )
        raise AccessError(
            self.env._("You may not see this number in clear. The attempt has been recorded.")
        )

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
            place = self._fields[field].place
            clear = sensitive_cipher.decrypt(
                token, load_key_ring(), place, record_sudo.sensitive_uid
            )
            return self._fields[field].from_stored(clear)
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

    def _write_first_numbers(self, values):
        """Store the first numbers of many records at once, as `write` does for one.

        :param dict values: {record id: {field: clear value}}
        """
        self.check_access("write")
        ring = self._load_usable_ring(values.values())
        tokens = defaultdict(dict)
        for record_sudo in self.sudo():  # the name of a row is nobody's to read
            uid = record_sudo.sensitive_uid
            encrypted = record_sudo._encrypt_values(values[record_sudo.id], uid, ring)
            for name, token in encrypted.items():
                tokens[name][record_sudo.id] = token
        self.flush_recordset()
        for name in tokens:
            self.env.cr.execute(renew_values(self._table, name, tokens[name]))
        self.invalidate_recordset(list(tokens))
        self.modified(list(tokens))
        self._validate_fields(list(tokens))
        for name in sorted(tokens):
            self.browse(tokens[name])._audit_sensitive_write(name, {})

    @api.model
    def _sensitive_names(self):
        return {name for name, field in self._fields.items() if isinstance(field, Encrypted)}

    def _encrypt_values(self, vals, uid, ring):
        """Return `vals` with tokens in the place of clear values; an unchanged mask is left out."""
        encrypted = dict(vals)
        for name in self._sensitive_names() & vals.keys():
            value = self._fields[name].to_stored(vals[name])
            if not value:
                encrypted[name] = False
            elif value.startswith(sensitive_cipher.MASK):
                self._ensure_mask_unchanged(name, value)
                del encrypted[name]
            else:
                self._ensure_sensitive_valid(name, value)
                encrypted[name] = sensitive_cipher.encrypt(
                    value, ring, self._fields[name].place, uid
                )
        return encrypted

    def _load_usable_ring(self, vals_list):
        """Return the keys, or None when there is nothing to encrypt.

        :raise UserError: when there are none, or they do not fit the values that are there
        """
        if not any(vals.get(name) for vals in vals_list for name in self._sensitive_names()):
            return None
        try:
            ring = load_key_ring()
            self.env["distribution.sensitive.key"]._verify(ring)
            return ring
        except sensitive_cipher.KeyRingError as error:
            raise UserError(
                self.env._(
                    "The number cannot be stored: there is no key to encrypt it with (%(detail)s)."
                    " Ask the administrator to set up the key ring; nothing was saved.",
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

    @api.model
    def _ensure_may_search_sensitive(self):
        """Raise for users who may not see clear values.

        Numbers can be guessed: a search that says yes or no would be a reveal nobody has a
        record of.
        """
        if not self.env.su and not self._can_reveal():
            raise AccessError(
                self.env._("Only those who may see encrypted numbers in clear can search by them.")
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

    def _audit_sensitive_write(self, name, before):
        """Keep that an encrypted value was changed, old and new masked.

        :param dict before: the mask that each record showed, by id
        """
        audit_sudo = self.env["distribution.audit"].sudo()  # everybody's acts are recorded
        rows = []
        for record in self:
            rows += self.env["distribution.audit"]._prepare_rows(
                "sensitive_write",
                record,
                field=name,
                old_value=before.get(record.id) or "",
                new_value=record[name] or "",
            )
        audit_sudo.create(rows)
