"""What somebody does, and what people were told; the books have to say the same."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .people import Person


@dataclass(slots=True, kw_only=True)
class Step:
    """One thing that somebody does.

    :ivar act: sends the request; the answer is taken to the diary by the chapter
    :ivar jobs: what the job runner runs where nobody sends a request
    :ivar rows: (table, ids) that it writes: whoever writes them too disturbs it
    """

    name: str
    login: str = ""
    act: Callable[[Person], object] | None = None
    rows: tuple[str, list[int]] = ("", [])
    jobs: list[int] | None = None
    answer: object = None

    @property
    def is_job(self) -> bool:
        """Tell whether the job runner does it."""
        return self.act is None


@dataclass(slots=True)
class Diary:
    """What people were told; the books have to say the same."""

    keys: dict[str, int] = field(default_factory=dict)  # of carts -> order
    approved: set[int] = field(default_factory=set)
    platform_refs: set[str] = field(default_factory=set)
    returns: set[str] = field(default_factory=set)
    invoices: dict[int, int] = field(default_factory=dict)  # order -> invoice
    paid: set[int] = field(default_factory=set)
    published: set[int] = field(default_factory=set)
    confirmed: set[int] = field(default_factory=set)
    batches: dict[int, bytes] = field(default_factory=dict)
    refusals: Counter = field(default_factory=Counter)
