"""What documents say of an order line, and the movements that follow from it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .money import ZERO

NOTHING, ALL = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """A part of an order line is confirmed, delivered, invoiced or paid.

    The amounts are the shares of this part, in the currency of the document; a negative quantity
    and amount are a negative line that takes back nothing known.
    """

    id: int
    trigger: str
    line: int
    whole: Hashable  # facts of one trigger with the same whole are parts of it
    date: date
    quantity: Decimal
    untaxed: Decimal
    taxed: Decimal
    cost: Decimal  # of the whole quantity, in the same currency
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A quantity of an order line comes back; ``origin`` is the Forward which it names."""

    id: int
    trigger: str
    line: int
    date: date
    quantity: Decimal
    origin: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """An untaxed amount of an order line, in the currency of its Forwards, is credited."""

    id: int
    trigger: str
    line: int
    date: date
    untaxed: Decimal
    origin: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A Forward, Returned or Credited of the same trigger is undone as a whole."""

    id: int
    trigger: str
    date: date
    origin: int


Fact = Forward | Returned | Credited | Undone


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A fact changes how much of a forward movement counts: from one share of it to another.

    The forward movement itself brings its share from 0 to 1; reversals lower it, and a return or
    credit that is undone brings it up again.
    """

    fact: int
    date: date
    forward: Forward
    share_before: Fraction
    share_after: Fraction

    @property
    def is_forward(self) -> bool:
        """Is it the forward movement itself?"""
        return self.fact == self.forward.id


@dataclass(slots=True)
class Taken:
    """What has been taken back of one forward movement so far."""

    forward: Forward
    returned: Decimal = ZERO
    credited: Decimal = ZERO
    is_undone: bool = False

    def share_left(self) -> Fraction:
        """Return the part that still counts.

        The share taken back is the larger of the returned quantity's and the credited amount's:
        goods that come back and the credit note for the same goods are one and the same.
        """
        if self.is_undone:
            return NOTHING
        by_quantity = share(self.returned, self.forward.quantity)
        by_amount = share(self.credited, self.forward.untaxed)
        return ALL - min(ALL, max(by_quantity, by_amount))

    def room(self, measure: str) -> Decimal:
        """Return how much can still be taken back in one measure."""
        if self.is_undone:
            return ZERO
        whole = self.forward.quantity if measure == "returned" else self.forward.untaxed
        return max(ZERO, whole - getattr(self, measure))

    def take(self, measure: str, amount: Decimal) -> None:
        """Take an amount back in one measure; a negative one gives it back again."""
        setattr(self, measure, getattr(self, measure) + amount)


def share(part: Decimal, whole: Decimal) -> Fraction:
    """Return part of whole; nothing can be taken back of what is 0 or negative."""
    return Fraction(part) / Fraction(whole) if whole > 0 else NOTHING


@dataclass(slots=True)
class Book:
    """What is known of the facts of one trigger while they are read one after the other."""

    taken: dict[int, Taken] = field(default_factory=dict)  # by Forward
    by_line: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[int, list[tuple[int, str, Decimal]]] = field(default_factory=dict)  # by reversal


def room(facts: Iterable[Fact], forward: Forward, measure: str) -> Decimal:
    """Return how much of a forward movement is left in one measure after these facts."""
    book = Book()
    for fact in facts:
        if fact.trigger == forward.trigger:
            list(read(book, fact))
    return book.taken[forward.id].room(measure)


def movements(facts: Iterable[Fact]) -> Iterator[Movement]:
    """Turn the facts, in the order in which they happened, into movements."""
    books: dict[str, Book] = defaultdict(Book)
    for fact in facts:
        yield from read(books[fact.trigger], fact)


def read(book: Book, fact: Fact) -> Iterator[Movement]:
    """Write one fact into the book of its trigger."""
    if isinstance(fact, Forward):
        book.taken[fact.id] = Taken(fact)
        book.by_line[fact.line].append(fact.id)
        yield movement(fact, fact, NOTHING, ALL)
    elif isinstance(fact, Undone):
        yield from undo(book, fact)
    else:
        yield from take_back(book, fact)


def movement(fact: Fact, forward: Forward, before: Fraction, after: Fraction) -> Movement:
    """Build the movement that a fact makes of a forward movement."""
    return Movement(
        fact=fact.id, date=fact.date, forward=forward, share_before=before, share_after=after
    )


def take_back(book: Book, fact: Returned | Credited) -> Iterator[Movement]:
    """Spread what a document takes back over the forward movements of its line."""
    measure = "returned" if isinstance(fact, Returned) else "credited"
    rest = fact.quantity if measure == "returned" else fact.untaxed
    steps = book.steps[fact.id] = []
    for forward_id in candidates(book, fact):
        part = min(rest, book.taken[forward_id].room(measure))
        rest -= part
        if part > 0:
            steps.append((forward_id, measure, part))
    yield from apply(book, fact, steps)


def candidates(book: Book, fact: Returned | Credited) -> list[int]:
    """To the one the document names, else the newest first."""
    if fact.origin is not None:
        return [fact.origin]
    return book.by_line[fact.line][::-1]


def undo(book: Book, fact: Undone) -> Iterator[Movement]:
    """Undo a forward movement as a whole, or give back exactly what a reversal took."""
    if fact.origin in book.taken:
        taken = book.taken[fact.origin]
        before = taken.share_left()
        taken.is_undone = True
        if before != NOTHING:
            yield movement(fact, taken.forward, before, NOTHING)
    else:
        # Popped: what is undone once cannot be undone again.
        steps = book.steps.pop(fact.origin, [])
        yield from apply(book, fact, [(at, measure, -part) for at, measure, part in steps])


def apply(book: Book, fact: Fact, steps: list[tuple[int, str, Decimal]]) -> Iterator[Movement]:
    """Take back step by step; where the share that counts stays the same, nothing moves."""
    for forward_id, measure, part in steps:
        taken = book.taken[forward_id]
        before = taken.share_left()
        taken.take(measure, part)
        after = taken.share_left()
        if before != after:
            yield movement(fact, taken.forward, before, after)
