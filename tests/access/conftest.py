"""A served database with the world of the access tables; made once for the tests of this folder."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.cluster import TEST
from tests.served_script import served_script

SCRIPT = Path(__file__).with_name("world_script.py")
# These take a row for each attempt: they are what changes.
LOGS = ("distribution_audit", "distribution_attempt")
# What Odoo keeps for us about people, and what is sent to them.
OF_ODOO = ("ir_attachment", "mail_mail", "mail_message", "res_partner", "res_users")


@dataclass(frozen=True, slots=True)
class ServedWorld:
    """Where it is served, and what is in it."""

    url: str
    database: str
    log: Path
    facts: dict

    def sql(self, *statements: str) -> list[list]:
        """Run SQL on its database."""
        return TEST.sql(*statements, database=self.database)

    def digest(self) -> dict:
        """Return {table: a hash of all its rows} of ours and of the orders."""
        tables = self.sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE'"
            " AND (table_name LIKE 'distribution%' OR table_name LIKE 'sale_order%')"
        )
        names = sorted({row[0] for row in tables if row[0] not in LOGS} | {*OF_ODOO})
        hashes = (
            f"SELECT '{name}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t"  # noqa: S608
            # Style sheets and scripts are packed when somebody first asks for them.
            + (" WHERE res_model <> 'ir.ui.view'" if name == "ir_attachment" else "")
            for name in names
        )
        return dict(map(tuple, self.sql(" UNION ALL ".join(hashes))))


@pytest.fixture(scope="session")
def served_world():
    """Serve the world without scheduled jobs: what changes, a test has changed."""
    with served_script("access", "tpl_all", SCRIPT) as (served, facts):
        yield ServedWorld(served.url, served.database, Path(served.log), facts)
