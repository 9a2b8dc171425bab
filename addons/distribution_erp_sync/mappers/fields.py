"""Tables of fields: our name -> the ERP's key, with what each customer's ERP calls otherwise."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from .values import BadValueError

Record = TypeVar("Record")
Reader = Callable[[Any, str], Any]


def merge(fields: Mapping[str, str], changes: Mapping[str, str] | None) -> dict[str, str]:
    """Return the fields with some keys replaced, in the same order.

    :raise ValueError: for names that do not exist: a mapping that does nothing is a mistake

    >>> merge({"number": "FNumber", "name": "FName"}, {"name": "F_ABC_Name"})
    {'number': 'FNumber', 'name': 'F_ABC_Name'}
    """
    unknown = set(changes or {}) - set(fields)
    if unknown:
        raise ValueError(f"no such fields: {', '.join(sorted(unknown))}")
    return {**fields, **(changes or {})}


def read_records(
    record: Callable[..., Record],
    readers: Mapping[str, Reader],
    rows: Iterable[Sequence],
    fields: Mapping[str, str],
) -> list[Record]:
    """Return a record per row; the columns stand in the order of `fields`.

    :raise BadValueError: when a value is not of its kind, or a row has another width
    """
    columns = [(name, readers[name]) for name in fields]
    records = []
    for row in rows:
        if len(row) != len(columns):
            raise BadValueError("row", len(row), f"row of {len(columns)} values")
        records.append(
            record(
                **{
                    name: read(value, name)
                    for (name, read), value in zip(columns, row, strict=True)
                }
            )
        )
    return records
