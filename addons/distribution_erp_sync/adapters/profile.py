"""What is special about one customer's ERP, as plain values: it outlives every transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Whose data count, and what fields are called.

    `organisation` sells; `stock_organisation` keeps the goods where that is another one.
    `statuses` and `owners` are numbers of stock that counts, none for all. `fields` holds, by form,
    our name of a field -> the ERP's key, only where it is not called as usual.
    """

    organisation: str = ""
    stock_organisation: str = ""
    statuses: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def get_fields(self, mapper) -> dict[str, str]:
        """Return our name -> the ERP's key of a mapper's form."""
        changes = self.fields.get(mapper.FORM, {})
        return {name: changes.get(name, key) for name, key in mapper.FIELDS.items()}
