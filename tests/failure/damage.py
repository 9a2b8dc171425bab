"""A finished world is damaged in every way, and the comparison must see it.

Each damage is done by SQL, past every rule, in a transaction that is rolled back.
"""

from .books import DOUBLED, LOST, OFF, Books
from .lane import DATABASE, Lane
from .month import Month

CART = "SELECT min(id) FROM sale_order WHERE distribution_cart_key IS NOT NULL"
PLATFORM = "SELECT min(id) FROM sale_order WHERE platform_order_ref IS NOT NULL"
ENTRY = (
    "SELECT min(id) FROM distribution_commission_entry"
    " WHERE statement_id IS NOT NULL AND order_line_id IS NOT NULL"
)
STATEMENT = "SELECT min(statement_id) FROM distribution_payout_batch_line"
BILL = "SELECT min(id) FROM account_move WHERE distribution_statement_id IS NOT NULL"
INVOICE = "SELECT min(id) FROM account_move WHERE move_type = 'out_invoice' AND state = 'posted'"
# name -> (what is found, table, the row, what is done to it)
COPY, DELETE = "copy", "delete"
DAMAGES = {
    "an order doubled": (DOUBLED, "sale_order", CART, COPY),
    "an order lost": (LOST, "sale_order", CART, DELETE),
    "an approval lost": (LOST, "sale_order", CART, "state = 'draft'"),
    "a platform order doubled": (DOUBLED, "sale_order", PLATFORM, COPY),
    "a platform order lost": (LOST, "sale_order", PLATFORM, DELETE),
    "a return doubled": (DOUBLED, "rma", "SELECT min(id) FROM rma", COPY),
    "a return lost": (LOST, "rma", "SELECT min(id) FROM rma", DELETE),
    "an entry doubled": (OFF, "distribution_commission_entry", ENTRY, COPY),
    "an entry lost": (OFF, "distribution_commission_entry", ENTRY, DELETE),
    "an entry's amount": (OFF, "distribution_commission_entry", ENTRY, "amount = amount + 0.01"),
    "an entry taken out": (OFF, "distribution_commission_entry", ENTRY, "statement_id = NULL"),
    "a settlement doubled": (
        DOUBLED,
        "distribution_settlement",
        "SELECT min(id) FROM distribution_settlement",
        COPY,
    ),
    "a publication lost": (
        LOST,
        "distribution_settlement",
        "SELECT min(id) FROM distribution_settlement WHERE publication > 0",
        "state = 'computed'",
    ),
    "a statement doubled": (DOUBLED, "distribution_statement", STATEMENT, COPY),
    "a statement's sum": (OFF, "distribution_statement", STATEMENT, "payable = payable + 1"),
    "a confirmation lost": (LOST, "distribution_statement", STATEMENT, "confirmed_on = NULL"),
    "a bill doubled": (DOUBLED, "account_move", BILL, COPY),
    "a bill's sum": (OFF, "account_move", BILL, "amount_total = amount_total + 1"),
    "a payout doubled": (
        DOUBLED,
        "distribution_payout_batch_line",
        "SELECT min(id) FROM distribution_payout_batch_line",
        COPY,
    ),
    "a payout's sum": (
        OFF,
        "distribution_payout_batch_line",
        "SELECT min(id) FROM distribution_payout_batch_line",
        "amount = amount - 1",
    ),
    "a batch lost": (
        LOST,
        "distribution_payout_batch",
        "SELECT min(id) FROM distribution_payout_batch",
        DELETE,
    ),
    "a payment lost": (LOST, "account_move", INVOICE, "payment_state = 'not_paid'"),
    "a payment to a member doubled": (
        DOUBLED,
        "account_payment",
        "SELECT min(payment.id) FROM account_payment payment"
        " JOIN distribution_payout_batch_line line"
        " ON payment.memo LIKE '%' || line.reference || '%'",
        COPY,
    ),
    "a journal item": (
        OFF,
        "account_move_line",
        f"SELECT min(id) FROM account_move_line WHERE move_id = ({INVOICE}) AND debit > 0",
        "debit = debit + 1",
    ),
    "stock": (
        OFF,
        "stock_quant",
        "SELECT min(quant.id) FROM stock_quant quant JOIN stock_location place"
        " ON place.id = quant.location_id AND place.usage = 'internal'",
        "quantity = quantity + 1",
    ),
    "a delivery counted twice": (
        DOUBLED,
        "sale_order_line",
        f"SELECT min(id) FROM sale_order_line WHERE order_id = ({CART})",
        "qty_delivered = qty_delivered + 1",
    ),
    "a document lost here": (
        DOUBLED,
        "distribution_erp_document",
        "SELECT min(id) FROM distribution_erp_document WHERE order_id IS NOT NULL",
        DELETE,
    ),
    "a document doubled here": (
        DOUBLED,
        "distribution_erp_document",
        "SELECT min(id) FROM distribution_erp_document WHERE order_id IS NOT NULL",
        COPY,
    ),
    "an import stuck": (
        OFF,
        "distribution_order_import",
        "SELECT min(id) FROM distribution_order_import",
        "is_running = TRUE",
    ),
    "a stream stuck": (
        OFF,
        "distribution_erp_stream",
        "SELECT min(id) FROM distribution_erp_stream",
        "leased_until = now()",
    ),
    "a run stuck": (
        OFF,
        "distribution_erp_run",
        "SELECT min(id) FROM distribution_erp_run",
        "state = 'running'",
    ),
    "a job switched off": (OFF, "ir_cron", "SELECT {job}", "active = FALSE"),
    "a job that is late": (OFF, "ir_cron", "SELECT {job}", "nextcall = '2020-01-01'"),
}
UNIQUE = """
    SELECT indexrelid::regclass::text, conname FROM pg_index
 LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('u', 'x')
     WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary
"""


class Robbed:
    """A Kingdee of which the first order is gone, and nobody knows why."""

    def __init__(self, erp):
        """Take the Kingdee."""
        self._erp = erp

    def admin(self, action: str, **values):
        """Do as it does."""
        return self._erp.admin(action, **values)

    def read(self, what: str, **asked):
        """Read what it has, without the first order."""
        found = self._erp.read(what, **asked)
        return {**found, "SAL_SaleOrder": found["SAL_SaleOrder"][1:]}


def find_blind_spots(lane: Lane, month: Month) -> list[str]:
    """Damage the world in each way; return what the comparison did not see."""
    connection = lane.postgres.connect(DATABASE, is_superuser=True)
    connection.autocommit = False
    job = lane.known["jobs"][0]
    blind = []
    try:
        found = Books(connection, lane.erp, lane.known, month.diary).compare()
        connection.rollback()
        assert not found, f"nothing is damaged yet: {found}"
        for name, (kind, table, row, deed) in DAMAGES.items():
            _damage(connection.cursor(), table, row.replace("{job}", str(job)), deed)
            found = Books(connection, lane.erp, lane.known, month.diary).compare()
            connection.rollback()
            if kind not in found:
                blind.append(f"{name}: {found}")
        if LOST not in Books(connection, Robbed(lane.erp), lane.known, month.diary).compare():
            blind.append("a document lost at Kingdee")
    finally:
        connection.rollback()
        connection.close()
    return blind


def _damage(cursor, table: str, row: str, deed: str) -> None:
    cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute(row)
    [(number,)] = cursor.fetchall()
    if number is None:
        raise AssertionError(f"{table} has no row to damage: {row}")
    if deed == COPY:
        cursor.execute(UNIQUE, [table])
        for index, constraint in cursor.fetchall():
            words = f"TABLE {table} DROP CONSTRAINT {constraint} CASCADE"
            cursor.execute(f"ALTER {words}" if constraint else f"DROP INDEX {index}")
        cursor.execute(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(one, '{{\"id\": 900000}}')).*"
            f" FROM {table} one WHERE id = %s",
            [number],
        )
    elif deed == DELETE:
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [number])
    else:
        cursor.execute(f"UPDATE {table} SET {deed} WHERE id = %s", [number])
