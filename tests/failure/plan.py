"""Which faults there are, how often each strikes, and in which chapters of the month."""

import random

from .faults import CLOCKS, KILLS, OTHERS

DOUBLE, SETTLE, IMPORT, EXPORT, CUT = (
    "double click",
    "two settlement runs",
    "two imports of a file",
    "payout exported twice",
    "network cut after commit",
)
ANY = ("orders", "orders", "settlement", "money", "platform_file", "returns")
WEB = ("orders", "settlement", "money", "platform_file")
CHAPTERS = {
    **dict.fromkeys((*KILLS, *OTHERS, *CLOCKS), ANY),
    "kill -9 of the job runner": ("orders",),
    "kill -9 of Kingdee": ("orders",),
    "kill -9 of a worker": WEB,
    "serialization failure": ("orders", "settlement", "platform_file"),
    CUT: ANY,
    DOUBLE: ANY,
    SETTLE: ("settlement",),
    IMPORT: ("platform_file",),
    EXPORT: ("settlement",),
}
KINDS = tuple(CHAPTERS)
# One round of scenarios; each kind in its turn, an upgrade in every third round only.
ROUND = tuple(kind for kind in KINDS if kind != "upgrade in use")
SECOND_FAULT = 0.25  # of the scenarios have two
KILLERS = tuple(KILLS)[:3]


def choose_kinds(number: int, chance: random.Random) -> list[str]:
    """Return one or two kinds of faults for a scenario.

    >>> choose_kinds(0, random.Random(1))[0]
    'kill -9 of a worker'
    """
    around, place = divmod(number, len(ROUND) + 1)
    if place == len(ROUND):
        first = "upgrade in use" if around % 3 == 0 else chance.choice(ROUND)
    else:
        first = ROUND[place]
    if first in (SETTLE, IMPORT, EXPORT, "upgrade in use") or chance.random() > SECOND_FAULT:
        return [first]
    second = chance.choice([kind for kind in (*KILLERS, DOUBLE) if kind != first])
    return [first, second]
