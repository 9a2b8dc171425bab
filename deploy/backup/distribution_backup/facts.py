"""What a database holds, in figures: kept in the manifest, and compared after a restore."""

from .snapshot import Snapshot

# Beside our own tables: what belongs to the business and must be there to the last row.
COUNTED = (
    "account_move",
    "account_move_line",
    "account_partial_reconcile",
    "ir_attachment",
    "product_product",
    "res_partner",
    "res_users",
    "sale_order",
    "sale_order_line",
    "stock_move",
    "stock_quant",
)
# History, of which every row is compared with all that it says.
DIGESTED = (
    "distribution_commission_entry",
    "distribution_payout_batch_line",
    "distribution_settlement",
    "distribution_statement",
)
DIGEST = (
    "SELECT json_build_object('rows', COUNT(*), 'digest',"
    " COALESCE(SUM(('x' || substr(md5(kept::text), 1, 15))::bit(60)::bigint), 0)::text)"
    " FROM {table} kept"
)
LEDGER = (
    "SELECT json_agg(kept ORDER BY company_id, currency_id) FROM (SELECT company_id, currency_id,"
    " COUNT(*) AS entries, SUM(amount)::text AS amount FROM distribution_commission_entry"
    " GROUP BY company_id, currency_id) kept"
)
HEADS = (
    "SELECT json_agg(kept ORDER BY company_id) FROM (SELECT DISTINCT ON (company_id) company_id,"
    " publication, seal FROM distribution_settlement WHERE publication > 0"
    " ORDER BY company_id, publication DESC) kept"
)
STATEMENT_SEALS = (
    "SELECT json_build_object('statements', COUNT(seal), 'digest',"
    " md5(COALESCE(string_agg(seal, ' ' ORDER BY id), ''))) FROM distribution_statement"
)
SEAL_KEYS = (
    "SELECT json_agg(DISTINCT seal_key) FROM distribution_settlement WHERE seal_key IS NOT NULL"
)
FIELD_KEYS = "SELECT json_agg(key_id ORDER BY key_id) FROM distribution_sensitive_key"
MODULES = (
    "SELECT json_object_agg(name, latest_version) FROM ir_module_module WHERE state = 'installed'"
)
UUID = "SELECT to_json(value) FROM ir_config_parameter WHERE key = 'database.uuid'"
FILES = "SELECT json_agg(DISTINCT store_fname) FROM ir_attachment WHERE store_fname IS NOT NULL"
TABLES = (
    "SELECT json_agg(table_name ORDER BY table_name) FROM information_schema.tables"
    " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
)
SERVER = "SELECT to_json(current_setting('server_version'))"
FORMER = "what it was"


def gather(snapshot: Snapshot) -> dict:
    """Return the facts of a database; those of addons that are not there are left out."""
    tables = set(snapshot.ask(TABLES) or ())
    counted = sorted(name for name in tables if name.startswith("distribution_") or name in COUNTED)
    ledger = "distribution_commission_entry" in tables
    settled = "distribution_settlement" in tables
    return {
        "uuid": snapshot.ask(UUID) if "ir_config_parameter" in tables else None,
        "server": snapshot.ask(SERVER),
        "modules": snapshot.ask(MODULES) if "ir_module_module" in tables else {},
        "rows": _count(snapshot, counted),
        "digests": {
            name: snapshot.ask(DIGEST.format(table=name)) for name in DIGESTED if name in tables
        },
        "ledger": snapshot.ask(LEDGER) if ledger else None,
        "heads": snapshot.ask(HEADS) if settled else None,
        "statement_seals": snapshot.ask(STATEMENT_SEALS) if settled else None,
        "seal_keys": snapshot.ask(SEAL_KEYS) if settled else None,
        "field_keys": snapshot.ask(FIELD_KEYS) if "distribution_sensitive_key" in tables else None,
    }


def _count(snapshot: Snapshot, tables: list[str]) -> dict[str, int]:
    # The names come from the catalogue and are our own or listed above: none needs quoting.
    counts = " UNION ALL ".join(f"SELECT '{name}', COUNT(*) FROM {name}" for name in tables)
    if not counts:
        return {}
    return snapshot.ask(f"SELECT json_object_agg(name, n) FROM ({counts}) AS counted (name, n)")


def compare(kept: dict, found: dict) -> list[str]:
    """Return what differs, in sentences.

    >>> compare({"rows": {"sale_order": 3}}, {"rows": {"sale_order": 2}})
    ['sale_order has 2 rows, and had 3']
    """
    said = []
    rows = found.get("rows") or {}
    for table, count in (kept.get("rows") or {}).items():
        if rows.get(table) != count:
            now = "is missing" if table not in rows else f"has {rows[table]} rows"
            said.append(f"{table} {now}, and had {count}")
    digests = found.get("digests") or {}
    for table, digest in (kept.get("digests") or {}).items():
        if digests.get(table) != digest:
            said.append(f"the rows of {table} do not say what they said")
    labels = {
        "ledger": "count and sum of the commission ledger",
        "heads": "the last seals of the settlements",
        "statement_seals": "the seals of the statements",
        "uuid": "the identity of the database (database.uuid)",
        "modules": "the installed modules",
    }
    said += [
        f"{label}: {found.get(name)}, and was {kept[name]}"
        for name, label in labels.items()
        if name in kept and kept[name] != found.get(name)
    ]
    return said
