"""Actions on stock."""

import random

from ..effects import inventory
from ..effects.movements import USABLE
from ..refusal import AdminError
from ..seed import add_small
from ..services.context import Context
from . import lookup

TERMS = {"lot", "status", "owner", "organisation"}


def stock_set(
    erp: Context,
    material: str,
    warehouse: str,
    quantity: float,
    locked: float | None = None,
    **more: str,
) -> dict:
    """Set the quantity (base unit) of a material in a warehouse [lot, status, owner,
    organisation: by number]; returns the id of the row.
    """
    with erp.database.write() as tx:
        place = _place(erp, tx, material, warehouse, more)
        key = inventory.assign(erp, tx, place, float(quantity), locked)
    return {"id": key}


def stock_change(erp: Context, material: str, warehouse: str, delta: float, **more: str) -> dict:
    """Add to the quantity of a material in a warehouse; returns what is there afterwards."""
    with erp.database.write() as tx:
        place = _place(erp, tx, material, warehouse, more)
        return {"quantity": inventory.change(erp, tx, place, float(delta))}


def stock_shake(erp: Context, count: int, seed: int = 0, most: int = 2000) -> dict:
    """Give `count` stock rows another quantity; returns their materials and warehouses."""
    source = random.Random(seed)
    with erp.database.write() as tx:
        keys = [row[0] for row in tx.execute("SELECT fid FROM stk_inventory ORDER BY fid")]
        chosen = source.sample(keys, min(int(count), len(keys)))
        for key in chosen:
            inventory.write(erp, tx, key, float(source.randrange(most)))
    return {"changed": len(chosen)}


def stock_delete(erp: Context, material: str, warehouse: str = "") -> dict:
    """Let the rows of a material vanish."""
    with erp.database.write() as tx:
        _key, master = lookup.material(tx, material)
        sql, values = "DELETE FROM stk_inventory WHERE fmaterialid = ?", [master]
        if warehouse:
            sql += " AND fstockid = ?"
            values.append(lookup.small(tx, "BD_STOCK", warehouse))
        return {"deleted": tx.execute(sql, values).rowcount}


def stock_truth(erp: Context) -> dict:
    """Return usable own stock: rows of material, warehouse, quantity, locked."""
    with erp.database.read() as tx:
        rows = tx.execute(
            "SELECT m.fnumber, s.fnumber, ROUND(SUM(i.fbaseqty), 10), "
            "ROUND(SUM(i.fbaselockqty), 10) FROM stk_inventory i "
            "JOIN bd_material m ON m.fmasterid = i.fmaterialid AND m.fuseorgid = m.fcreateorgid "
            "JOIN bd_stock s ON s.fstockid = i.fstockid "
            "WHERE i.fstockstatusid = ? AND i.fownerid = i.fstockorgid GROUP BY 1, 2 ORDER BY 1, 2",
            (USABLE,),
        ).fetchall()
    return {"rows": rows}


def warehouse_add(erp: Context, number: str, name: str = "") -> dict:
    """Add a warehouse."""
    with erp.database.write() as tx:
        now = erp.clock.now()
        return {"id": add_small(tx, "BD_STOCK", number, name or number, now=now)}


def _place(erp: Context, tx, material: str, warehouse: str, more: dict) -> inventory.Place:
    if set(more) - TERMS:
        raise AdminError(f"stock is told apart by {', '.join(sorted(TERMS))}")
    organisation = lookup.small(tx, "ORG_Organizations", more.get("organisation", "100"))
    _key, master = lookup.material(tx, material, organisation)
    lot = 0
    if more.get("lot"):
        row = tx.execute(
            "SELECT flotid FROM bd_batchmainfile WHERE fnumber = ?", (more["lot"],)
        ).fetchone()
        now = erp.clock.now()
        lot = (
            row[0] if row else add_small(tx, "BD_BatchMainFile", more["lot"], more["lot"], now=now)
        )
    status = lookup.small(tx, "BD_StockStatus", more["status"]) if more.get("status") else USABLE
    owner = more.get("owner")
    return inventory.Place(
        organisation,
        lookup.small(tx, "BD_STOCK", warehouse),
        master,
        lot,
        status,
        lookup.small(tx, "ORG_Organizations", owner) if owner else organisation,
    )


ACTIONS = {
    action.__name__: action
    for action in (
        stock_set, stock_change, stock_shake, stock_delete, stock_truth, warehouse_add
    )
}  # fmt: skip
