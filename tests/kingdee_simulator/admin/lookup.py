"""Records by number, for actions; a wrong number is a mistake of the test."""

import sqlite3

from ..meta.registry import FORMS
from ..refusal import AdminError
from ..services.documents import Document, find_key, load


def small(tx: sqlite3.Connection, form_id: str, number: str) -> int:
    """Return the id of a record of base data."""
    form = FORMS[form_id.lower()]
    key = find_key(tx, form, str(number))
    if key is None:
        raise AdminError(f"no {form_id} {number}")
    return key


def material(tx: sqlite3.Connection, number: str, organisation: int = 1) -> tuple[int, int]:
    """Return FMATERIALID and FMASTERID of a material."""
    row = tx.execute(
        "SELECT fmaterialid, fmasterid FROM bd_material WHERE fnumber = ? "
        "ORDER BY fuseorgid <> ? LIMIT 1",
        (number, organisation),
    ).fetchone()
    if row is None:
        raise AdminError(f"no BD_MATERIAL {number}")
    return row


def document(tx: sqlite3.Connection, form_id: str, number: str) -> Document:
    """Return a record by its number."""
    form = FORMS.get(form_id.lower())
    if form is None:
        raise AdminError(f"no form {form_id}")
    key = find_key(tx, form, str(number))
    found = load(tx, form, key) if key is not None else None
    if found is None:
        raise AdminError(f"no {form_id} {number}")
    return found


def line(bill: Document, wanted: dict) -> dict:
    """Return the line an action names by `seq`, `entry_id` or `material_id`; else the first."""
    for row in bill.lines():
        if "entry_id" in wanted and row["fentryid"] == int(wanted["entry_id"]):
            return row
        if "entry_id" not in wanted and row["fseq"] == int(wanted.get("seq", 1)):
            return row
    raise AdminError(f"{bill.number} has no line {wanted}")
