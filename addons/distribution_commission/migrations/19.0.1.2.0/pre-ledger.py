"""The ledger of the first versions (until 2026-11-28): with foreign keys, without movements."""

from odoo.addons.distribution_member.queries.append_only import drop_triggers
from odoo.tools import SQL
from odoo.tools.sql import column_exists

ENTRIES = "distribution_commission_entry"
PLANS = "distribution_commission_plan"
# Odoo's columns of who and when, each a foreign key; `posted_at` says when.
AUDIT_COLUMNS = ("create_uid", "create_date", "write_uid", "write_date")
OLD_INDEXES = ("order_id", "rule_id", "statement_id")


def migrate(cr, version):
    """Keep the day of posting, and leave what the ledger of today has not."""
    if not column_exists(cr, ENTRIES, "posted_at"):
        _keep_posting_day(cr)
        _drop_leftovers(cr)
    if not column_exists(cr, PLANS, "payout_cap"):
        # These plans had no highest payout: 100 % changes none of their amounts.
        cr.execute(
            SQL(
                "ALTER TABLE %(plans)s ADD COLUMN payout_cap numeric;"
                " UPDATE %(plans)s SET payout_cap = 100",
                plans=SQL.identifier(PLANS),
            )
        )


def _keep_posting_day(cr):
    cr.execute(drop_triggers(ENTRIES))
    cr.execute(
        SQL(
            "ALTER TABLE %(entries)s ADD COLUMN posted_at timestamp;"
            " UPDATE %(entries)s SET posted_at = create_date",
            entries=SQL.identifier(ENTRIES),
        )
    )


def _drop_leftovers(cr):
    cr.execute(
        SQL(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
            ENTRIES,
        )
    )
    dropped = [SQL("DROP CONSTRAINT %s", SQL.identifier(name)) for (name,) in cr.fetchall()]
    dropped += [SQL("DROP COLUMN IF EXISTS %s", SQL.identifier(name)) for name in AUDIT_COLUMNS]
    cr.execute(SQL("ALTER TABLE %s %s", SQL.identifier(ENTRIES), SQL(", ").join(dropped)))
    for column in OLD_INDEXES:
        cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(f"{ENTRIES}__{column}_index")))
