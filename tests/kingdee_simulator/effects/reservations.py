"""Stock reserved by audited orders: FBaseLockQty of stock rows."""

import sqlite3

from . import inventory


def settle(erp, tx: sqlite3.Connection, line: dict, wanted: float) -> None:
    """Bring what an order line has reserved to `wanted` base units, as far as stock is free."""
    held = tx.execute(
        "SELECT inventory, quantity FROM sim_reservation WHERE entry = ? ORDER BY inventory",
        (line["fentryid"],),
    ).fetchall()
    missing = round(wanted - sum(quantity for _key, quantity in held), 10)
    if missing > 0 and erp.switches["reserve_on_audit"]:
        _raise(erp, tx, line, missing)
    for key, quantity in held if missing < 0 else []:
        taken = min(quantity, -missing)
        _lock(erp, tx, line["fentryid"], key, -taken)
        missing = round(missing + taken, 10)
        if missing >= 0:
            break


def _raise(erp, tx: sqlite3.Connection, line: dict, missing: float) -> None:
    for key, free in _free_rows(tx, line):
        taken = min(free, missing)
        _lock(erp, tx, line["fentryid"], key, taken)
        missing = round(missing - taken, 10)
        if missing <= 0:
            return


def _free_rows(tx: sqlite3.Connection, line: dict) -> list[tuple[str, float]]:
    """Return usable rows with free stock of the line's material, the fullest first."""
    return tx.execute(
        "SELECT i.fid, i.fbaseqty - i.fbaselockqty FROM stk_inventory i "
        "JOIN bd_material m ON m.fmasterid = i.fmaterialid "
        "WHERE m.fmaterialid = :material AND i.fstockorgid = :organisation "
        "AND i.fstockstatusid = :usable AND i.fownerid = :organisation "
        "AND (:warehouse = 0 OR i.fstockid = :warehouse) AND i.fbaseqty > i.fbaselockqty "
        "ORDER BY 2 DESC, 1",
        {
            "material": line["fmaterialid"],
            "organisation": line["fstockorgid"],
            "warehouse": line["fsostockid"] or 0,
            "usable": 10000,
        },
    ).fetchall()


def _lock(erp, tx: sqlite3.Connection, entry: int, key: str, change: float) -> None:
    row = tx.execute(
        "SELECT fbaseqty, fbaselockqty FROM stk_inventory WHERE fid = ?", (key,)
    ).fetchone()
    if row:
        inventory.write(erp, tx, key, row[0], max(0.0, round(row[1] + change, 10)))
    tx.execute(
        "INSERT INTO sim_reservation VALUES (?, ?, ?) ON CONFLICT (entry, inventory) "
        "DO UPDATE SET quantity = ROUND(quantity + excluded.quantity, 10)",
        (entry, key, change),
    )
    tx.execute(
        "DELETE FROM sim_reservation WHERE entry = ? AND inventory = ? AND quantity <= 0",
        (entry, key),
    )
