"""Whether what is here is what is there: by SQL and the simulator's truth, none of our connector.

`judge` returns a count for each way in which it can be wrong, and the first examples of each.
"""

import re
from collections import Counter, defaultdict
from decimal import Decimal

from .judgement_queries import (
    DOCUMENTS,
    LINES,
    MOVEMENTS,
    ORDERS,
    RUNNING,
    STAGED,
    STOCK,
    TRACKING,
)

EXAMPLES = 5
ORDER, OUT, BACK = "SAL_SaleOrder", "SAL_OUTSTOCK", "SAL_RETURNSTOCK"
VERSION = re.compile(r"-R\d+$")
OPEN = ("pending", "sending", "saved", "submitted")
KINDS = (
    "duplicate orders",
    "lost orders",
    "wrong orders",
    "not voided",
    "double counted",
    "lost movements",
    "wrong tracking",
    "wrong stock rows",
    "not through",
    "unseen failures",
    "needless failures",
    "left behind",
)


class Judgement:
    """Looks at both sides at the end, and compares."""

    def __init__(self, cursor, erp, backend_id: int, ledger: dict[int, str]):
        """Take a cursor of Odoo's database, the simulator, and who has to see what."""
        self._cursor = cursor
        self.ledger = ledger
        self.backend_id = backend_id
        self.bills = erp.read("documents")
        self.stock_there = erp.admin("stock_truth")["rows"]
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, list[str]] = defaultdict(list)
        self.orders = {row["id"]: row for row in self._rows(ORDERS)}
        self.lines = defaultdict(list)
        for row in self._rows(LINES):
            if row["order_id"] in self.orders:
                self.lines[row["order_id"]].append(row)
        self.documents = self._rows(DOCUMENTS, self.backend_id)
        self.failed = {row["order_id"] for row in self.documents if row["state"] == "failed"}
        self.there = self._group_there()

    def judge(self) -> "Judgement":
        """Compare everything."""
        self._judge_orders()
        self._judge_movements()
        self._judge_tracking()
        self._judge_stock()
        self._judge_documents()
        self._judge_leftovers()
        return self

    # === ORDERS === #

    def _group_there(self) -> dict[int, list[dict]]:
        """Return {id here: bills there}; a bill of no order of ours is a lost one."""
        ids = {row["name"]: row["id"] for row in self.orders.values()}
        found = defaultdict(list)
        for bill in self.bills[ORDER]:
            if not bill["fbillno"].startswith("ODOO-"):
                continue
            name = VERSION.sub("", bill["fbillno"].removeprefix("ODOO-"))
            if name in ids:
                found[ids[name]].append(bill)
            else:
                self._blame("duplicate orders", f"{bill['fbillno']} is of no order here")
        return found

    def _judge_orders(self):
        numbers = Counter(bill["fbillno"] for bill in self.bills[ORDER])
        for number, count in numbers.items():
            if count > 1:
                self._blame("duplicate orders", f"{number}: {count} times", count - 1)
        for order in self.orders.values():
            live = [bill for bill in self.there[order["id"]] if bill["fcancelstatus"] != "B"]
            if order["state"] == "cancel":
                self._judge_cancelled(order, live)
            elif len(live) > 1 and order["id"] not in self.failed:
                names = ", ".join(bill["fbillno"] for bill in live)
                self._blame("duplicate orders", f"{order['name']}: {names}")
            elif not live and order["id"] not in self.failed:
                self._blame("lost orders", order["name"])
            elif len(live) == 1 and order["id"] not in self.failed:
                self._compare(order, live[0])

    def _judge_cancelled(self, order: dict, live: list[dict]):
        if live and order["id"] not in self.failed:
            self._blame("not voided", f"{order['name']}: {live[0]['fbillno']}")

    def _compare(self, order: dict, bill: dict):
        ours = [(row["code"], _exact(row["quantity"])) for row in self.lines[order["id"]]]
        theirs = [(row["material"], _exact(row["fqty"])) for row in bill["lines"]]
        if ours != theirs:
            self._blame("wrong orders", f"{bill['fbillno']}: {theirs}, here {ours}")
        elif not self._is_total_right(order, bill):
            total = bill["fbillallamount"]
            self._blame("wrong orders", f"{bill['fbillno']}: {total} not {order['amount_total']}")
        elif bill["fdocumentstatus"] != "C":
            self._blame("wrong orders", f"{bill['fbillno']} is {bill['fdocumentstatus']}")

    def _is_total_right(self, order: dict, bill: dict) -> bool:
        """There each line is rounded, here perhaps all together: up to a cent for each line."""
        off = abs(_exact(order["amount_total"]) - _exact(bill["fbillallamount"]))
        return off <= Decimal("0.01") * len(bill["lines"])

    # === GOODS === #

    def _judge_movements(self):
        """Compare what each line of ours has delivered with what is audited for it there."""
        truth, known = self._sum_there()
        for order_id, lines in self.lines.items():
            for line in lines:
                there, here = truth[line["id"]], _exact(line["delivered"])
                if there != here:
                    kind = "double counted" if here > there else "lost movements"
                    name = self.orders[order_id]["name"]
                    self._blame(kind, f"{name} {line['code']}: {here} here, {there} there")
        rows = self._rows(MOVEMENTS, self.backend_id)
        seen = Counter((row["kind"], row["entry_id"]) for row in rows)
        for entry in known - seen.keys():
            self._blame("lost movements", f"{entry} was never read")
        for row in rows:
            if row["state"] in ("waiting", "failed"):
                self._blame("lost movements", f"{row['number']} {row['state']}: {row['message']}")

    def _sum_there(self):
        """Return ({line here: quantity}, the entries that are audited there)."""
        ours = self._match_entries()
        truth, known = defaultdict(Decimal), set()
        for form, kind, sign in ((OUT, "delivery", 1), (BACK, "return", -1)):
            for bill in self.bills[form]:
                if bill["fdocumentstatus"] != "C" or bill["fcancelstatus"] == "B":
                    continue
                for line in bill["lines"]:
                    known.add((kind, str(line["fentryid"])))
                    target = ours.get(line["fsoentryid"]) or self._find_by_number(line)
                    if target:
                        truth[target] += sign * _exact(line["frealqty"])
        return truth, known

    def _match_entries(self) -> dict[int, int]:
        """Return {entry there: line here}: lines are sent in their order."""
        return {
            theirs["fentryid"]: ours["id"]
            for order_id, bills in self.there.items()
            for bill in bills
            for theirs, ours in zip(bill["lines"], self.lines[order_id], strict=False)
        }

    def _find_by_number(self, line: dict) -> int | None:
        """Return the only line of the product in the order that a return names."""
        number = (line.get("forderno") or "").strip()
        for order_id, bills in self.there.items() if number else ():
            if any(bill["fbillno"] == number for bill in bills):
                same = [row for row in self.lines[order_id] if row["code"] == line["material"]]
                return same[0]["id"] if len(same) == 1 else None
        return None

    def _judge_tracking(self):
        """Every parcel number of an audited delivery is on a transfer of its order."""
        here = defaultdict(str)
        for row in self._rows(TRACKING):
            here[row["order_id"]] += f" {row['tracking']} "
        by_number = {
            bill["fbillno"]: order_id for order_id, bills in self.there.items() for bill in bills
        }
        for bill in self.bills[OUT]:
            if bill["fdocumentstatus"] != "C" or bill["fcancelstatus"] == "B":
                continue
            for number in {line["fsoorderno"] for line in bill["lines"]}:
                order_id, tracking = by_number.get(number), bill["fcarriageno"].strip()
                if order_id and tracking and tracking not in here[order_id]:
                    self._blame("wrong tracking", f"{bill['fbillno']}: {tracking} of {number}")

    def _judge_stock(self):
        here = {
            (row["material"], row["warehouse"]): (_exact(row["on_hand"]), _exact(row["locked"]))
            for row in self._rows(STOCK, self.backend_id)
        }
        there = {
            (material, warehouse): (_exact(quantity), _exact(locked))
            for material, warehouse, quantity, locked in self.stock_there
        }
        nothing = (Decimal(0), Decimal(0))
        for place in here.keys() | there.keys():
            if here.get(place, nothing) != there.get(place, nothing):
                text = f"{place}: {here.get(place)} here, {there.get(place)} there"
                self._blame("wrong stock rows", text)

    # === PEOPLE === #

    def _judge_documents(self):
        """What is not through has failed, is seen by a person, and had a reason to fail."""
        asked = set(self.ledger)
        for row in self.documents:
            text = (
                f"{row['number']} {row['kind']} {row['state']} {row['problem']}: {row['message']}"
            )
            if row["state"] in OPEN and row["next_try"]:
                self._blame("not through", text)
            elif row["state"] == "failed" and not row["activities"]:
                self._blame("unseen failures", text)
            elif row["state"] == "failed" and row["order_id"] not in asked:
                self._blame("needless failures", text)
        for order_id, why in self.ledger.items():
            bills = [one for one in self.there[order_id] if one["fcancelstatus"] != "B"]
            is_here = order_id in self.orders and self.orders[order_id]["state"] == "sale"
            if is_here and not bills and order_id not in self.failed:
                self._blame("unseen failures", f"{self.orders[order_id]['name']}: {why}")

    def _judge_leftovers(self):
        """Nothing is left of runs that were killed."""
        for text, query in (("runs still running", RUNNING), ("staged rows", STAGED)):
            count = self._rows(query, self.backend_id)[0]["count"]
            if count:
                self._blame("left behind", f"{count} {text}", count)

    # === HELPERS === #

    def _blame(self, kind: str, example: str, count: int = 1):
        self.counts[kind] += count
        if len(self.examples[kind]) < EXAMPLES:
            self.examples[kind].append(example)

    def _rows(self, query: str, *values) -> list[dict]:
        self._cursor.execute(query, values)
        names = [column.name for column in self._cursor.description]
        return [dict(zip(names, row, strict=True)) for row in self._cursor.fetchall()]


def _exact(number) -> Decimal:
    return round(Decimal(str(number or 0)), 4).normalize() + 0
