"""Fields, entities and forms, and the short notation they are written in.

A line of a specification is `Key[,Key…] kind [caption] [flags]`:
    kind    text number date bool enum, or ref:FORM for a reference to base data
    !       required in Save        =value  default of a new record
    @Name   ORM property (View)     ~       internal, no one can query or save it
    ^       holds the master id     -       filled by the ERP, ignored in Save
"""

from dataclasses import dataclass, field

SQL_TYPES = {"text": "TEXT", "enum": "TEXT", "date": "TEXT", "number": "REAL"}
EMPTY = {"text": " ", "enum": " ", "number": 0.0, "bool": 0, "ref": 0, "int": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an entity; `target` names the form a reference points to."""

    key: str
    kind: str
    target: str = ""
    caption: str = ""
    required: bool = False
    default: str = ""
    orm: str = ""
    internal: bool = False
    master: bool = False
    computed: bool = False

    @property
    def column(self) -> str:
        """Return the column's name in the table."""
        return self.key.lower()

    @property
    def empty(self) -> object:
        """Return what a new record has here (dates: nothing)."""
        if self.default:
            return float(self.default) if self.kind == "number" else self.default
        return EMPTY.get(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A header, a sub-header (kept in the header's table) or an entry (own table)."""

    key: str
    caption: str
    fields: tuple[Field, ...]
    id_key: str = ""
    orm: str = ""
    table: str = ""

    @property
    def by_key(self) -> dict[str, Field]:
        """Return the fields by lower-case key."""
        return {item.key.lower(): item for item in self.fields}

    @property
    def prefix(self) -> str:
        """Return what stands before `_FSeq` and the id in queries."""
        return self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A business object: header, sub-headers, entries."""

    id: str
    caption: str
    key: str
    head: Entity
    subheads: tuple[Entity, ...] = ()
    entries: tuple[Entity, ...] = ()
    number: str = "FNumber"
    prefix: str = ""
    key_kind: str = "int"
    index: dict = field(default_factory=dict, compare=False)

    @property
    def table(self) -> str:
        """Return the table of the header."""
        return self.id.lower()

    @property
    def is_bill(self) -> bool:
        """Return whether this is a bill (else base data or stock)."""
        return self.number == "FBillNo"

    @property
    def stored(self) -> tuple[Field, ...]:
        """Return the fields kept in the header's table."""
        return self.head.fields + tuple(item for sub in self.subheads for item in sub.fields)

    def find(self, key: str) -> tuple[Entity, Field] | None:
        """Return the entity and field of a queryable key (any case), or None."""
        return self.index.get(key.lower())

    def entry(self, key: str) -> Entity | None:
        """Return the entry of this key (any case), or None."""
        return next((item for item in self.entries if item.key.lower() == key.lower()), None)


def parse_fields(specification: str) -> tuple[Field, ...]:
    """Read the notation described at the top of this file."""
    found = []
    for line in filter(str.strip, specification.splitlines()):
        keys, kind, *words = line.split()
        found += [_field(key, kind, words) for key in keys.split(",")]
    return tuple(found)


def _field(key: str, kind: str, words: list[str]) -> Field:
    name, _colon, target = kind.partition(":")
    values: dict = {"key": key, "kind": name, "target": target, "orm": _orm_name(key)}
    values["caption"] = key[1:]
    for word in words:
        flag = {"!": "required", "~": "internal", "^": "master", "-": "computed"}.get(word)
        if flag:
            values[flag] = True
        elif word[0] == "=":
            values["default"] = word[1:]
        elif word[0] == "@":
            values["orm"] = word[1:]
        else:
            values["caption"] = word
    return Field(**values)


def _orm_name(key: str) -> str:
    return key[1:] if key.startswith("F") and not key.startswith("F_") else key


def build_form(form: Form) -> Form:
    """Fill the index of the keys that queries know."""
    for entity in (form.head, *form.subheads, *form.entries):
        for item in entity.fields:
            if not item.internal:
                form.index[item.key.lower()] = (entity, item)
    form.index[form.key.lower()] = (form.head, Field(key=form.key, kind=form.key_kind, orm="Id"))
    for entity in form.entries:
        for key, column in ((entity.id_key, "FEntryID"), (f"{entity.prefix}_FSeq", "FSeq")):
            form.index[key.lower()] = (entity, Field(key=column, kind="int"))
    return form
