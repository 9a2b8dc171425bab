"""The portal follows the ERP by crons alone, and an ERP that thinks holds nobody up."""

import threading
import time

from . import live

MOST_SECONDS = 130  # a minute between two looks, the look, and a busy machine
SLOW = 6  # seconds that the ERP thinks; `make bench ONLY=erp_live` lets it think for a minute
# Odoo's scheduler keeps the row of a job locked while the job runs, in a transaction of its own
# that no addon can end; it locks nothing else. Everything besides it is ours.
IDLE = (
    "SELECT left(query, 200) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
    " AND datname = current_database() AND now() - state_change > interval '1 second'"
    " AND query NOT LIKE '%ir_cron%'"
)


def test_change_there_shows_in_the_portal_and_slow_answers_hold_nobody_up(
    erp, fresh_database, run_in_odoo, odoo_server, sql
):
    database = fresh_database()
    product_id = live.prepare(run_in_odoo, database, erp.cloud)
    server = odoo_server(database, "--max-cron-threads=2")
    buyer = live.Buyer(server.url, database, product_id)
    assert buyer.read_band() == "plenty"
    erp.admin("stock_set", material="M0001", warehouse="CK001", quantity=0)
    seconds = buyer.wait_for("out", MOST_SECONDS)
    print(f"a change of the stock was shown after {seconds:.0f} s")
    quick = buyer.measure(2)
    erp.admin("faults", rules=[{"kind": "slow", "rate": 1, "seconds": SLOW}])
    sql(database, "UPDATE distribution_erp_stream SET next_run = NULL")
    idle, done = [], threading.Event()

    def watch():
        while not done.wait(0.5):
            idle.extend(row[0] for row in sql(database, IDLE))

    watcher = threading.Thread(target=watch)
    watcher.start()
    before = _count(erp)
    try:
        _wait_for_call(erp, before)
        slow = buyer.measure(SLOW)
    finally:
        done.set()
        watcher.join()
    print(f"p95 of a catalogue page: {quick:.0f} ms, {slow:.0f} ms while the ERP thinks")
    assert idle == [], "a session idles in a transaction while the ERP thinks"
    assert slow < SLOW * 1000 / 2, "pages wait for the ERP"


def _count(erp):
    return sum(erp.read("calls")["counts"].values())


def _wait_for_call(erp, before):
    """Wait until a stream asks the ERP that thinks."""
    end = time.monotonic() + MOST_SECONDS
    while _count(erp) == before and time.monotonic() < end:
        time.sleep(0.2)
