"""What became of each line of an order: sold, cancelled, refunded in whole or in part."""

from decimal import Decimal

from .amounts import spread_refund
from .cleaners import normalise_status
from .lines import Entry
from .platform import Outcome, PlatformRules

SOLD = (Outcome.PAID, Outcome.SHIPPED, Outcome.DONE)
ZERO = Decimal(0)


def settle_outcomes(entries: list[Entry]) -> None:
    """Set `refund` and the final `outcome` on the lines of one order whose amounts are known."""
    _share_refunds(entries)
    for entry in entries:
        _settle(entry)


def get_text(entry: Entry, field: str) -> str:
    """Return the text on the line itself, else that of its order report."""
    return entry.texts.get(field) or entry.order_texts.get(field, "")


def look_up_statuses(entry: Entry, rules: PlatformRules) -> None:
    """Find out what the two statuses mean; what is not in the map is never guessed."""
    status, refund = get_text(entry, "status"), get_text(entry, "refund_status")
    entry.outcome = Outcome.DONE
    if "status" in entry.column_names:
        outcome = rules.statuses.get(normalise_status(status))
        if outcome is None:
            entry.fail("unknown_status", "status", status)
            return
        entry.outcome = outcome
    if refund:
        outcome = rules.refunds.get(normalise_status(refund))
        if outcome is None:
            entry.fail("unknown_status", "refund_status", refund)
        elif outcome != Outcome.NONE and entry.outcome not in (Outcome.UNPAID, Outcome.CANCELLED):
            entry.outcome = outcome


def _share_refunds(entries: list[Entry]) -> None:
    """Give each line its part of what the order report says went back of the order."""
    own = [entry.numbers.get("refund_amount") for entry in entries]
    if any(own):
        whole = {refund for refund in own if refund}
        is_repeated = len(entries) > 1 and len(whole) == 1 and all(own)
        if is_repeated and any(own[0] > entry.amount for entry in entries):
            _spread(entries, own[0])
            return
        for entry, refund in zip(entries, own, strict=True):
            entry.refund = refund or ZERO
        return
    ordered = [entry.order_numbers.get("refund_amount") for entry in entries]
    if any(ordered):
        marked = [entry for entry in entries if entry.outcome == Outcome.PARTIAL]
        _spread(marked or entries, next(filter(None, ordered)))


def _spread(entries: list[Entry], refund: Decimal) -> None:
    whole = sum(entry.amount for entry in entries)
    spread_refund(entries, min(refund, whole))


def _settle(entry: Entry) -> None:
    """Bring outcome and amount of the refund together."""
    amount = entry.amount
    has_refund_status = bool(entry.texts.get("refund_status"))
    entry.refund = min(max(entry.refund, ZERO), amount)
    if entry.outcome == Outcome.REFUNDED and ZERO < entry.refund < amount:
        entry.outcome = Outcome.PARTIAL
    elif entry.outcome in SOLD and entry.refund and not has_refund_status:
        # An order report has the sum that went back, and no word for it.
        entry.outcome = Outcome.PARTIAL if entry.refund < amount else Outcome.REFUNDED
    if entry.outcome == Outcome.PARTIAL and not entry.refund:
        entry.fail("refund_without_amount", "refund_status", get_text(entry, "refund_status"))
    elif entry.outcome == Outcome.PARTIAL and entry.refund == amount:
        entry.outcome = Outcome.REFUNDED
    elif entry.outcome in (Outcome.REFUNDED, Outcome.CANCELLED):
        entry.refund = amount
    elif entry.outcome != Outcome.PARTIAL:
        entry.refund = ZERO
