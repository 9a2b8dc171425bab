"""Eight kinds of tampering, each at a random place: what is done in SQL, and who must be named."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from odoo.addons.distribution_commission.models.settlement_figures_mixin import FIGURES
from odoo.addons.distribution_commission.statement_seal import Sealer
from odoo.tools import SQL

MONEY = ("amount", "base_amount", "rate", "quantity", "fixed_amount", "uncapped_amount")
NUMBERS = ("member_id", "rule_id", "plan_id", "order_id", "order_line_id", "buyer_id", "depth")
DAYS = ("date", "available_date")
ENTRY = "distribution_commission_entry"
STATEMENT = "distribution_statement"


@dataclass(frozen=True, slots=True)
class Place:
    """What is done there, and the texts by which the findings must name it."""

    queries: tuple[SQL, ...]
    named: tuple[str, ...]


def change(table: str, record, **values: SQL | str | int | None) -> SQL:
    """Return the UPDATE of one row."""
    assignments = SQL(", ").join(
        SQL("%s = %s", SQL.identifier(column), value) for column, value in values.items()
    )
    return SQL("UPDATE %s SET %s WHERE id = %s", SQL.identifier(table), assignments, record.id)


def more(column: str, difference) -> SQL:
    """Return a column's value and something."""
    return SQL("COALESCE(%s, 0) + %s", SQL.identifier(column), difference)


def some_entry(chance, statements):
    """Return any entry of any statement."""
    return chance.choice(chance.choice(statements).entry_ids)


# === THE KINDS === #


def money_of_an_entry(chance, statements) -> Place:
    """An amount, sometimes with the totals of the statement made to fit."""
    entry, column = some_entry(chance, statements), chance.choice(MONEY)
    difference = chance.choice([1, -1, 0.01, 1000])
    queries = [change(ENTRY, entry, **{column: more(column, difference)})]
    if column == "amount" and chance.random() < 0.5:
        fitting = {name: more(name, difference) for name in ("earned", "gross", "payable")}
        queries.append(change(STATEMENT, entry.statement_id, **fitting))
    named = (entry.statement_id.number, f"{column} of entry {entry.id}")
    return Place(tuple(queries), named)


def fact_of_an_entry(chance, statements) -> Place:
    """Who, by which rule, from which order, on which day."""
    entry, column = some_entry(chance, statements), chance.choice([*NUMBERS, *DAYS, "kind"])
    value = more(column, chance.randrange(1, 9)) if column in NUMBERS else SQL("'target'")
    if column in DAYS:
        value = SQL("%s + %s", SQL.identifier(column), chance.randrange(1, 40))
    named = (entry.statement_id.number, f"{column} of entry {entry.id}")
    return Place((change(ENTRY, entry, **{column: value}),), named)


def figure_of_a_statement(chance, statements) -> Place:
    """A sum, a day or the number of a statement."""
    statement = chance.choice(statements)
    column = chance.choice([*FIGURES, "date_to", "member_id"])
    value = more(column, chance.choice([0.01, -1, 500]))
    if column == "date_to":
        value = SQL("date_to + 1")
    elif column == "member_id":
        value = SQL("member_id + 1")
    return Place(
        (change(STATEMENT, statement, **{column: value}),), (f"{statement.number}: {column}",)
    )


def added_entry(chance, statements) -> Place:
    """A copy of an entry, on its own statement or on another one."""
    entry, statement = some_entry(chance, statements), chance.choice(statements)
    names = SQL(", ").join(
        SQL.identifier(column)
        for column in (*entry._frozen_fields, "posted_at")
        if column != "sequence"
    )
    query = SQL(
        "INSERT INTO distribution_commission_entry (%(names)s, sequence, statement_id)"
        " SELECT %(names)s, 77, %(statement)s FROM distribution_commission_entry WHERE id = %(id)s",
        names=names,
        statement=statement.id,
        id=entry.id,
    )
    return Place((query,), (statement.number, "was added"))


def deleted_entry(chance, statements) -> Place:
    """The first, the last, or any other line of a statement."""
    statement = chance.choice(statements)
    entries = statement.entry_ids.sorted("id")
    entry = entries[chance.choice([0, -1, chance.randrange(len(entries))])]
    query = SQL("DELETE FROM distribution_commission_entry WHERE id = %s", entry.id)
    return Place((query,), (f"{statement.number}: entry {entry.id} was deleted",))


def moved_entry(chance, statements) -> Place:
    """A line of one statement stands on another one, or on none."""
    one, other = chance.sample(list(statements), 2)
    entry = chance.choice(one.entry_ids)
    target, named = (other.id, f"{other.number}: entry {entry.id} was added")
    if chance.random() < 0.3:
        target, named = None, one.number
    query = change(ENTRY, entry, statement_id=target)
    return Place((query,), (f"{one.number}: entry {entry.id} was deleted", named))


def deleted_statement(chance, statements) -> Place:
    """A statement is gone, or a whole run with all of its statements."""
    statement = chance.choice(statements)
    run = statement.settlement_id
    is_run = chance.random() < 0.4
    gone = run.statement_ids if is_run else statement
    queries = [
        SQL("UPDATE %s SET statement_id = NULL WHERE statement_id = ANY(%s)", table, gone.ids)
        for table in (SQL.identifier(ENTRY),)
    ]
    queries.append(SQL("DELETE FROM distribution_statement WHERE id = ANY(%s)", gone.ids))
    if is_run:
        queries.append(SQL("DELETE FROM distribution_settlement WHERE id = %s", run.id))
        return Place(tuple(queries), (f"no. {run.publication} ",))
    return Place(tuple(queries), (f"statement {statement.number} was deleted",))


def forged_seal(chance, statements) -> Place:
    """Seals that were changed, taken from another statement, or made anew with another key."""
    one = chance.choice(statements)
    # The seal of the statement before is there already: writing it changes nothing.
    usual = (one.seal, one.seal_previous)
    other = chance.choice([each for each in statements if each.seal not in usual])
    kinds = ("taken", "seal", "seal_key", "seal_previous", "seal_body", "anew", "none")
    kind = chance.choice(kinds)
    if kind == "anew":
        return Place(sealed_anew(one), (one.number,))
    values = {kind: SQL("md5(%s)", SQL.identifier(kind))} if kind.startswith("seal") else {}
    if kind == "seal_previous":
        values = {kind: other.seal}
    if kind == "taken":
        values = {"seal": other.seal, "seal_body": other.seal_body}
    if kind == "none":
        values = dict.fromkeys(("seal", "seal_body", "seal_place", "seal_key"))
    return Place((change(STATEMENT, one, **values),), (one.number,))


def sealed_anew(statement) -> tuple[SQL, ...]:
    """An amount, and then all seals from there on, as they come of a key that the thief made up."""
    sealer = Sealer(key=os.urandom(32), body_key=os.urandom(32))
    later = statement.search(
        [("member_id", "=", statement.member_id.id), ("seal_place", ">=", statement.seal_place)],
        order="seal_place",
    )
    queries = [change(ENTRY, statement.entry_ids[0], amount=more("amount", 100))]
    previous = statement.seal_previous
    for each in later:
        [(_id, body)] = each._read_bodies(each.ids)
        seal = sealer.seal(previous, body)
        kept = sealer.keep(body, each._name_of_body(each.id))
        queries.append(change(STATEMENT, each, seal=seal, seal_previous=previous, seal_body=kept))
        previous = seal
    return tuple(queries)


KINDS: Mapping[str, Callable[..., Place]] = {
    "money of an entry": money_of_an_entry,
    "fact of an entry": fact_of_an_entry,
    "figure of a statement": figure_of_a_statement,
    "entry added": added_entry,
    "entry deleted": deleted_entry,
    "entry moved": moved_entry,
    "statement deleted": deleted_statement,
    "seal forged": forged_seal,
}
