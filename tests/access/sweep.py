"""Turn the table of pages into visits, each with the answer that the table demands."""

import re
from dataclasses import dataclass, replace
from urllib.parse import quote

from .portal_route import NAMES, RELATIONS, UPLINES, branch
from .portal_routes import ROUTES
from .portal_says import MISSING, SHOWN, member_of

PARAMETER = re.compile(r"<(\w+):(\w+)>")
NUMBERS = ("0", "-1", "1000000000", "2147483648", "9223372036854775808", "9" * 400)
TEXTS = tuple(
    map(
        quote,
        (
            "x",
            "1 or 1=1",
            "1';--",
            '"><script>',
            "中文",
            "😀",
            "²",
            "1.5",
            "a\x00b",
            "\u202e",
            "..",
        ),
    )
) + ("%FF", "..%2F..%2Fetc%2Fpasswd")
# What pages read from the address, with values that nobody types.
QUERY = (
    *("access_token", "code", "done", "download", "message", "page", "place", "previous"),
    *("report_type", "search", "token"),
)
ODD = ("-1", "9" * 400, *map(quote, ("²", "a\x00b", "中文", "\u202e", '"><script>', "")))
# It tries every odd value; the others a few each, in turn, so that all values meet all pages.
THOROUGH = "distributor"
EVERY = 9


@dataclass(frozen=True, slots=True)
class Visit:
    """One page asked for by one visitor, and what must come back."""

    visitor: str
    url: str  # of the route
    address: str
    method: str
    expected: object
    relation: str | None = None

    @property
    def route(self):
        """Return the row of the table."""
        return ROUTES[self.url]

    @property
    def is_harmless(self):
        """Tell whether it must leave no trace: everything that is refused."""
        return self.expected != SHOWN

    @property
    def call(self):
        """Return what a visitor takes."""
        return self.method, self.address, self.route.form

    def may_see(self, relation, place):
        """Tell whether a text of a relation's member, from that place, may stand in the answer."""
        if relation == member_of(self.visitor):
            return True
        if place in self.route.shows:
            return relation in branch(self.visitor)
        if self.route.names_upline and place in NAMES:
            return relation == UPLINES.get(member_of(self.visitor))
        is_shown = self.expected == SHOWN and relation in {self.relation, *self.route.covers}
        return is_shown and (self.route.shows_all or not member_of(self.visitor))

    def find_deviation(self, page, secrets):
        """Return None when the page is what the table demands, else what is wrong with it."""
        told = [
            (relation, place, text)
            for relation, places in secrets.items()
            for text in page.find(places)
            if not self.may_see(relation, place := places[text])
        ]
        if page.outcome == self.expected and not told:
            return None
        return f"{self.visitor} {self.method} {self.address[:200]}: {page.outcome}, {told}"


def build_visits(facts, visitor):
    """Return the visits of one visitor to all pages."""
    return [
        visit
        for number, found in enumerate(facts["portal"]["routes"])
        if found["kind"] == "http"
        for visit in Builder(facts, visitor, found).build(number)
    ]


def build_odd_queries(facts, visitor):
    """Return visits with odd values in the query: the answers are those without it."""
    visits = []
    for found in facts["portal"]["routes"]:
        if found["kind"] != "http" or "GET" not in found["methods"]:
            continue
        plain = [
            visit
            for visit in Builder(facts, visitor, found).build_plain()
            if visit.relation in (None, "own") and not visit.route.is_slow
        ]
        for value in ODD:
            query = "&".join(f"{name}={value}" for name in QUERY)
            visits += [replace(visit, address=f"{visit.address}?{query}") for visit in plain]
    return visits


class Builder:
    """The visits of one visitor to one route."""

    def __init__(self, facts, visitor, found):
        self.facts, self.portal = facts, facts["portal"]
        self.visitor, self.url = visitor, found["url"]
        self.route = ROUTES[self.url]
        self.says = self.route.says(visitor)
        self.method = "GET" if "GET" in found["methods"] else "POST"
        self.kinds = dict(reversed(pair) for pair in PARAMETER.findall(self.url))
        find = self.route.sees
        self.sees = find(visitor, facts["models"]) if hasattr(find, "key") else find(visitor)

    def build(self, turn):
        """Return all of them."""
        visits = self.build_plain()
        if self.route.kind:
            visits += self._build_foreign_links()
        for name in self.kinds:
            odd = [*self._build_odd(name, NUMBERS), *self._build_odd(name, TEXTS)]
            first = (turn + len(self.visitor)) % EVERY
            visits += odd if self.visitor == THOROUGH else odd[first::EVERY]
        # What is done by a form that is allowed is tried in another place.
        return [visit for visit in visits if self.method == "GET" or visit.is_harmless]

    def build_plain(self):
        """Return the visits with ids that there are."""
        if not self.route.kind:
            address = self._fill({"page": "1", "referral_code": "NOSUCHCODE"})
            return [self._visit(address, self.says)]
        return [
            self._visit(self._fill(self._values_of(relation)), self._expect(relation), relation)
            for relation in self._choose_relations()
        ]

    def _choose_relations(self):
        found = self.portal["ids"][self.route.kind]
        relations = [name for name in RELATIONS if name in found]
        if self.says != SHOWN:
            return relations[:1]
        if self.route.is_slow and self.visitor != THOROUGH:
            return [name for name in relations if self._expect(name) != SHOWN]
        return relations

    def _expect(self, relation):
        if self.says != SHOWN or self.route.shows_all or relation in self.sees:
            return self.says
        return self.route.elsewhere

    def _values_of(self, relation):
        """Return a value for each parameter."""
        ids = {f"{kind}_id": str(found.get(relation)) for kind, found in self.portal["ids"].items()}
        tokens = self.portal["links" if self.route.kind == "application" else "certificates"]
        return {**ids, "token": tokens.get(relation), "page": "1"}

    def _build_foreign_links(self):
        """Return visits to a record with the link of another one."""
        if self.route.kind != "application":
            return []
        own, other = self._values_of("own"), self._values_of("sibling")
        mixed = [{**own, "token": other["token"]}, {**other, "token": own["token"]}]
        if "document_id" in self.kinds:
            mixed.append({**own, "document_id": other["document_id"]})
        return [self._visit(self._fill(values), MISSING) for values in mixed]

    def _build_odd(self, name, values):
        """Return visits with values in the place of one parameter that are nobody's."""
        plain = self._values_of("own") if self.route.kind else {}
        is_number = self.kinds[name] == "int"
        for value in values:
            expected = self.route.elsewhere if is_number else self.route.says_text
            if self.says != SHOWN:
                expected = self.says
            if "%2F" in value or is_number and value not in NUMBERS:
                expected = MISSING  # there is no such page
            yield self._visit(self._fill({**plain, name: value}), expected)

    def _visit(self, address, expected, relation=None):
        return Visit(self.visitor, self.url, address, self.method, expected, relation)

    def _fill(self, values):
        values = {**values, **{n: v for n, v in self.route.arguments.items() if n not in values}}
        return PARAMETER.sub(lambda match: values[match[2]], self.url)
