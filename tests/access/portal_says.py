"""Who the visitors are, and what a page says to them: that it is shown, or why not."""

# The people of the own member are roles of the access tables; see `portal_world.py` for the rest.
ROLE_AT_OWN = {
    "distributor": "admin",
    "distributor_buyer": "buyer",
    "distributor_finance": "finance",
    "distributor_viewer": "viewer",
}
OTHER_MEMBERS = ("downline", "upline", "sibling", "foreign", "suspended", "frozen")
WITHOUT_MEMBER = ("stranger", "outsider", "user", "manager", "finance", "admin")
VISITORS = ("public", *WITHOUT_MEMBER, *ROLE_AT_OWN, *OTHER_MEMBERS)
LOGIN, SHOWN, MISSING, FORBIDDEN = "login", "shown", 404, 403


def member_of(visitor):
    """Return the relation of the visitor's member, or None."""
    if visitor in ROLE_AT_OWN:
        return "own"
    return visitor if visitor in OTHER_MEMBERS else None


def for_all(visitor):
    """Return what a page says to a visitor: everybody is shown it."""
    return SHOWN


def for_people(visitor):
    """Return what a page says to a visitor: everybody with a login is shown it."""
    return LOGIN if visitor == "public" else SHOWN


def for_members(*roles, is_right=False):
    """Return a function that tells what a page of a member says to a visitor.

    :param is_right: the law opens the page, for the people of a frozen member as well
    """

    def tell(visitor):
        if visitor == "public":
            return LOGIN
        if not member_of(visitor):
            return "no member"
        if visitor == "frozen" and not is_right:
            return "frozen"
        role = ROLE_AT_OWN.get(visitor, "admin")
        return SHOWN if not roles or role in roles else "no role"

    return tell


def for_data(*roles):
    """Return a function that tells what data of a member's pages says to a visitor."""
    tell_page = for_members(*roles)

    def tell(visitor):
        said = tell_page(visitor)
        return said if said in (LOGIN, SHOWN) else FORBIDDEN

    return tell


def for_rights(elsewhere):
    """Return a function that tells whether a visitor may use the rights of a person.

    The administrator of a member does, of a frozen one as well.
    """

    def tell(visitor):
        if visitor == "public":
            return LOGIN
        role = ROLE_AT_OWN.get(visitor, "admin")
        return SHOWN if member_of(visitor) and role == "admin" else elsewhere

    return tell


def for_staff(*roles, elsewhere):
    """Return a function that tells whether a visitor is one of the staff who may."""

    def tell(visitor):
        if visitor == "public":
            return LOGIN
        return SHOWN if visitor in roles else elsewhere

    return tell
