"""How an invitation binds the applicant to the inviter."""

MODES = [
    ("first", "The first inviter stays"),
    ("new_only", "Only who is no customer yet"),
    ("days", "For a number of days"),
]
