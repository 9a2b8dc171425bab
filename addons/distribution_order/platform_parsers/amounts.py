"""How much of the money of an order each of its lines has brought in, postage left out."""

from decimal import Decimal

from .cleaners import allocate
from .lines import Entry
from .platform import Level, Outcome, PlatformRules

ZERO = Decimal(0)


def settle_amounts(entries: list[Entry], rules: PlatformRules) -> None:
    """Set `amount` on the lines of one order, none of which is in error."""
    joined = next(
        (entry.order_numbers for entry in entries if entry.order_numbers.get("amount") is not None),
        None,
    )
    if joined:
        total = joined["amount"] - (joined.get("postage") or ZERO)
        _spread(entries, total, [_weigh(entry) for entry in entries])
    elif _find_level(entries, rules) == Level.ORDER:
        _settle_order(entries, rules)
    else:
        for entry in entries:
            _settle_line(entry, rules)
    for entry in entries:
        if entry.amount is None and entry.outcome in (Outcome.UNPAID, Outcome.CANCELLED):
            entry.amount = ZERO
        elif entry.amount is None:
            entry.fail("no_amount", "amount")


def spread_refund(entries: list[Entry], refund: Decimal) -> None:
    """Share what went back of a whole order among its lines."""
    for entry, share in zip(
        entries, allocate(refund, [entry.amount for entry in entries]), strict=True
    ):
        entry.refund = share


def _find_level(entries: list[Entry], rules: PlatformRules) -> Level:
    """Tell whether the amounts are those of the lines or of the order, repeated on its lines."""
    amounts = [entry.numbers.get("amount") for entry in entries]
    known = {amount for amount in amounts if amount is not None}
    if len(entries) == 1 or len(known) != 1 or rules.platform.amount_level == Level.LINE:
        return Level.LINE
    if rules.platform.amount_level == Level.ORDER or None in amounts[1:]:
        return Level.ORDER
    [amount] = known
    is_too_much = any(
        entry.gross is not None and amount > entry.gross + (entry.numbers.get("postage") or ZERO)
        for entry in entries
    )
    return Level.ORDER if is_too_much else Level.LINE


def _settle_line(entry: Entry, rules: PlatformRules) -> None:
    amount = entry.numbers.get("amount")
    if amount is None:
        entry.amount = entry.gross
        return
    postage = entry.numbers.get("postage") or ZERO
    if postage and _is_postage_inside(entry, entry.gross, rules):
        amount -= postage
    entry.amount = amount + _get_subsidy(entry, rules)


def _settle_order(entries: list[Entry], rules: PlatformRules) -> None:
    first = next(entry for entry in entries if entry.numbers.get("amount") is not None)
    total = first.numbers["amount"]
    postage = max((entry.numbers.get("postage") or ZERO for entry in entries), default=ZERO)
    grosses = [entry.gross for entry in entries]
    gross = None if None in grosses else sum(grosses)
    if postage and _is_postage_inside(first, gross, rules):
        total -= postage
    weights = [weight if weight is not None else ZERO for weight in grosses]
    prices = [entry.numbers.get("unit_price") for entry in entries]
    # Some exports write the amount of the line where others write the price of a piece.
    is_unsure = rules.platform.may_price_be_amount and gross is not None
    if is_unsure and abs(sum(prices) - total) < abs(gross - total):
        weights = prices
    _spread(entries, total + sum(_get_subsidy(entry, rules) for entry in entries), weights)


def _spread(entries: list[Entry], total: Decimal, weights: list[Decimal]) -> None:
    for entry, share in zip(entries, allocate(total, weights), strict=True):
        entry.amount = share


def _weigh(entry: Entry) -> Decimal:
    amount = entry.numbers.get("amount")
    return max(amount if amount is not None else entry.gross or ZERO, ZERO)


def _get_subsidy(entry: Entry, rules: PlatformRules) -> Decimal:
    return (entry.numbers.get("subsidy") or ZERO) if rules.adds_subsidies else ZERO


def _is_postage_inside(entry: Entry, gross: Decimal | None, rules: PlatformRules) -> bool:
    """Tell whether the amount has the postage in it: by the figures, else as the platform does."""
    numbers = entry.numbers
    postage = numbers["postage"] or ZERO
    listed = numbers.get("list_amount")
    if listed is not None:
        if gross is not None and listed == gross + postage:
            return True
        net = listed - (numbers.get("discount") or ZERO)
        if numbers["amount"] == net + postage:
            return True
        if numbers["amount"] == net:
            return False
    return rules.platform.has_postage_inside
