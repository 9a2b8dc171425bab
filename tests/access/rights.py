"""Turn the access tables into calls, each with the answer that the tables demand."""

from dataclasses import dataclass
from itertools import product

from .clients import FORBIDDEN, answer_all

OPERATIONS = ("read", "write", "create", "unlink")
# A right says who may try; what a record's state forbids is answered with a sentence.
DONE, SENTENCE = 200, 422


@dataclass(frozen=True, slots=True)
class Probe:
    """One call, and whether the tables allow it."""

    key: str
    operation: str
    relation: str
    ids: list | None
    named: dict
    is_allowed: bool
    # What a role may make somewhere can be refused elsewhere by a sentence, before the rules are.
    is_sentence_enough: bool = False

    @property
    def call(self):
        """Return what the clients take."""
        return model_of(self.key), self.operation, self.ids, self.named

    def find_deviation(self, status, answer):
        """Return None when the answer is the one that the tables demand, else what it was."""
        expected = {FORBIDDEN, SENTENCE} if self.is_sentence_enough else {FORBIDDEN}
        if self.is_allowed:
            expected = {DONE} if self.operation == "read" else {DONE, SENTENCE}
        if status in expected:
            return None
        wanted = "allowed" if self.is_allowed else "refused"
        return (
            f"{self.operation} {self.key} of {self.relation}: {wanted}, but {status}:"
            f" {_describe(answer)}"
        )


def model_of(key):
    """Return the model that the rows under a key are about."""
    return key.split(" (")[0]


def build_probes(models, role):
    """Return the probes of a role: (those that the tables refuse, those that they allow).

    Where a role may not do a thing with any record, one relation, in turn, stands for all five;
    where it may with some, each of the five is tried.
    """
    refused, allowed = [], []
    for number, key in enumerate(models):
        for operation in OPERATIONS:
            for probe in _build(models, key, role, operation, number):
                (allowed if probe.is_allowed else refused).append(probe)
    return refused, allowed


def _build(models, key, role, operation, turn):
    table = models[key]
    cells = {name: operation in cell for name, cell in table["rights"][role].items()}
    if operation == "create":
        # What a role makes is its own: the table that allows most of those of the model holds.
        tables = [other for name, other in models.items() if model_of(name) == model_of(key)]
        for name in cells:
            cells[name] = any("create" in other["rights"][role][name] for other in tables)
        return _build_creations(key, table, cells, turn)
    if table["transient"]:  # made by somebody else, and so nobody's
        return [
            _build_one(key, table, role, operation, relation, False)
            for relation in table["records"]
        ]
    relations = list(cells)
    if not any(cells.values()):
        relations = [relations[turn % len(relations)]]
    elif operation == "unlink":
        # There is one record to delete for each role that may.
        first = next(name for name, is_allowed in cells.items() if is_allowed)
        relations = [name for name in relations if name == first or not cells[name]]
    return [
        probe
        for relation in relations
        if (probe := _build_one(key, table, role, operation, relation, cells[relation]))
    ]


def _build_one(key, table, role, operation, relation, is_allowed):
    record_id = table["records"][relation]
    named = {}
    if operation == "read":
        named = {"fields": ["display_name"]}
    elif operation == "write":
        harm = {table["field"]: "Changed by a probe"} if table["field"] else {}
        named = {"vals": {} if is_allowed else harm}
    elif is_allowed:
        record_id = table["spares"].get(role)
        if not record_id:
            return None
    return Probe(key, operation, relation, [record_id], named, is_allowed)


def _build_creations(key, table, cells, turn):
    """Return attempts with the values of each relation's record; with none where the record cannot
    be made twice: rights to a model are asked for before anything else.
    """
    is_any = any(cells.values())
    relations = list(cells)
    if not is_any:
        relations = [relations[turn % len(relations)]]
    known = {name: table["values"].get(name) for name in relations}
    probes = [
        Probe(key, "create", name, None, {"vals_list": [values]}, cells[name], is_any)
        for name, values in known.items()
        if values
    ]
    return probes or [Probe(key, "create", "nobody", None, {"vals_list": [{}]}, is_any)]


def find_deviations(client, probes):
    """Try them all; return a line for each answer that is not the one that the tables demand."""
    answers = answer_all(client, [probe.call for probe in probes])
    found = (probe.find_deviation(*answer) for probe, answer in zip(probes, answers, strict=True))
    return [deviation for deviation in found if deviation]


def count(probes):
    """Return {operation: number of probes}."""
    return {
        name: sum(probe.operation == name for probe in probes)
        for name in dict.fromkeys(probe.operation for probe in probes)
    }


def find_untried(models, probes):
    """Return the (model, operation) that no probe tries."""
    tried = {(model_of(probe.key), probe.operation) for probe in probes}
    return {(model_of(key), operation) for key, operation in product(models, OPERATIONS)} - tried


def _describe(answer):
    if isinstance(answer, dict):
        return f"{answer.get('name')}: {answer.get('message')}"
    return f"{answer!s:.300}"
