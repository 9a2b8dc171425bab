"""Random facts for hypothesis: what happened to the lines of a world."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from .draws import CURRENCIES, FIRST_DAY, cents, numbers, pick, rarely
from .facts import Credited, Fact, Forward, Returned, Undone

MOVEMENTS = ("forward", "forward", "forward", "returned", "credited", "undone")


@st.composite
def forwards(draw, fact_id: int, trigger: str, line: int, day: date, odd: bool) -> Forward:
    """A part of a line: its amounts have awkward cents, its quantity up to three decimals."""
    sign = draw(rarely(st.just(-1), 1)) if odd else 1
    untaxed = sign * draw(cents(1, 99999))
    paid_invoice = draw(st.integers(1, 2)) if trigger == "paid" else 1
    return Forward(
        id=fact_id,
        trigger=trigger,
        line=line,
        # An invoice line is a whole of its own, an order line is one with all its parts.
        whole=("fact", fact_id) if trigger == "invoiced" or sign < 0 else (line, paid_invoice),
        date=day,
        quantity=sign * Decimal(draw(st.integers(1, 20000))).scaleb(-3),
        untaxed=untaxed,
        taxed=(untaxed * Decimal("1.13")).quantize(Decimal("0.01")),
        cost=(untaxed * draw(st.integers(0, 130)) / 100).quantize(Decimal("0.01")),
        currency=CURRENCIES[line % len(CURRENCIES)] if odd else CURRENCIES[line % 2],
    )


@st.composite
def histories_of_lines(draw, line_ids: list[int], triggers: list[str], odd: bool) -> tuple:
    """Two to twelve facts, one after the other; what takes back needs something to take back."""
    made: list[Fact] = []
    day = FIRST_DAY
    for fact_id in range(1, draw(st.integers(2, 12)) + 1):
        day += timedelta(days=draw(pick(0, 1, 9, 17)))
        kind = draw(pick(*MOVEMENTS))
        line, trigger = draw(pick(*line_ids)), draw(pick(*triggers))
        earlier = [fact for fact in made if fact.trigger == trigger]
        if kind == "undone" and earlier:
            undone = draw(st.sampled_from([fact for fact in earlier if not is_undo(fact)]))
            made.append(Undone(id=fact_id, trigger=trigger, date=day, origin=undone.id))
            continue
        of_line = [fact for fact in earlier if isinstance(fact, Forward) and fact.line == line]
        if kind in ("returned", "credited") and of_line:
            made.append(draw(takings_back(fact_id, kind, of_line, day, odd)))
        else:
            made.append(draw(forwards(fact_id, trigger, line, day, odd)))
    return tuple(made)


def is_undo(fact: Fact) -> bool:
    """Is it a fact that cannot be undone itself?"""
    return isinstance(fact, Undone)


@st.composite
def takings_back(draw, fact_id: int, kind: str, forwards_of_line: list, day: date, odd: bool):
    """A return or credit of everything, of a tenth, or of any part, named or not."""
    named = draw(rarely(pick(*forwards_of_line)))
    measure = "quantity" if kind == "returned" else "untaxed"
    unit = Decimal("0.001") if kind == "returned" else Decimal("0.01")
    whole = sum(abs(getattr(fact, measure)) for fact in ([named] if named else forwards_of_line))
    part = (whole * draw(pick(100, 10, 30, 33, 70)) / 100).quantize(unit)
    return (Returned if kind == "returned" else Credited)(
        id=fact_id,
        trigger=forwards_of_line[0].trigger,
        line=forwards_of_line[0].line,
        date=day,
        origin=named.id if named else None,
        **{measure: max(unit, part) * (2 if odd and named else 1)},
    )
