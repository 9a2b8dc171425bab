"""What documents say of an order line, and the movements that follow from it."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
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
    cost: Decimal  # of this quantity, in the company's currency
    currency: str
    whole_quantity: Decimal  # of the order line, or of the invoice line
    whole_untaxed: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A quantity of an order line comes back; ``origin`` is the Forward which it names.

    ``says`` is what a confirmed line says from now on (quantity, untaxed, taxed, cost) that was
    lowered itself: no document of its own, so it ends with the Forward that it lowered.
    """

    id: int
    trigger: str
    line: int
    date: date
    quantity: Decimal
    origin: int | None = None
    says: tuple[Decimal, Decimal, Decimal, Decimal] | None = None


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
    credit that is undone brings it up again. An undone one is told even when nothing was left.
    """

    fact: int
    date: date
    forward: Forward
    share_before: Fraction
    share_after: Fraction
    is_undoing: bool = False

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
class Document:
    """A return or credit, and what of it is taken of which Forward."""

    fact: Returned | Credited
    taken: dict[int, Decimal] = field(default_factory=dict)

    @property
    def measure(self) -> str:
        """What it takes back: see `Taken`."""
        return "returned" if isinstance(self.fact, Returned) else "credited"

    @property
    def rest(self) -> Decimal:
        """Return what it could not take of anything yet."""
        whole = self.fact.quantity if self.measure == "returned" else self.fact.untaxed
        return whole - sum(self.taken.values())


@dataclass(slots=True)
class Book:
    """What is known of the facts of one trigger while they are read one after the other."""

    taken: dict[int, Taken] = field(default_factory=dict)  # by Forward
    by_line: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[int, Document] = field(default_factory=dict)  # by Returned or Credited


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
    """Write one fact into the book of its trigger, and take back what can now be taken back."""
    if isinstance(fact, Forward):
        book.taken[fact.id] = Taken(fact)
        book.by_line[fact.line].append(fact.id)
        yield movement(fact, fact, NOTHING, ALL)
    elif isinstance(fact, Undone):
        yield from undo(book, fact)
    elif is_less(fact):
        for at, part in list(parts_of(book, Document(fact))):
            yield from step(book, fact, at, ("returned", part))
    else:
        book.documents[fact.id] = Document(fact)
    yield from take_back(book)


def is_less(fact: Fact) -> bool:
    """Does a confirmed line itself say less?"""
    return isinstance(fact, Returned) and fact.says is not None


def movement(fact: Fact, forward: Forward, before: Fraction, after: Fraction) -> Movement:
    """Build the movement that a fact makes of a forward movement; never before the sale."""
    day = max(fact.date, forward.date)
    return Movement(fact=fact.id, date=day, forward=forward, share_before=before, share_after=after)


# === UNDOING === #


def undo(book: Book, fact: Undone) -> Iterator[Movement]:
    """Undo a forward movement as a whole, or give back exactly what a reversal took.

    What was taken of an undone movement is free again, to be taken of others of the line.
    """
    if fact.origin in book.taken:
        taken = book.taken[fact.origin]
        if not taken.is_undone:
            before = taken.share_left()
            taken.is_undone = True
            for document in book.documents.values():
                document.taken.pop(fact.origin, None)
            undone = movement(fact, taken.forward, before, NOTHING)
            yield replace(undone, is_undoing=True)
    else:
        # Popped: what is undone once cannot be undone again.
        document = book.documents.pop(fact.origin, None)
        for forward_id, part in document.taken.items() if document else ():
            yield from step(book, fact, forward_id, (document.measure, -part))


# === TAKING BACK === #


def take_back(book: Book) -> Iterator[Movement]:
    """Spread what documents take back over the forward movements of their lines.

    In rounds: of each line and measure the earliest document that finds something; the next one
    sees what is left. What finds nothing waits for a movement to be recorded.
    """
    while found := first_documents(book):
        steps = [
            (max(document.fact.date, book.taken[at].forward.date), document.fact.id, at, part)
            for document in found
            for at, part in parts_of(book, document)
        ]
        for _day, fact_id, at, part in sorted(steps, key=lambda each: each[:2]):
            document = book.documents[fact_id]
            document.taken[at] = document.taken.get(at, ZERO) + part
            yield from step(book, document.fact, at, (document.measure, part))


def first_documents(book: Book) -> list[Document]:
    """Return the earliest document of each line and measure that finds something to take."""
    found: dict[tuple, Document] = {}
    for document in sorted(
        book.documents.values(), key=lambda each: (each.fact.date, each.fact.id)
    ):
        key = document.fact.line, document.measure
        if key not in found and any(parts_of(book, document)):
            found[key] = document
    return list(found.values())


def parts_of(book: Book, document: Document) -> Iterator[tuple[int, Decimal]]:
    """Say how much a document takes of which forward movement."""
    rest = document.rest
    for forward_id in candidates(book, document.fact):
        part = min(rest, book.taken[forward_id].room(document.measure))
        rest -= part
        if part > 0:
            yield forward_id, part


def candidates(book: Book, fact: Returned | Credited) -> list[int]:
    """To the one the document names, else the newest first."""
    if fact.origin is not None:
        return [fact.origin]
    return book.by_line[fact.line][::-1]


def step(book: Book, fact: Fact, forward_id: int, what: tuple[str, Decimal]) -> Iterator[Movement]:
    """Take something back; where the share that counts stays the same, nothing moves."""
    taken = book.taken[forward_id]
    before = taken.share_left()
    taken.take(*what)
    after = taken.share_left()
    if before != after:
        yield movement(fact, taken.forward, before, after)
