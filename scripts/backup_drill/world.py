"""The company that is backed up: the demo, and as many orders more as one likes."""

import shutil
from pathlib import Path

from scripts import databases, odoo_process, postgres_server, processes
from scripts.backup_drill import settings
from scripts.backup_drill.server import Server
from scripts.cluster import MAIN, ROLE

DATABASE = "drill"
TEMPLATE = "tpl_demo"
LINES = 2  # of each order
# A copy of an order per number, with lines of its own; all other columns as in the pattern.
GROW = """
DO $$
DECLARE columns text; line_columns text; pattern integer;
BEGIN
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
     WHERE attrelid = 'sale_order'::regclass AND attnum > 0 AND NOT attisdropped
       AND attname NOT IN ('id', 'name', 'access_token', 'client_order_ref', 'state',
                           'distribution_cart_key');
    SELECT string_agg(quote_ident(attname), ', ') INTO line_columns FROM pg_attribute
     WHERE attrelid = 'sale_order_line'::regclass AND attnum > 0 AND NOT attisdropped
       AND attname NOT IN ('id', 'order_id', 'platform_line_ref');
    SELECT sale.id INTO STRICT pattern FROM sale_order sale
     WHERE platform_order_ref IS NULL
       AND EXISTS (SELECT FROM sale_order_line line WHERE line.order_id = sale.id)
     ORDER BY sale.id LIMIT 1;
    SET LOCAL session_replication_role = replica;
    EXECUTE format('INSERT INTO sale_order (name, client_order_ref, state, %s)
        SELECT ''DRILL-'' || n, ''drill '' || md5(n::text), ''draft'', %s
          FROM (SELECT * FROM sale_order WHERE id = %s) pattern,
               generate_series(1, {count}) AS n', columns, columns, pattern);
    EXECUTE format('INSERT INTO sale_order_line (order_id, %s)
        SELECT made_id, %s
          FROM (SELECT * FROM sale_order_line WHERE order_id = %s ORDER BY id LIMIT 1) pattern,
               (SELECT id FROM sale_order WHERE starts_with(name, ''DRILL-'')) made (made_id),
               generate_series(1, {lines}) AS n', line_columns, line_columns, pattern);
END $$
"""


def build(home: Path, *, archive_timeout: int) -> tuple[Server, Path]:
    """Return a running server with the demo company, and the configuration of its backups."""
    server = Server(home / "pg", archive_timeout=archive_timeout)
    odoo_data, odoo_conf = home / "odoo-data", home / "odoo.conf"
    source = settings.Source(
        database=DATABASE,
        host=server.host,
        odoo_data=odoo_data,
        odoo_conf=odoo_conf,
        data=server.data,
    )
    configuration = settings.write(home, source)
    server.create(configuration)
    server.start()
    databases.ensure(TEMPLATE, MAIN)
    odoo_process.write_configuration(
        MAIN, odoo_conf, db_host=server.host, data_dir=odoo_data, db_port=5432
    )
    _bring(server)
    kept = MAIN.odoo_data
    shutil.copytree(kept / "filestore" / TEMPLATE, odoo_data / "filestore" / DATABASE)
    if (kept / "distribution_seals").exists():
        shutil.copytree(kept / "distribution_seals", odoo_data / "distribution_seals")
    return server, configuration


def _bring(server: Server) -> None:
    server.sql(f"CREATE DATABASE {DATABASE} OWNER {ROLE} TEMPLATE template0")
    programs = postgres_server.bin_dir()
    source = MAIN.connection(TEMPLATE)
    dump = [programs / "pg_dump", "-Fc", "-Z1", "-h", source["host"], "-U", ROLE, "-d", TEMPLATE]
    load = [programs / "pg_restore", "--exit-on-error", "--no-owner", "-h", server.host]
    processes.run(
        [*load, "-U", ROLE, "-d", DATABASE],
        log="backup-drill",
        what="copying the demo company",
        fed_by=dump,
        env={"PGOPTIONS": "-c synchronous_commit=off"},
    )


def grow(server: Server, orders: int) -> None:
    """Have so many orders more."""
    server.sql(GROW.format(count=orders, lines=LINES), DATABASE)
    server.sql("ANALYZE sale_order, sale_order_line", DATABASE)
