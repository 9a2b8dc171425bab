"""What documents say, in two temporary tables that stand where the documents' SELECTs stand.

That the SELECTs say of real documents what these tables say is proven beside the addon
(test_triggers.py); everything after them is the engine's own.
"""

from contextlib import contextmanager

from odoo.addons.distribution_commission.queries import (
    movements,
    recording,
    reversal_guards,
    reversals,
)
from odoo.addons.distribution_commission.queries.sources import SOURCE_COLUMNS
from odoo.tools import SQL

from tests.reference.commission.facts import Credited, Fact, Forward, Returned, is_less
from tests.reference.commission.world import TRIGGERS, World

from .rows import currency_ids, insert, row_id

SOURCES = {
    "confirmed": "sale_line",
    "delivered": "stock_move",
    "invoiced": "invoice_line",
    "paid": "payment",
}
TAKEN_COLUMNS = (
    "company_id",
    "role",
    "source",
    "source_id",
    "order_line_id",
    "order_id",
    "move_line_id",
    "date",
    "quantity",
    "untaxed",
    "named_source",
    "named_id",
)
WORDS = ("source", "role", "named_source")
NUMBERS = ("quantity", "untaxed", "taxed", "cost", "whole_quantity", "whole_untaxed")


def create_tables(cr) -> None:
    """Make the tables, for this session; that of invoice lines hides the one of Odoo."""
    for table, columns in (("world_sold", SOURCE_COLUMNS), ("world_taken", TAKEN_COLUMNS)):
        typed = ", ".join(f"{column} {type_of(column)}" for column in columns)
        cr.execute(f"CREATE TEMPORARY TABLE {table} (fact int, trigger varchar, {typed})")
    cr.execute("CREATE TEMPORARY TABLE account_move_line (id int, move_id int)")


def type_of(column: str) -> str:
    """Return the type of a column."""
    if column in WORDS:
        return "varchar"
    return "numeric" if column in NUMBERS else "date" if column == "date" else "int"


@contextmanager
def substituted():
    """Let the engine read the tables instead of documents."""
    kept = recording.FORWARD_SOURCES, reversals.REVERSAL_SOURCES
    may_exist = reversal_guards.may_exist  # looks at real deliveries and invoices
    reversal_guards.may_exist = lambda *_args: SQL("SELECT TRUE")
    recording.FORWARD_SOURCES = {each: (sold(each),) for each in TRIGGERS}
    reversals.REVERSAL_SOURCES = {each: (taken(each),) for each in TRIGGERS}
    try:
        yield
    finally:
        recording.FORWARD_SOURCES, reversals.REVERSAL_SOURCES = kept
        reversal_guards.may_exist = may_exist


@contextmanager
def on_day(day):
    """Let the engine run on a day."""
    kept = movements.today_of
    movements.today_of = reversals.today_of = lambda company: SQL("%s::date", day)
    try:
        yield
    finally:
        movements.today_of = reversals.today_of = kept


def sold(trigger: str):
    """Return the function that stands for the SELECT of what sells."""
    return lambda scope: select("world_sold", SOURCE_COLUMNS, trigger, scope)


def taken(trigger: str):
    """Return the function that stands for the SELECT of what takes back."""
    return lambda scope: select("world_taken", TAKEN_COLUMNS, trigger, scope)


def select(table: str, columns: tuple[str, ...], trigger: str, scope: SQL) -> SQL:
    """Return what a table says of the orders in scope."""
    return SQL(
        "SELECT %s FROM %s said JOIN sale_order orders ON orders.id = said.order_id"
        " JOIN res_company company ON company.id = orders.company_id"
        " WHERE said.trigger = %s AND %s",
        SQL(", ").join(SQL.identifier("said", column) for column in columns),
        SQL.identifier(table),
        trigger,
        scope,
    )


def say(env, world: World, fact: Fact) -> None:
    """Write what a document says, or does not say any more."""
    if isinstance(fact, Forward):
        insert(env.cr, "world_sold", [sold_row(env, world, fact)])
        if fact.trigger in ("invoiced", "paid"):
            insert(env.cr, "account_move_line", [{"id": row_id(fact.id), "move_id": fact.id}])
    elif is_less(fact):
        env.cr.execute(
            "UPDATE world_sold SET (quantity, untaxed, taxed, cost) = (%s, %s, %s, %s)"
            " WHERE trigger = %s AND order_line_id = %s",
            [*fact.says, fact.trigger, row_id(fact.line)],
        )
    elif isinstance(fact, Returned | Credited):
        insert(env.cr, "world_taken", [taken_row(env, fact)])
    else:
        for table in ("world_sold", "world_taken"):
            env.cr.execute(f"DELETE FROM {table} WHERE fact = %s", [fact.origin])


def sold_row(env, world: World, fact: Forward) -> dict:
    """Return what a document says that sells."""
    has_invoice = fact.trigger in ("invoiced", "paid")
    return {
        "fact": fact.id,
        "trigger": fact.trigger,
        "company_id": env.company.id,
        "source": SOURCES[fact.trigger],
        "source_id": document_id(fact),
        "series_id": row_id(fact.whole[1]),
        "order_id": row_id(fact.line),
        "order_line_id": row_id(fact.line),
        "move_line_id": row_id(fact.id) if has_invoice else None,
        "buyer_id": row_id(world.lines[fact.line].buyer),
        "date": fact.date,
        **{name: getattr(fact, name) for name in NUMBERS},
        "currency_id": currency_ids(world)[fact.currency],
    }


def document_id(fact: Forward) -> int:
    """A confirmed line is one document, however often it is recorded anew."""
    return row_id(fact.line if fact.trigger == "confirmed" else fact.id)


def taken_row(env, fact: Returned | Credited) -> dict:
    """Return what a document says that takes back."""
    is_return = isinstance(fact, Returned)
    named = (None, None)
    if fact.origin is not None:
        is_invoice = fact.trigger in ("invoiced", "paid")
        named = ("invoice", fact.origin) if is_invoice else ("stock_move", row_id(fact.origin))
    return {
        "fact": fact.id,
        "trigger": fact.trigger,
        "company_id": env.company.id,
        "role": "return" if is_return else "credit",
        "source": "stock_move" if is_return else "invoice_line",
        "source_id": row_id(fact.id),
        "order_line_id": row_id(fact.line),
        "order_id": row_id(fact.line),
        "move_line_id": None if is_return else row_id(fact.id),
        "date": fact.date,
        "quantity": fact.quantity if is_return else None,
        "untaxed": None if is_return else fact.untaxed,
        "named_source": named[0],
        "named_id": named[1],
    }
