"""References of a Model, `{"FNumber": ".."}` and their relatives, turned into internal ids."""

import sqlite3

from ..meta.fields import Field
from ..meta.registry import FORMS
from ..refusal import Refusal

NUMBER_KEYS = ("fnumber", "fstaffnumber", "fuserid", "fbillno")
ID_KEYS = ("fid", "id", "fuserid")
BY_ORGANISATION = {"bd_material", "bd_customer"}
CONTACT_FORMS = {"bd_customer", "bd_supplier", "bd_empinfo"}


def resolve(
    tx: sqlite3.Connection, item: Field, value: object, organisation: int, target: str = ""
) -> int:
    """Return the id a reference means, 0 for an empty one; unknown base data is refused."""
    form = FORMS[(target or item.target).lower()]
    given = _given(value)
    if given in ("", "0", "None"):
        return 0
    key = form.key.lower()
    by_id = not isinstance(value, dict)
    column = key if by_id else "fnumber"
    if by_id and not given.isdigit():
        raise Refusal(11, f"字段“{item.caption}”的值“{given}”不正确", item.key)
    rows = tx.execute(
        f"SELECT {key}, fuseorgid, fforbidstatus, fdocumentstatus FROM {form.table} "
        f"WHERE {column} = ?",
        (given,),
    ).fetchall()
    if not rows:
        raise Refusal(11, f"字段“{item.caption}”的值“{given}”在系统中不存在", item.key)
    return _usable(rows, item, given, organisation if form.table in BY_ORGANISATION else 0)


def _usable(rows: list[tuple], item: Field, given: str, organisation: int) -> int:
    own = [row for row in rows if not organisation or row[1] == organisation]
    if not own:
        raise Refusal(11, f"字段“{item.caption}”的值“{given}”未分配到当前组织", item.key)
    key, _organisation, forbidden, status = own[0]
    if forbidden == "B":
        raise Refusal(11, f"字段“{item.caption}”的值“{given}”已禁用，不能使用", item.key)
    if status != "C":
        raise Refusal(11, f"字段“{item.caption}”的值“{given}”未审核，不能使用", item.key)
    return key


def _given(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, dict):
        return str(value).strip()
    lowered = {str(key).lower(): inner for key, inner in value.items()}
    for key in (*NUMBER_KEYS, *ID_KEYS):
        if lowered.get(key) not in (None, ""):
            return str(lowered[key]).strip()
    return ""
