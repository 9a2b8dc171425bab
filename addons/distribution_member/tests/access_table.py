"""How the tables of who may do what are written; read by the tests inside and outside Odoo.

Every addon has `tests/access_cases.py` with four tables:

`CASES`           {model: {"role role": cells}}: every model of the addon, wizards included. `cells`
                  names what the roles may do with a record of their `RELATIONS`, in that order:
                  `r`ead, `w`rite, `c`reate, `d`elete, `-` nothing; one cell alone counts for all
                  five. A role that is not named may do nothing. For a wizard there is one cell,
                  for the own ones: those of others are nobody's, by a rule. Where rights depend on
                  more than the owner, a second set of rows says so:
                  `"distribution.member (applicant)"`.
`FACTORIES`       {the same key: function(world, member)} returning a record of that model that
                  belongs to the member (or to the member's company). `world` is the test class
                  with its factories and its `env`, which acts in the member's company.
`WITHOUT_RULE`    {model: reason} for models that have no record rule although some role reads them.
`PUBLIC_METHODS`  {model: set of names}: the methods of ours that RPC clients may call.

A new model that is in none of them fails the test with a message that says what to write.
"""

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
# Whose record it is, as seen by a distributor. Staff look after the north, where `own` and
# `downline` are; `upline` stands in the city around it, `sibling` in the south, `foreign` in
# another company.
RELATIONS = ("own", "downline", "upline", "sibling", "foreign")
STAFF = ("user", "reviewer", "manager", "finance", "admin")
DISTRIBUTORS = ("distributor", "distributor_buyer", "distributor_finance", "distributor_viewer")
ROLES = ("public", *DISTRIBUTORS, "outsider", *STAFF)
SHORTHANDS = {"distributors": DISTRIBUTORS, "staff": STAFF}


def model_of(key):
    """Return the model that the rows under a key are about."""
    return key.split(" (")[0]


def read_cells(text, relations=RELATIONS):
    """Return {relation: set of operations} of cells such as `"rw r - - -"`."""
    cells = text.split()
    if len(cells) == 1:
        cells *= len(relations)
    if len(cells) != len(relations):
        raise ValueError(f"{text!r} has {len(cells)} cells; write 1 or {len(relations)}")
    return {
        relation: set() if cell == "-" else {OPERATIONS[letter] for letter in cell}
        for relation, cell in zip(relations, cells, strict=True)
    }


def read_rights(rows):
    """Return {role: {relation: operations}} for every role from the rows of one model."""
    rights = {role: read_cells("-") for role in ROLES}
    for names, cells in rows.items():
        for name in names.split():
            for role in SHORTHANDS.get(name, (name,)):
                if role not in rights:
                    raise ValueError(f"there is no role {role!r}; there are: {', '.join(ROLES)}")
                rights[role] = read_cells(cells)
    return rights
