"""The rows of STK_Inventory."""

import sqlite3
import uuid
from typing import NamedTuple

from ..meta.registry import FORMS
from ..store.database import fetch_dicts, insert


class Place(NamedTuple):
    """Where stock lies: the grain of a stock row, as far as the simulator moves it."""

    organisation: int
    warehouse: int
    material: int  # master id
    lot: int
    status: int
    owner: int


EMPTY = {item.column: item.empty for item in FORMS["stk_inventory"].stored}
WHERE = (
    "fstockorgid = ? AND fstockid = ? AND fmaterialid = ? AND flot = ? "
    "AND fstockstatusid = ? AND fownerid = ?"
)


def change(erp, tx: sqlite3.Connection, place: Place, delta: float) -> float:
    """Add to the quantity of a place; return what is there afterwards."""
    row = _row(tx, place)
    if row is None:
        create(erp, tx, place, delta)
        return delta
    key, quantity, _locked = row
    return write(erp, tx, key, round(quantity + delta, 10))


def assign(
    erp, tx: sqlite3.Connection, place: Place, quantity: float, locked: float | None = None
) -> str:
    """Set the quantity of a place; return the row's id ("" when it vanished)."""
    row = _row(tx, place)
    key = row[0] if row else create(erp, tx, place, quantity)
    write(erp, tx, key, quantity, locked)
    return key


def _row(tx: sqlite3.Connection, place: Place) -> tuple | None:
    return tx.execute(
        f"SELECT fid, fbaseqty, fbaselockqty FROM stk_inventory WHERE {WHERE} ORDER BY fid", place
    ).fetchone()


def write(
    erp, tx: sqlite3.Connection, key: str, quantity: float, locked: float | None = None
) -> float:
    """Write a row's quantities, in base and stock unit; return the quantity."""
    num, nom, lock = tx.execute(
        "SELECT fstoreurnum, fstoreurnom, fbaselockqty FROM stk_inventory WHERE fid = ?", (key,)
    ).fetchone()
    lock = lock if locked is None else locked
    if not quantity and not lock and erp.switches["zero_rows_vanish"]:
        tx.execute("DELETE FROM stk_inventory WHERE fid = ?", (key,))
        return 0.0
    factor = num / (nom or 1.0)
    free = quantity - lock if erp.switches["inventory_avb_filled"] else 0.0
    tx.execute(
        "UPDATE stk_inventory SET fbaseqty = ?, fqty = ?, fbaselockqty = ?, flockqty = ?, "
        "fbaseavbqty = ?, favbqty = ?, fupdatetime = ? WHERE fid = ?",
        (
            quantity,
            round(quantity / factor, 10),
            lock,
            round(lock / factor, 10),
            round(free, 10),
            round(free / factor, 10),
            erp.clock.now(),
            key,
        ),
    )
    return quantity


def create(erp, tx: sqlite3.Connection, place: Place, quantity: float, **more: object) -> str:
    """Make a stock row with the names the ERP shows beside it."""
    key = str(more.pop("fid", "") or uuid.uuid4())
    values = {
        **EMPTY,
        "fid": key,
        "fstockorgid": place.organisation,
        "fstockid": place.warehouse,
        "fmaterialid": place.material,
        "flot": place.lot,
        "fstockstatusid": place.status,
        "fownerid": place.owner,
        "fkeeperid": place.organisation,
    }
    insert(tx, "stk_inventory", {**values, **_shown(tx, place), **more})
    write(erp, tx, key, quantity)
    return key


def _shown(tx: sqlite3.Connection, place: Place) -> dict:
    material = fetch_dicts(
        tx,
        "SELECT fname AS fmaterialname, fspecification AS fmodel, fbaseunitid, "
        "fstoreunitid AS fstockunitid, fstoreurnum, fstoreurnom "
        "FROM bd_material WHERE fmasterid = ? LIMIT 1",
        (place.material,),
    )[0]
    (warehouse,) = tx.execute(
        "SELECT fname FROM bd_stock WHERE fstockid = ?", (place.warehouse,)
    ).fetchone()
    owner = tx.execute("SELECT fname FROM org_organizations WHERE forgid = ?", (place.owner,))
    name = (owner.fetchone() or (" ",))[0]
    return {**material, "fstockname": warehouse, "fownername": name, "fkeepername": name}


def booked(tx: sqlite3.Connection, bill: int) -> dict[Place, float]:
    """Return what a bill has moved so far."""
    rows = tx.execute(
        "SELECT organisation, warehouse, material, lot, status, owner, quantity "
        "FROM sim_movement WHERE bill = ?",
        (bill,),
    )
    return {Place(*row[:6]): row[6] for row in rows}


def book(tx: sqlite3.Connection, bill: int, place: Place, quantity: float) -> None:
    """Remember what a bill has moved at a place."""
    tx.execute(
        "INSERT OR REPLACE INTO sim_movement VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (bill, *place, quantity),
    )
