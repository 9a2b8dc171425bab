"""Faults ordered by tests: which call fails, and how. Deterministic by the seed of each rule."""

import json
import random
import threading
from dataclasses import dataclass, field

from .refusal import AdminError

BEFORE = {
    "reset_before": "the connection is reset before anything is done",
    "http_500_html": "500 with a page of IIS, nothing done",
    "waf": "the request filter answers, nothing done",
    "text_body": "200 with a text that is no JSON, nothing done",
    "session_lost_before": "MsgCode 1, nothing done",
    "edit_lock": "MsgCode 13, nothing done",
}
AFTER = {
    "lost_after_commit": "done, but the answer never arrives",
    "reset_mid_body": "done, the connection breaks inside the body",
    "http_502_after_commit": "done, but the proxy answers 502",
    "truncated_json": "done, half of the JSON arrives as if it were all",
    "session_lost_after_commit": "done, but the answer is MsgCode 1",
    "slow": "done, the answer comes after `seconds`",
}
READS = {
    "page_drift": "rows are inserted or deleted before the page is read",
    "duplicate_rows": "some rows of the page come twice",
    "out_of_order": "the rows of the page are not in the order asked for",
}
KINDS = BEFORE | AFTER | READS
QUERIES = {"ExecuteBillQuery", "BillQuery", "GetList"}
WRITES = {
    "Save", "BatchSave", "Draft", "Submit", "Audit", "UnAudit", "Delete", "CancelAssign",
    "ExcuteOperation", "ExecuteOperation", "Push", "Update", "CheckBill", "WorkflowAudit",
}  # fmt: skip


@dataclass(slots=True)
class Rule:
    """One order: of the calls that match, `rate` of them get this fault, at most `count`."""

    kind: str
    rate: float = 1.0
    services: list[str] = field(default_factory=list)
    count: int = 0
    seed: int = 0
    skip: int = 0
    seconds: float = 0.0
    source: random.Random = field(default_factory=random.Random)
    fired: int = 0
    seen: int = 0

    def matches(self, service: str, form: str) -> bool:
        """Return whether the rule is about this call: `Save` or `Save:SAL_SaleOrder`."""
        if self.kind in READS and service not in QUERIES:
            return False
        if self.kind == "edit_lock" and service not in WRITES:
            return False
        if self.services:
            named = {name.lower() for name in self.services}
            return bool({service.lower(), f"{service}:{form}".lower()} & named)
        return True

    def draw(self) -> bool:
        """Return whether this matching call is hit."""
        self.seen += 1
        hit = self.source.random() < self.rate
        if not hit or self.seen <= self.skip or (self.count and self.fired >= self.count):
            return False
        self.fired += 1
        return True


class Faults:
    """The rules in force, asked in their order; the first that hits wins."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self.rules: list[Rule] = []

    def order(self, rules: list[dict]) -> None:
        """Replace the rules."""
        made = [_rule(values) for values in rules]
        with self._guard:
            self.rules = made

    def decide(self, service: str, form: str) -> Rule | None:
        """Return the rule that hits this call, or None."""
        with self._guard:
            for rule in self.rules:
                if rule.matches(service, form) and rule.draw():
                    return rule
        return None

    def report(self) -> list[dict]:
        """Return how often each rule fired."""
        return [
            {"kind": rule.kind, "services": rule.services, "fired": rule.fired, "seen": rule.seen}
            for rule in self.rules
        ]


def _rule(values: dict) -> Rule:
    known = {"kind", "rate", "services", "count", "seed", "skip", "seconds"}
    if not isinstance(values, dict) or set(values) - known:
        raise AdminError(f"a fault has {', '.join(sorted(known))}: {values}")
    if values.get("kind") not in KINDS:
        raise AdminError(f"no such fault: {values.get('kind')}; there are {', '.join(KINDS)}")
    services = values.get("services") or []
    rule = Rule(**{**values, "services": [services] if isinstance(services, str) else services})
    rule.source = random.Random(f"{rule.seed}:{rule.kind}")
    return rule


def read_specification(text: str) -> list[dict]:
    """Read the command line's form: JSON, or `kind:rate[:Service|Service],…`.

    >>> read_specification("slow:0.1:Save|Audit")
    [{'kind': 'slow', 'rate': 0.1, 'services': ['Save', 'Audit']}]
    """
    if text.lstrip().startswith("["):
        return json.loads(text)
    rules = []
    for piece in filter(None, text.split(",")):
        kind, _colon, rest = piece.partition(":")
        rate, _colon, services = rest.partition(":")
        rules.append({"kind": kind.strip(), "rate": float(rate or 1)})
        rules[-1]["services"] = [name for name in services.split("|") if name]
    return rules
