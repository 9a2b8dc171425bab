"""Random facts for hypothesis: what happened to the order lines of a world, as documents allow it.

Each line is sold in parts: deliveries and payments up to what was ordered, invoice lines of any
part. A confirmed line that says more, or another price, is undone and recorded anew; one that says
less at the same price takes back. The amounts of
a part are its share of the line's, cumulatively rounded. Invoices and payments know no returned
quantity; a delivery is never undone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from .draws import FIRST_DAY, pick
from .facts import Credited, Fact, Forward, Returned, Undone, is_less, room
from .money import ZERO, as_decimal, round_half_up
from .world import Line

KINDS_OF_FACTS = ("forward", "forward", "returned", "credited", "undone")
PARTS = (33, 50, 10, 67, 100)  # percent
QUANTITY_DECIMALS, DOCUMENT_DECIMALS = 3, 2
GAPS = (1, 0, 6, 14)  # days
AMOUNTS = ("untaxed", "taxed", "cost")
CLEARLY = Decimal("0.2")  # so much of a sum is another price, and not how it was rounded


def histories_of_lines(
    draw, lines: Sequence[Line], triggers: Sequence[str], odd: bool
) -> tuple[Fact, ...]:
    """Up to twelve facts, one after the other; what takes back needs something to take back."""
    made: list[Fact] = []
    day = FIRST_DAY
    for _ in range(draw(st.integers(3, 12))):
        day += timedelta(days=draw(pick(*GAPS)))
        line, trigger = draw(st.sampled_from(lines)), draw(pick(*triggers))
        sold = [fact for fact in made if is_part(fact, trigger, line)]
        kind = draw(pick(*KINDS_OF_FACTS))
        more = parts(draw, made, sold, line, trigger, day) if kind == "forward" or not sold else []
        if more:
            made += more
        elif kind == "undone":
            made += undoings(draw, made, sold, day)
        elif sold and line.quantity > 0:
            is_money = trigger in ("invoiced", "paid")
            measure = "credited" if is_money or kind == "credited" else "returned"
            is_lowered = trigger == "confirmed" and kind == "returned" and draw(pick(True, False))
            if is_lowered:
                made += lowered(draw, made, sold, day)
            else:
                made += takings_back(draw, made, sold, measure, day, odd)
    return tuple(made)


def is_part(fact: Fact, trigger: str, line: Line) -> bool:
    """Is it a forward movement of this line?"""
    return isinstance(fact, Forward) and fact.trigger == trigger and fact.line == line.id


# === FORWARD === #


def parts(draw, made, sold, line: Line, trigger: str, day: date) -> list[Fact]:
    """One more part of a line, if anything is left to be sold of it."""
    undone = {fact.origin for fact in made if isinstance(fact, Undone)}
    live = [fact for fact in sold if fact.id not in undone]
    if trigger == "confirmed":
        return anew(draw, made, live, line, day)
    wanted = Fraction(draw(pick(*PARTS)), 100)
    done = Fraction(sum((fact.quantity for fact in live), ZERO)) / Fraction(line.quantity)
    if trigger in ("delivered", "paid"):
        wanted = min(wanted, 1 - done)
    if trigger != "paid":
        wanted = in_units(wanted, line)
    made_of = part(len(made) + 1, sold, line, trigger, (wanted, day))
    return [made_of] if wanted > 0 and made_of.untaxed else []


def anew(draw, made, live, line: Line, day: date) -> list[Fact]:
    """A line is confirmed; or it says more, or another price: undone, and recorded on its day."""
    if not live:
        return [part(len(made) + 1, [], line, "confirmed", (Fraction(1), day))]
    old = as_it_says(made, live[0])
    kind = draw(pick("more", "dearer", "cheaper", "less and cheaper"))
    quantity, factor = old.quantity, {"dearer": Decimal("1.1"), "cheaper": Decimal("0.9")}.get(kind)
    if kind == "more":
        wanted = Fraction(draw(pick(*PARTS)), 100) * Fraction(line.quantity)
        quantity += round_half_up(wanted, QUANTITY_DECIMALS)
        factor = Decimal(quantity) / old.quantity
    elif kind == "less and cheaper":
        quantity, factor = round_half_up(quantity / 2, QUANTITY_DECIMALS), Decimal("0.35")
    told = told_of(old, factor)
    if told["untaxed"] == old.untaxed or not told["untaxed"] or not quantity:
        return []
    if kind == "less and cheaper" and abs(told["untaxed"]) < CLEARLY:
        return []
    told |= {"quantity": quantity, "whole_quantity": quantity, "whole_untaxed": told["untaxed"]}
    told |= {"cost": told["cost"] if kind == "more" else old.cost}
    undone = Undone(id=len(made) + 1, trigger="confirmed", date=day, origin=old.id)
    return [undone, replace(old, id=undone.id + 1, **told)]


def told_of(old: Forward, factor: Decimal | Fraction) -> dict[str, Decimal]:
    """Return the amounts of a line that says so much of what it said."""
    return {
        name: round_half_up(Fraction(getattr(old, name)) * Fraction(factor), DOCUMENT_DECIMALS)
        for name in AMOUNTS
    }


def as_it_says(made, forward: Forward) -> Forward:
    """Return a confirmed line's movement with what the line says by now."""
    for fact in made:
        if is_less(fact) and fact.line == forward.line and fact.id > forward.id:
            said = dict(zip(("quantity", *AMOUNTS), fact.says, strict=True))
            forward = replace(forward, **said)
    return forward


def lowered(draw, made, sold, day: date) -> list[Fact]:
    """A confirmed line says a lower quantity at the same price."""
    undone = {fact.origin for fact in made if isinstance(fact, Undone)}
    live = [fact for fact in sold if fact.id not in undone]
    if not live:
        return []
    old = as_it_says(made, live[0])
    less = round_half_up(Fraction(old.quantity) * draw(pick(*PARTS[:-1])) / 100, QUANTITY_DECIMALS)
    told = told_of(old, 1 - Fraction(less) / Fraction(old.quantity))
    if not 0 < less <= room(made, live[0], "returned") or less >= old.quantity:
        return []
    says = (old.quantity - less, *told.values())
    common = {"id": len(made) + 1, "trigger": "confirmed", "line": old.line, "date": day}
    return [Returned(quantity=less, says=says, **common)] if told["untaxed"] else []


def in_units(share: Fraction, line: Line) -> Fraction:
    """Make a share one of a quantity that can be written on a document."""
    quantity = round_half_up(share * Fraction(line.quantity), QUANTITY_DECIMALS)
    return Fraction(quantity) / Fraction(line.quantity)


def part(fact_id: int, sold, line: Line, trigger: str, what: tuple[Fraction, date]) -> Forward:
    """Build the forward movement of a share of a line."""
    wanted, day = what
    is_own_whole = trigger == "invoiced"
    before = sum((Fraction(fact.quantity) for fact in sold), Fraction(0)) / Fraction(line.quantity)
    start = Fraction(0) if is_own_whole else before

    def amount(total: Decimal) -> Decimal:
        """The share of a total, cumulatively rounded."""
        return round_half_up(total * (start + wanted), DOCUMENT_DECIMALS) - round_half_up(
            total * start, DOCUMENT_DECIMALS
        )

    quantity, untaxed = as_decimal(wanted * Fraction(line.quantity)), amount(Fraction(line.untaxed))
    return Forward(
        id=fact_id,
        trigger=trigger,
        line=line.id,
        whole=("invoice line", fact_id) if is_own_whole else ("line", line.id),
        date=day,
        quantity=quantity,
        untaxed=untaxed,
        taxed=amount(Fraction(line.taxed)),
        cost=amount(Fraction(line.cost)),
        currency=line.currency,
        whole_quantity=quantity if is_own_whole else line.quantity,
        whole_untaxed=untaxed if is_own_whole else line.untaxed,
    )


# === TAKING BACK === #


def takings_back(draw, made, sold, kind: str, day: date, odd: bool) -> list[Fact]:
    """A return or credit of all, or of any part, of one document or of the line."""
    measure = "quantity" if kind == "returned" else "untaxed"
    is_named = sold[0].trigger != "confirmed" and draw(pick(False, False, False, True))
    named = draw(st.sampled_from(sold)) if is_named else None
    whole = sum(getattr(fact, measure) for fact in ([named] if named else sold))
    amount = round_half_up(whole * draw(pick(*PARTS)) / 100, 2 if kind == "credited" else 3)
    if named and not odd:
        amount = min(amount, room(made, named, kind))
    if amount <= 0:
        return []
    return [
        (Returned if kind == "returned" else Credited)(
            id=len(made) + 1,
            trigger=sold[0].trigger,
            line=sold[0].line,
            date=day,
            origin=named.id if named else None,
            **{measure: amount},
        )
    ]


def undoings(draw, made, sold, day: date) -> list[Undone]:
    """A return or credit of any line is undone, or a part of this line; an order as a whole."""
    undone = {fact.origin for fact in made if isinstance(fact, Undone)}
    reversals = [fact for fact in made if isinstance(fact, Returned | Credited)]
    choices = [fact for fact in (*sold, *reversals) if fact.id not in undone]
    choices = [fact for fact in choices if not is_delivery(fact) and not is_less(fact)]
    if not choices:
        return []
    chosen = draw(st.sampled_from(choices))
    together = [chosen]
    if isinstance(chosen, Forward) and chosen.trigger == "confirmed":
        together = [fact for fact in sold if fact.id not in undone]
    return [
        Undone(id=len(made) + at, trigger=chosen.trigger, date=day, origin=fact.id)
        for at, fact in enumerate(together, start=1)
    ]


def is_delivery(fact: Fact) -> bool:
    """A done delivery cannot be undone, only returned."""
    return isinstance(fact, Forward) and fact.trigger == "delivered"
