"""What the ERP computes on a sales order: units, prices, amounts, defaults."""

import sqlite3
from decimal import ROUND_HALF_UP, Decimal

from ..refusal import Refusal
from ..store.database import fetch_dicts
from .documents import Document

CENT = Decimal("0.01")
MATERIAL_COLUMNS = (
    "fmaterialid, fmasterid, fnumber, fname, fbaseunitid, fstoreunitid, fsaleunitid, "
    "fstoreurnum, fstoreurnom, f_listprice"
)


def materials(tx: sqlite3.Connection, keys: set[int]) -> dict[int, dict]:
    """Return the materials of these ids with what is needed to compute a line."""
    marks = ", ".join("?" * len(keys))
    sql = f"SELECT {MATERIAL_COLUMNS} FROM bd_material WHERE fmaterialid IN ({marks})"
    return {row["fmaterialid"]: row for row in fetch_dicts(tx, sql, tuple(keys))}


def unit_factor(material: dict, unit: int) -> float:
    """Return how many base units one `unit` is; a unit the material does not have is refused."""
    if unit in (0, material["fbaseunitid"]):
        return 1.0
    if unit in (material["fstoreunitid"], material["fsaleunitid"]):
        return material["fstoreurnum"] / (material["fstoreurnom"] or 1.0)
    raise Refusal(11, f"物料“{material['fnumber']}”的单位换算关系不存在", "FUnitID")


def money(value: Decimal) -> Decimal:
    """Return the amount in whole cents."""
    return value.quantize(CENT, ROUND_HALF_UP)


def complete_order(tx: sqlite3.Connection, document: Document, repriced: set[int]) -> None:
    """Fill defaults, units and amounts of an order; lines in `repriced` (by position) get the
    price of the list instead of the caller's.
    """
    head = document.head
    _order_defaults(tx, head)
    known = materials(tx, {line["fmaterialid"] for line in document.lines()})
    totals = [Decimal(0), Decimal(0), Decimal(0)]
    for number, line in enumerate(document.lines()):
        material = known.get(line["fmaterialid"])
        if material is None:
            continue
        _order_line_defaults(head, line, material)
        if number in repriced and material["f_listprice"]:
            line["ftaxprice"], line["fprice"] = material["f_listprice"], 0.0
        for place, value in enumerate(price_line(line, line["fqty"], bool(head["fisincludedtax"]))):
            totals[place] += value
        line["fremainoutqty"] = max(0.0, round(line["fqty"] - line["fstockoutqty"], 10))
        line["fcanoutqty"] = line["fremainoutqty"]
    for name, value in zip(
        ("fbillamount", "fbilltaxamount", "fbillallamount"), totals, strict=True
    ):
        head[name] = float(value)


def price_line(line: dict, quantity: float, tax_included: bool) -> tuple[Decimal, ...]:
    """Compute the other price and the amounts of a line; return net, tax and gross."""
    rate = 1 + Decimal(str(line["fentrytaxrate"])) / 100
    if line["fisfree"]:
        line["fprice"] = line["ftaxprice"] = 0.0
    gross_price = Decimal(str(line["ftaxprice"]))
    if gross_price and (tax_included or not line["fprice"]):
        line["fprice"] = float(round(gross_price / rate, 6))
    else:
        gross_price = Decimal(str(line["fprice"])) * rate
        line["ftaxprice"] = float(round(gross_price, 6))
    discount = 1 - Decimal(str(line.get("fdiscountrate", 0))) / 100
    gross = money(gross_price * Decimal(str(quantity)) * discount)
    net = money(gross / rate)
    line["fallamount"] = float(gross)
    if "famount" in line:
        line["famount"], line["fentrytaxamount"] = float(net), float(gross - net)
        line["fdiscount"] = float(money(gross_price * Decimal(str(quantity))) - gross)
    return net, gross - net, gross


def _order_defaults(tx: sqlite3.Connection, head: dict) -> None:
    row = tx.execute(
        "SELECT ftradingcurrid FROM bd_customer WHERE fcustid = ?", (head["fcustid"],)
    ).fetchone()
    if row and not head["fsettlecurrid"]:
        head["fsettlecurrid"] = row[0]
    for name in ("freceiveid", "fsettleid", "fchargeid"):
        head[name] = head[name] or head["fcustid"]
    head["flocalcurrid"] = head["flocalcurrid"] or head["fsettlecurrid"]


def _order_line_defaults(head: dict, line: dict, material: dict) -> None:
    unit = material["fsaleunitid"] or material["fbaseunitid"]
    line["funitid"] = line["funitid"] or unit
    line["fpriceunitid"] = line["fpriceunitid"] or line["funitid"]
    line["fpriceunitqty"] = line["fqty"]
    line["fbaseunitid"] = material["fbaseunitid"]
    line["fbaseunitqty"] = round(line["fqty"] * unit_factor(material, line["funitid"]), 10)
    line["fstockunitid"] = line["fstockunitid"] or material["fstoreunitid"]
    factor = unit_factor(material, line["fstockunitid"])
    line["fstockqty"] = round(line["fbaseunitqty"] / factor, 10)
    for name in ("fsettleorgids", "fstockorgid", "fownerid"):
        line[name] = line[name] or head["fsaleorgid"]
    line["fplandeliverydate"] = line["fplandeliverydate"] or line["fdeliverydate"]
