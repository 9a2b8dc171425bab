"""A text field that is stored encrypted and read masked, by everybody and everywhere."""

import os

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import consteq

from .. import sensitive_cipher

KEY_RING_VARIABLE = "DISTRIBUTION_KEYRING"
SECRET_END = "****"  # nosec B105: what stands in the place of one
EQUALITIES = {"in", "not in", "like", "ilike", "=like", "=ilike"}


def load_key_ring():
    """Return the configured keys.

    :raise sensitive_cipher.KeyRingError: when there are none
    """
    return sensitive_cipher.load_key_ring(os.environ.get(KEY_RING_VARIABLE))


def normalise(value):
    """Return the value as it is compared: no spaces or hyphens, half width, upper case."""
    # Full-width digits and letters stand 0xFEE0 above their half-width forms.
    half_width = (
        chr(ord(sign) - 0xFEE0) if 0xFF01 <= ord(sign) <= 0xFF5E else sign for sign in str(value)
    )
    return "".join(half_width).replace("-", "").upper().translate({32: None, 0x3000: None, 9: None})


class Encrypted(fields.Char):
    """Text kept as an AES-256-GCM token; reading gives `****` and the last four characters.

    Models that have one inherit `distribution.sensitive.mixin`, which encrypts what is written and
    offers `reveal()`. A search for the whole value works, by a keyed hash; any other does not.
    """

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("copy", False)
        super().__init__(*args, **kwargs)

    @property
    def place(self):
        """Return the name under which the values of this field are encrypted."""
        return f"{self.model_name}|{self.name}"

    def to_stored(self, value):
        """Return a value in the spelling in which it is kept; empty when there is nothing."""
        return normalise(value or "")

    def from_stored(self, value):
        """Return a kept value as it was meant."""
        return value

    def index_values(self, values):
        """Return the blind indexes of clear values, under every key of the ring."""
        ring = load_key_ring()
        return [
            sensitive_cipher.index_of(self.to_stored(value), ring, self.place, key_id)
            for value in values
            for key_id in ring.ids
        ]

    # === ORM CONVERSIONS === #

    def convert_to_record(self, value, record):
        """Override of `base`: what comes out of a record is masked."""
        if not value:
            return False
        try:
            return sensitive_cipher.masked(sensitive_cipher.last_four_of(value))
        except sensitive_cipher.CipherError:  # typed into a form that is not saved yet
            return sensitive_cipher.masked(sensitive_cipher.last_four(value))

    def convert_to_column(self, value, record, values=None, validate=True):
        """Override of `base`: clear text never reaches the database, whatever path it takes."""
        column = super().convert_to_column(value, record, values, validate)
        if column:
            try:
                sensitive_cipher.key_id_of(column)
            except sensitive_cipher.CipherError:
                raise UserError(
                    record.env._(
                        "%(field)s was not saved: it must be written with the record itself.",
                        field=self.string,
                    )
                )
        return column

    def _condition_to_sql(self, field_expr, operator, value, model, alias, query):
        """Override of `base`: equality by the blind index, emptiness; nothing else is known."""
        if operator not in EQUALITIES:
            raise UserError(model.env._("Search %(field)s by the whole number.", field=self.string))
        values = [value] if isinstance(value, str) else list(value)
        column = model._field_to_sql(alias, self.name, query)
        wanted = [item for item in values if item]
        if wanted:
            model._ensure_may_search_sensitive()
        conditions = [SQL("%s IS NULL", column)] if len(wanted) < len(values) else []
        if wanted:
            numbers = [item.strip("%") if "like" in operator else item for item in wanted]
            indexes = tuple(self.index_values(numbers))
            conditions.append(SQL("split_part(%s, ':', 2) IN %s", column, indexes))
        positive = SQL("(%s)", SQL(" OR ").join(conditions)) if conditions else SQL("FALSE")
        return SQL("(%s) IS NOT TRUE", positive) if operator == "not in" else positive

    def filter_function(self, records, field_expr, operator, value):
        """Override of `base`: the same in memory."""
        values = [value] if isinstance(value, str) else list(value)
        wanted = [item for item in values if item]
        if wanted:
            records._ensure_may_search_sensitive()
        indexes = self.index_values(wanted) if wanted else []
        cache = self._get_cache(records.env)

        def matches(record):
            if not self.__get__(record):
                return len(wanted) < len(values)
            found = cache[record.id].split(":")[1]
            return any(consteq(found, index) for index in indexes)

        return matches

    def _description_sortable(self, env):
        return False

    def _description_groupable(self, env):
        return False


class Secret(Encrypted):
    """A password: kept letter for letter, and nothing of it is ever shown."""

    def to_stored(self, value):
        """Override: the signs at its end are what the mask shows, so they are none of the secret's.

        What is masked already stays as it is.
        """
        value = str(value or "")
        return value if not value or value.startswith(sensitive_cipher.MASK) else value + SECRET_END

    def from_stored(self, value):
        """Override: without what was put at its end."""
        return value.removesuffix(SECRET_END)
