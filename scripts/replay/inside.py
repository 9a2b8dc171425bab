"""The replay itself, run inside an Odoo shell: set up, import, accrue, settle, report.

Every step looks first at what is there, so a second run, or one after a crash, adds only what is
missing. The business work is done by the product; only the rule of the issue is spelled out here.
"""

import base64
import hashlib
import json
import os
import resource
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from odoo.addons.distribution_member.tabular_files import (
    UnreadableFileError,
    count_decimals,
    read_rows,
)
from odoo.addons.distribution_order.platform_parsers import generic

from scripts.replay.channel import ChannelBuilder, read_countries
from scripts.replay.figures import read_figures

MARK = "distribution_replay.sha256"
CURRENCY = "GBP"
GOODS_PATTERN = "[0-9]{5}[A-Za-z]*"
SKIP_REASONS = ("no_customer", "not_goods", "no_price")
RULES = (("rebate", 0, 2.0), ("override", 1, 3.0), ("override", 2, 1.0))
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_notrack": True}


def main(env) -> None:
    """Replay the file named by REPLAY_FILE and print the figures."""
    clock = Clock()
    file = Path(os.environ["REPLAY_FILE"])
    content = file.read_bytes()
    env = env(context={**env.context, **QUIET})
    replay = Replay(env, file.name, content)
    with clock.measure("import"):
        try:
            replay.set_up()
        except generic.MissingColumnsError as error:
            raise SystemExit(
                f"{file.name} has no columns for {', '.join(error.args[0])}."
            ) from None
        except UnreadableFileError as error:
            raise SystemExit(f"{file.name} cannot be read: {error}") from None
        replay.import_orders(clock.say)
    with clock.measure("accrue"):
        replay.accrue()
    with clock.measure("settle"):
        replay.settle(clock.say)
    figures = read_figures(env, replay.order_import, SKIP_REASONS)
    seconds = clock.seconds | {"total": round(time.monotonic() - clock.start, 2)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    figures |= {"seconds": seconds, "peak_memory_mb": peak}
    print(json.dumps(figures), flush=True)


class Clock:
    """Measures the steps and says on standard error what is being done."""

    def __init__(self):
        self.start = time.monotonic()
        self.seconds = {}

    @contextmanager
    def measure(self, name):
        """Measure a step."""
        begin = time.monotonic()
        self.say(name)
        yield
        self.seconds[name] = round(time.monotonic() - begin, 2)

    def say(self, text):
        """Show progress where it does not disturb the figures."""
        print(f"[{time.monotonic() - self.start:6.1f} s] {text}", file=sys.stderr, flush=True)


class Replay:
    """One file in one database."""

    def __init__(self, env, file_name, content):
        self.env = env
        self.company = env.company
        self.file_name = file_name
        self.content = content
        self.order_import = env["distribution.order.import"]

    def set_up(self):
        """Make the company, the profile, the members and the plan of the rule."""
        self._claim_database()
        self._set_up_company()
        self.profile = self._ensure_profile()
        rules = self.profile._build_reading_rules()
        self._allow_decimals(rules)
        ChannelBuilder(self.env, self.company).build(read_countries(self.content, rules))
        self.plan = self._ensure_plan()
        self.env.cr.commit()

    def import_orders(self, say):
        """Preview the file and make its orders, a batch at a time."""
        checksum = hashlib.sha256(self.content).hexdigest()
        imports = self.env["distribution.order.import"]
        self.order_import = imports.search(
            [("checksum", "=", checksum)], limit=1
        ) or imports.create(
            {
                "name": self.file_name,
                "file": base64.b64encode(self.content),
                "profile_id": self.profile.id,
            }
        )
        if self.order_import.state == "draft":
            self.order_import.action_preview()
            self.env.cr.commit()
        if self.order_import.state == "failed":
            raise SystemExit(self.order_import.failure)
        if self.order_import.state == "previewed":
            more = True
            while more:
                more = self.order_import._process_batch()
                self.env.cr.commit()
                self.env.invalidate_all()
                say(f"imported {self.order_import.progress:.0f} %")

    def accrue(self):
        """Put the plan in force and let the engine run over all orders."""
        if self.plan.state == "draft":
            self.plan.action_activate()
        self.env["distribution.commission.entry"].accrue()
        self.env.cr.commit()

    def settle(self, say):
        """Compute and publish every month from the first to the last order."""
        for date_from, date_to in self._read_months():
            settlement = self.env["distribution.settlement"]._ensure_settlement(
                self.plan.cycle_id, date_from, date_to
            )
            if settlement.state != "published":
                settlement.action_compute()
                settlement.action_publish()
                say(settlement.name)
            self.env.cr.commit()

    # === set-up === #

    def _claim_database(self):
        """Refuse a database that holds anything but this very file."""
        checksum = hashlib.sha256(self.content).hexdigest()
        parameters = self.env["ir.config_parameter"]
        mark = parameters.get_param(MARK)
        if not mark and self.env["distribution.member"].search_count([], limit=1):
            raise SystemExit("The database holds other members; choose another DB=.")
        if mark and mark != checksum:
            raise SystemExit("The database holds the replay of another file; choose another DB=.")
        parameters.set_param(MARK, checksum)

    def _set_up_company(self):
        currency = self.env["res.currency"].with_context(active_test=False)
        currency = currency.search([("name", "=", CURRENCY)])
        currency.active = True
        if self.company.currency_id != currency:
            self.company.currency_id = currency
        self.company.distribution_tz = "UTC"

    def _ensure_profile(self):
        profiles = self.env["distribution.order.import.profile"]
        return profiles.search([("name", "=", "Replay")]) or profiles.create(
            {
                "name": "Replay",
                "tz": "UTC",
                "goods_pattern": GOODS_PATTERN,
                "without_customer": "skip",
                "without_price": "skip",
                "create_products": True,
                "apply_taxes": False,
                "fulfilment": "done",
            }
        )

    def _allow_decimals(self, rules):
        """Let prices and quantities keep all decimals of the file: nothing is rounded twice."""
        lines = list(generic.parse(read_rows(self.content), rules))
        for field, accuracy in (
            ("unit_price", self.env.ref("product.decimal_price")),
            ("quantity", self.env.ref("uom.decimal_product_uom")),
        ):
            numbers = [getattr(line, field) for line in lines if getattr(line, field)]
            accuracy.digits = max(accuracy.digits, *map(count_decimals, numbers), 2)

    def _ensure_plan(self):
        plans = self.env["distribution.commission.plan"]
        plan = plans.search([("name", "=", "Replay")])
        if plan:
            return plan
        cycle = self.env["distribution.settlement.cycle"].create({"name": "Monthly", "code": "M"})
        return plans.create(
            {
                "name": "Replay",
                "cycle_id": cycle.id,
                "date_from": "1900-01-01",
                "max_depth": 2,
                "rule_ids": [
                    (0, 0, {"kind": kind, "depth": depth, "rate": rate})
                    for kind, depth, rate in RULES
                ],
            }
        )

    def _read_months(self):
        """Yield the first and last day of each month from the first to the last order."""
        [(first, last)] = self.env["sale.order"]._read_group(
            [("distribution_import_id", "=", self.order_import.id)],
            [],
            ["date_order:min", "date_order:max"],
        )
        if not first:
            return
        day = first.date()
        while day <= last.date():
            date_from, date_to = self.plan.cycle_id._get_period(day)
            yield date_from, date_to
            day = date_to + timedelta(days=1)
