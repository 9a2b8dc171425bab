"""A served company beside a running ERP: what a person sees in the portal, and when."""

import json
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Sequence

from scripts.web_session import WebSession

LOGIN = "erp_buyer"
SCRIPT = """
from tests.kingdee import live_company
print(live_company.build(env, "CLOUD"))
"""
# Odoo's scheduler keeps the row of a job locked while the job runs, in a transaction of its own
# that no addon can end; it locks nothing else. Everything besides it is ours.
IDLE = (
    "SELECT pid, left(query, 200) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
    " AND datname = current_database() AND now() - state_change > interval '1 second'"
    " AND query NOT LIKE '%last_cron_progress%SKIP LOCKED%'"
    " AND query NOT LIKE '%DELETE FROM ir_cron_trigger%'"
)
PAUSE_SECONDS = 0.05  # between two pages of a person


def prepare(run_in_odoo, database: str, cloud: str) -> int:
    """Make the company in a database; return the id of a product in the buyer's cart."""
    return int(run_in_odoo(database, SCRIPT.replace("CLOUD", cloud)).splitlines()[-1])


class Buyer:
    """A person of the member with the phone in the hand."""

    def __init__(self, url: str, database: str, product_id: int, login: str = LOGIN):
        self.session = WebSession(url, database).login(login, login)
        self.product_id = product_id
        self.paths = {
            "catalogue": "/my/distribution/order/catalogue",
            "availability": f"/my/distribution/order/availability?ids={product_id}",
        }

    def read_band(self) -> str:
        """Return how much there is, in a word."""
        status, body = self.session.get(self.paths["availability"])
        assert status == 200, body[:300]
        return json.loads(body)["availability"][str(self.product_id)]["band"]

    def wait_for(self, band: str, seconds: float) -> float:
        """Return after how many seconds the band is shown."""
        start = time.monotonic()
        while self.read_band() != band:
            assert time.monotonic() - start < seconds, f"not {band} after {seconds} s"
            time.sleep(0.5)
        return time.monotonic() - start

    def read(self, seconds: float) -> dict[str, list[float]]:
        """Ask for both pages in turn during some seconds; return how many ms each took."""
        spent, end = defaultdict(list), time.monotonic() + seconds
        while time.monotonic() < end:
            for name, path in self.paths.items():
                start = time.monotonic()
                status, _body = self.session.get(path)
                assert status == 200
                spent[name].append((time.monotonic() - start) * 1000)
                time.sleep(PAUSE_SECONDS)
        return spent


def measure(buyers: Sequence[Buyer], seconds: float) -> dict[str, float]:
    """Let people read at the same time; return the 95th percentile of each page in ms."""
    spent, errors = defaultdict(list), []

    def read(buyer):
        try:
            for name, milliseconds in buyer.read(seconds).items():
                spent[name].extend(milliseconds)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=read, args=[buyer]) for buyer in buyers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return {name: statistics.quantiles(times, n=20)[-1] for name, times in spent.items()}


def count_calls(erp) -> int:
    """Return how often the ERP was asked."""
    return sum(erp.read("calls")["counts"].values())


def wait_for_call(erp, before: int, seconds: float):
    """Wait until somebody asks the ERP; `before` is how often it had been asked."""
    end = time.monotonic() + seconds
    while count_calls(erp) == before:
        assert time.monotonic() < end, f"nobody asked the ERP within {seconds} s"
        time.sleep(0.2)
