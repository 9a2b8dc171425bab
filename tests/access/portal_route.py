"""What there is to say of a page of ours, and whose records it shows to whom."""

from collections.abc import Callable
from dataclasses import dataclass, field

from .portal_says import MISSING, member_of

RELATIONS = ("own", "downline", "upline", "sibling", "foreign")
# Who stands below whom, oneself among them.
BRANCHES = {
    "own": {"own", "downline"},
    "upline": {"upline", "own", "downline", "sibling", "suspended", "frozen"},
}
UPLINES = {
    "own": "upline",
    "downline": "own",
    "sibling": "upline",
    "suspended": "upline",
    "frozen": "upline",
}
# Notices go to a region and what is inside: the upline's is the city, with north and south in it.
NOTICES = {
    "own": {"own", "downline", "upline"},
    "downline": {"own", "downline", "upline"},
    "sibling": {"sibling", "upline"},
    "suspended": {"sibling", "upline"},
}
ORDER_NAMES = {"sale.order.name"}
NAMES = {"res.partner.name", "distribution.member.name", "distribution.member.code"}


def own_only(visitor):
    """Return the relations whose records the visitor may see: the own one."""
    return {member_of(visitor)} - {None}


def decided_on(visitor):
    """Return the relations on whose orders the visitor decides: the own direct downline's."""
    return {"downline"} if member_of(visitor) == "own" else set()


def branch(visitor):
    """Return the relations of the visitor's branch."""
    member = member_of(visitor)
    return BRANCHES.get(member, own_only(visitor))


def noticed(visitor):
    """Return the relations to which the notices that the visitor gets are addressed."""
    member = member_of(visitor)
    return NOTICES.get(member, own_only(visitor))


def same_company(visitor):
    """Return the relations whose company's plans pay the visitor's member."""
    member = member_of(visitor)
    found = RELATIONS[:4] if member != "foreign" else RELATIONS[4:]
    return set(found) if member else set()


def by_table(key):
    """Return a function that asks the access tables which records a visitor may read."""

    def find(visitor, models):
        rights = models[key]["rights"]
        if visitor in rights:
            return {name for name, cell in rights[visitor].items() if "read" in cell}
        # Other members' administrators are to their own member what `distributor` is to `own`.
        may_own = "read" in rights["distributor"]["own"]
        return own_only(visitor) if may_own else set()

    find.key = key
    return find


@dataclass(frozen=True, slots=True)
class Route:
    """One page.

    `says`      what a visitor gets who asks for what it may see
    `kind`      whose ids (see `portal_world.py`) stand in the address, None: no ids do
    `sees`      the relations whose records are shown to a visitor
    `elsewhere` what a visitor gets for every other id, and for numbers that are nobody's
    `says_text` the same for a text where a text belongs
    `shows`     places (`model.field`) of others from which texts may stand in the page
    `shows_all` the page is public: whoever has its link sees what it shows
    `covers`    the relations whose data a list for staff holds
    `names_upline` it says under whom the visitor stands
    `is_slow`   it prints: the record is asked for by a few only
    `form`      what is sent by POST; what it does is tried in `test_portal_forms.py`
    """

    says: Callable
    kind: str | None = None
    sees: Callable = own_only
    elsewhere: object = MISSING
    says_text: object = MISSING
    shows: frozenset = frozenset()
    shows_all: bool = False
    form: dict | None = None
    covers: frozenset = frozenset()
    names_upline: bool = False
    is_slow: bool = False
    arguments: dict = field(default_factory=dict)


# Staff who may read the feedback see its pictures.
PICTURED = {
    **dict.fromkeys(("user", "manager"), {"own", "downline"}),
    **dict.fromkeys(("finance", "admin"), set(RELATIONS[:4])),
}


def pictured(visitor):
    """Return the relations whose pictures a visitor sees: the own one, while it is let in."""
    return PICTURED.get(visitor, own_only(visitor) - {"frozen"})
