"""Each single fault at each kind of message, and the worker's death there, inside an Odoo shell.

One fault strikes one message; what broke is tried once more in peace; then both sides are compared
as after a campaign. Prints one line of JSON.
"""

import json
import os
import random
import time

from tests.kingdee_simulator.faults import AFTER, BEFORE, READS
from tests.kingdee_simulator.process import Simulator

from . import posting
from . import world as worlds
from .forked import Worker
from .judgement import Judgement
from .shift import FREE_DOCUMENTS, HURRY

KILLED = "kill -9"
ORDER, OUT, BACK = "SAL_SaleOrder", "SAL_OUTSTOCK", "SAL_RETURNSTOCK"
READ = "ExecuteBillQuery"
# Message: (what it is about, the call that is struck, the stream).
MESSAGES = {
    "order save": ("order", f"Save:{ORDER}", "push_orders"),
    "order submit": ("order", f"Submit:{ORDER}", "push_orders"),
    "order audit": ("order", f"Audit:{ORDER}", "push_orders"),
    "order read": ("order", f"{READ}:{ORDER}", "push_orders"),
    "order un-audit": ("cancel", f"UnAudit:{ORDER}", "push_orders"),
    "order void": ("cancel", f"ExcuteOperation:{ORDER}", "push_orders"),
    "delivery read": ("delivery", f"{READ}:{OUT}", "pull_deliveries"),
    "return read": ("return", f"{READ}:{BACK}", "pull_returns"),
    "stock read": ("stock", f"{READ}:STK_Inventory", "sync_stock"),
    "product read": ("product", f"{READ}:BD_MATERIAL", "sync_products"),
    "member save": ("member", "Save:BD_Customer", "sync_members"),
    "member submit": ("member", "Submit:BD_Customer", "sync_members"),
    "member audit": ("member", "Audit:BD_Customer", "sync_members"),
}
STOCK_KIND = "wrong stock rows"  # moved by every message, judged where stock is read
KILL_SECONDS = 3.0


def list_cells() -> list[tuple[str, str]]:
    """Return (message, fault) of all that can happen."""
    cells = []
    for message, (_about, call, _stream) in MESSAGES.items():
        is_read = call.startswith(READ)
        kinds = [*BEFORE, *AFTER, *(READS if is_read else ())]
        cells += [(message, kind) for kind in kinds if not (is_read and kind == "edit_lock")]
        cells.append((message, KILLED))
    return cells


class Matrix:
    """One world; the cells one after the other."""

    def __init__(self, env, erp: Simulator):
        """Make the world: members are through, and some orders with goods that have left."""
        self.env, self.erp = env, erp
        self.chance = random.Random(0)
        self.world = worlds.create(env, erp.cloud, members=4)
        self.made = 0
        self.wrong: dict[str, dict] = {}
        self.unstruck: list[str] = []
        self.backend = env["distribution.erp.backend"].browse(self.world.backend_id)
        for method in ("sync_members", "push_orders", "sync_stock"):
            self._run(method)

    def run_cell(self, message: str, fault: str):
        """Let one fault strike one message, and judge."""
        about, call, method = MESSAGES[message]
        getattr(self, f"_prepare_{about}")()
        kind, seconds = ("slow", KILL_SECONDS) if fault == KILLED else (fault, 0.02)
        rule = {"kind": kind, "rate": 1, "count": 1, "services": [call], "seconds": seconds}
        self.erp.admin("faults", rules=[rule])
        if fault == KILLED:
            self._kill(method)
        else:
            self._run(method)
        fired = self.erp.admin("faults", rules=[])["before"][0]["fired"]
        if not fired:
            self.unstruck.append(f"{message}: {fault}")
        self._run(method)
        self._judge(f"{message}: {fault}", about)

    # === WHAT THE MESSAGE IS ABOUT === #

    def _prepare_order(self) -> dict:
        order_id = worlds.create_orders(self.env, self.world, self.chance, 1, set())[0]
        name = self.env["sale.order"].browse(order_id).name
        self.env.cr.commit()
        return {"id": order_id, "number": f"ODOO-{name}"}

    def _prepare_sent(self) -> dict:
        order = self._prepare_order()
        self._run("push_orders")
        return order

    def _prepare_cancel(self):
        order = self._prepare_sent()
        self.env["sale.order"].browse(order["id"])._action_cancel()
        self.env.cr.commit()

    def _prepare_delivery(self):
        order = self._prepare_sent()
        self.erp.admin("order_deliver", number=order["number"], tracking=order["number"])

    def _prepare_return(self):
        order = self._prepare_sent()
        self.erp.admin("order_deliver", number=order["number"])
        self._run("pull_deliveries")
        lines = [{"seq": 1, "quantity": 1}]
        self.erp.admin("order_return", number=order["number"], lines=lines)

    def _prepare_stock(self):
        self.erp.admin("stock_shake", count=20, seed=len(self.wrong) + self.made)
        self.made += 1

    def _prepare_product(self):
        self.made += 1
        self.erp.admin("material_add", number=f"X{self.made:04d}", name="neu")

    def _prepare_member(self):
        self.made += 1
        worlds.create_members(self.env, {f"X{self.made:04d}": "KC"})
        self.env.cr.commit()

    # === RUNS === #

    def _run(self, method: str):
        self.env.cr.execute(HURRY)
        self.env.cr.commit()
        self.env.invalidate_all()
        if self.backend.state != "ready":
            self.backend.action_test()
        getattr(self.backend, method)()
        self.env.cr.commit()

    def _kill(self, method: str):
        """Kill the worker when the ERP has done what it was asked to and not answered yet."""
        worker = Worker(self.env, self.world.backend_id, method)
        until = time.monotonic() + 30
        while not worker.is_over() and time.monotonic() < until:
            if any(rule["fired"] for rule in self.erp.read("state")["faults"]):
                time.sleep(0.3)  # the work is done, the answer waits
                break
            time.sleep(0.02)
        worker.kill()
        self.env.cr.execute("UPDATE distribution_erp_stream SET leased_until = NULL")
        for is_member in (True, False):
            self.env.cr.execute(FREE_DOCUMENTS, [is_member])
        self.env.cr.commit()

    # === JUDGEMENT === #

    def _judge(self, cell: str, about: str):
        self.env.cr.commit()
        judged = Judgement(self.env.cr, self.erp, self.world.backend_id, {}).judge()
        found = {
            kind: judged.examples[kind]
            for kind, count in judged.counts.items()
            if count and (kind != STOCK_KIND or about == "stock")
        }
        if about == "product":
            found |= self._judge_products()
        if about == "member":
            found |= self._judge_members()
        self.env.cr.commit()
        if found:
            self.wrong[cell] = found

    def _judge_products(self) -> dict:
        self.env.cr.execute(
            "SELECT count(*) FROM product_product WHERE default_code = %s", [f"X{self.made:04d}"]
        )
        count = self.env.cr.fetchone()[0]
        return {} if count == 1 else {"products": [f"{count} instead of 1"]}

    def _judge_members(self) -> dict:
        """The customer is there once, approved, and bound."""
        code = f"X{self.made:04d}"
        found = posting.login(self.erp)
        rows = posting.ask(
            self.erp,
            {
                "FormId": "BD_Customer",
                "FieldKeys": "FNumber,FDocumentStatus",
                "FilterString": f"FNumber='{code}'",
                "OrderString": "FNumber",
            },
            **{"kdservice-sessionid": found["KDSVCSessionId"]},
        )
        self.env.cr.execute(
            "SELECT count(*) FROM distribution_erp_binding WHERE external_number = %s", [code]
        )
        bound = self.env.cr.fetchone()[0]
        if rows == [[code, "C"]] and bound == 1:
            return {}
        return {"members": [f"{rows}, bound {bound} times"]}


def main(env):
    """Run all cells, or those of the messages in MESSAGES."""
    chosen = set(filter(None, os.environ.get("MESSAGES", "").split(","))) or set(MESSAGES)
    started = time.monotonic()
    with Simulator(materials=12, warehouses=2, customers=5) as erp:
        matrix = Matrix(env, erp)
        cells = [cell for cell in list_cells() if cell[0] in chosen]
        for message, fault in cells:
            matrix.run_cell(message, fault)
    seconds = round(time.monotonic() - started, 1)
    result = {"cells": len(cells), "seconds": seconds}
    result |= {"unstruck": matrix.unstruck, "wrong": matrix.wrong}
    print(json.dumps(result, ensure_ascii=False))
