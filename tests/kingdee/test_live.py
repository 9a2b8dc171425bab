"""The portal follows the ERP by crons alone, and an ERP that thinks holds nobody up."""

import threading

from . import live

MOST_SECONDS = 130  # a minute between two looks, the look, and a busy machine
SLOW = 6  # seconds that the ERP thinks; `make bench ONLY=erp_live` lets it think for a minute


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
    quick = live.measure([buyer], 2)["catalogue"]
    erp.admin("faults", rules=[{"kind": "slow", "rate": 1, "seconds": SLOW}])
    sql(database, "UPDATE distribution_erp_stream SET next_run = NULL")
    idle, done = [], threading.Event()

    def watch():
        while not done.wait(0.5):
            idle.extend(sql(database, live.IDLE))

    watcher = threading.Thread(target=watch)
    watcher.start()
    before = live.count_calls(erp)
    try:
        live.wait_for_call(erp, before, MOST_SECONDS)
        slow = live.measure([buyer], SLOW)["catalogue"]
    finally:
        done.set()
        watcher.join()
    print(f"p95 of a catalogue page: {quick:.0f} ms, {slow:.0f} ms while the ERP thinks")
    assert idle == [], "a session idles in a transaction while the ERP thinks"
    assert slow < SLOW * 1000 / 2, "pages wait for the ERP"
