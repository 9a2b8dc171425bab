"""Recompute the retail replay rule from its sentences, with the standard library only.

This module is an oracle. It shares no code with the addons and must not start to: it is written
from the rule's text alone, one small function for each sentence, in exact decimal arithmetic.
A skipped line exists for nothing but its count: countries, customers, orders, their dates and the
product descriptions all come from the imported lines, in the order of the file.

From the folder ``tests``, ``python -m reference.replay_rule FILE.csv`` prints the summary as JSON.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

from .replay_result import (
    DEPTHS,
    PRECISION,
    ZERO,
    Entry,
    Line,
    Member,
    Order,
    Replay,
    Statement,
)

CENT = Decimal("0.01")
RATE_BY_DEPTH = dict(zip(DEPTHS, map(Decimal, ("0.02", "0.03", "0.01")), strict=True))
SKIP_REASONS = ("no_customer", "not_goods", "no_price")
GOODS_CODE = re.compile("[0-9]{5}[A-Za-z]*")
LEVEL_TWO_EVERY = 10
ACTIVE_SINCE = date(2010, 1, 1)


def recompute(path: str | Path) -> Replay:
    """Apply the whole rule to the CSV file at ``path``."""
    with localcontext(prec=PRECISION):
        rows = read_rows(path)
        reasons = [skip_reason(row) for row in rows]
        lines = tuple(
            build_line(number, row)
            for number, (row, reason) in enumerate(zip(rows, reasons, strict=True), start=1)
            if reason is None
        )
        orders = one_order_per_invoice(lines)
        members = one_tree_per_country(lines)
        months = every_month_from_first_to_last(orders.values())
        entries = tuple(accrue(orders.values(), members))
        return Replay(
            lines_read=len(rows),
            lines=lines,
            skipped=skipped_counted_by_reason(reasons),
            products=products_by_stock_code(lines),
            members=members,
            orders=orders,
            months=months,
            entries=entries,
            statements=publish_every_month(entries, months),
        )


# === LINES === #


def read_rows(path: str | Path) -> list[dict[str, str]]:
    """Read the records of a UTF-8 file, with or without a byte order mark."""
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def skip_reason(row: dict[str, str]) -> str | None:
    """Find the first reason, in the order of the rule, to skip a line; None imports it."""
    if row["CustomerID"] == "":
        return "no_customer"
    if not GOODS_CODE.fullmatch(row["StockCode"]):
        return "not_goods"
    if Decimal(row["UnitPrice"]) <= 0:
        return "no_price"
    return None


def skipped_counted_by_reason(reasons: Iterable[str | None]) -> dict[str, int]:
    """Count every reason of the rule, also the ones that never occurred."""
    counts = Counter(reasons)
    return {reason: counts[reason] for reason in SKIP_REASONS}


def build_line(number: int, row: dict[str, str]) -> Line:
    """Build a line; a customer that is not a number cannot be placed in the tree."""
    if not re.fullmatch("[0-9]+", row["CustomerID"]):
        raise ValueError(f"Record {number}: CustomerID {row['CustomerID']!r} is not a number.")
    return Line(
        number=number,
        invoice=row["InvoiceNo"],
        stock_code=row["StockCode"],
        description=row["Description"],
        invoiced_at=datetime.fromisoformat(row["InvoiceDate"]).replace(tzinfo=UTC),
        customer=row["CustomerID"],
        country=row["Country"],
        amount=round_half_up(Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])),
    )


def products_by_stock_code(lines: Iterable[Line]) -> dict[str, str]:
    """Give each product the description of its first line."""
    products: dict[str, str] = {}
    for line in lines:
        products.setdefault(line.stock_code, line.description)
    return products


# === TREE === #


def country_of_each_customer(lines: Iterable[Line]) -> dict[str, str]:
    """Let a customer seen in two countries belong to the alphabetically first."""
    seen: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        seen[line.customer].add(line.country)
    return {customer: min(countries) for customer, countries in seen.items()}


def one_tree_per_country(lines: Iterable[Line]) -> dict[str, Member]:
    """Put one level-1 member on top of every country, also where no customer belongs to it."""
    lines = tuple(lines)
    country_of = country_of_each_customer(lines)
    members: dict[str, Member] = {}
    for country in sorted({line.country for line in lines}):
        top = Member(code=f"R-{country}", level=1, country=country, upline=None)
        customers = [customer for customer, home in country_of.items() if home == country]
        for member in (top, *customers_under(top, customers)):
            members[member.code] = member
    return members


def customers_under(top: Member, customers: Iterable[str]) -> Iterator[Member]:
    """Make positions 0, 10, 20, … level 2 under the top, the others level 3 under the last one."""
    level_two = top.code
    for position, code in enumerate(sorted(customers, key=int)):
        if position % LEVEL_TWO_EVERY == 0:
            level_two = code
            yield Member(code=code, level=2, country=top.country, upline=top.code)
        else:
            yield Member(code=code, level=3, country=top.country, upline=level_two)


def chain_on(day: date, buyer: str, members: dict[str, Member]) -> tuple[str, ...]:
    """List the buyer and its uplines, nearest first; nobody is a member before 2010-01-01."""
    chain: list[str] = []
    code = buyer if day >= ACTIVE_SINCE else None
    while code is not None:
        chain.append(code)
        code = members[code].upline
    return tuple(chain)


# === ORDERS === #


def one_order_per_invoice(lines: Iterable[Line]) -> dict[str, Order]:
    """Make one order per invoice number, with the date and the customer of its first line."""
    by_invoice: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_invoice[line.invoice].append(line)
    return {
        invoice: Order(
            invoice=invoice,
            customer=own[0].customer,
            ordered_at=own[0].invoiced_at,
            lines=tuple(own),
        )
        for invoice, own in by_invoice.items()
    }


def every_month_from_first_to_last(orders: Iterable[Order]) -> tuple[str, ...]:
    """List every month from the first to the last order, also those without orders."""
    numbers = [order.ordered_at.year * 12 + order.ordered_at.month - 1 for order in orders]
    if not numbers:
        return ()
    span = range(min(numbers), max(numbers) + 1)
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in span)


# === LEDGER === #


def accrue(orders: Iterable[Order], members: dict[str, Member]) -> Iterator[Entry]:
    """Make the rebate and override entries of every line; one that rounds to 0.00 is none."""
    for order in orders:
        chain = chain_on(order.ordered_at.date(), order.customer, members)
        for line in order.lines:
            for (depth, rate), member in zip(RATE_BY_DEPTH.items(), chain, strict=False):
                amount = round_half_up(line.amount * rate)
                if amount != 0:
                    yield Entry(
                        invoice=order.invoice,
                        line_number=line.number,
                        depth=depth,
                        member=member,
                        month=order.month,
                        base=line.amount,
                        rate=rate,
                        amount=amount,
                    )


# === STATEMENTS === #


def publish_every_month(
    entries: Iterable[Entry], months: Iterable[str]
) -> dict[tuple[str, str], Statement]:
    """Publish, month by month, one statement per member that has an entry in the month."""
    amounts: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        amounts[entry.month][entry.member].append(entry.amount)
    statements: dict[tuple[str, str], Statement] = {}
    carried_by: dict[str, Decimal] = {}
    for month in months:
        for member, own in sorted(amounts[month].items()):
            statement = settle(member, month, carried_by.get(member, ZERO), own)
            statements[member, month] = statement
            carried_by[member] = statement.carried
    return statements


def settle(member: str, month: str, opening: Decimal, amounts: list[Decimal]) -> Statement:
    """Pay a positive balance without a minimum, carry a negative one."""
    earned = sum((amount for amount in amounts if amount > 0), ZERO)
    clawback = sum((amount for amount in amounts if amount < 0), ZERO)
    balance = opening + earned + clawback
    return Statement(
        member=member,
        month=month,
        opening=opening,
        earned=earned,
        clawback=clawback,
        payable=max(ZERO, balance),
        carried=min(ZERO, balance),
    )


# === MONEY === #


def round_half_up(amount: Decimal) -> Decimal:
    """Round to 0.01, a half away from zero: 0.125 is 0.13 and -0.125 is -0.13."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(recompute(sys.argv[1]).summary(), indent=2) + "\n")
