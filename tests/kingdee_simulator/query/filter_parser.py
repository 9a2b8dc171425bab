"""Recursive descent over the tokens of a filter; also takes the list form of newer servers."""

import json

from .filter_tree import Among, Between, Compare, Like, Literal, Logic, Name, Negation, Null
from .tokens import Token, tokenize, unreadable

OPERATORS = {"=", "<>", "!=", ">=", "<=", "<", ">"}
DEPTH = 100  # deeper brackets than this are no filter of a person


def parse_filter(source: object) -> object | None:
    """Return the tree of a FilterString (text or list), None for an empty one.

    :raises Refusal: MsgCode 4, when it is not readable.
    """
    if source is None or source == "" or source == []:
        return None
    if isinstance(source, str):
        text = source.strip()
        if not text:
            return None
        if text.startswith("["):
            return parse_filter(_decode(text))
        tokens = tokenize(text)
    elif isinstance(source, list):
        tokens = _from_list(source)
    else:
        raise unreadable(source)
    return _Parser(source, tokens).parse()


def _decode(text: str) -> list:
    try:
        return json.loads(text)
    except ValueError:
        raise unreadable(text)


def _from_list(rows: list) -> list[Token]:
    tokens = []
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            raise unreadable(rows)
        given = {str(key).lower(): value for key, value in row.items()}
        tokens += tokenize(str(given.get("left") or ""))
        tokens += [Token("name", str(given.get("fieldname") or ""))]
        tokens += _condition(str(given.get("compare") or "").strip().lower(), given.get("value"))
        tokens += tokenize(str(given.get("right") or ""))
        if number < len(rows) - 1:
            tokens += tokenize(str(given.get("logic") or "AND"))
    return tokens


def _condition(compare: str, value: object) -> list[Token]:
    if compare in OPERATORS:
        return [Token("operator", compare), Token("any", _text(value))]
    if compare in ("like", "not like"):
        words = [Token("keyword", word) for word in compare.split()]
        return [*words, Token("text", _text(value))]
    if compare in ("in", "not in"):
        words = [Token("keyword", word) for word in compare.split()]
        values = value if isinstance(value, list) else str(value).split(",")
        inner: list[Token] = []
        for item in values:
            inner += [Token("mark", ","), Token("any", _text(item).strip().strip("'"))]
        return [*words, Token("mark", "("), *inner[1:], Token("mark", ")")]
    if compare in ("is null", "is not null"):
        return [Token("keyword", word) for word in compare.split()]
    raise unreadable(compare)


def _text(value: object) -> str:
    return "" if value is None else str(value)


class _Parser:
    def __init__(self, source: object, tokens: list[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.position = 0
        self.depth = 0

    def parse(self) -> object:
        tree = self._any()
        if self.position != len(self.tokens):
            raise unreadable(self.source)
        return tree

    def _peek(self) -> Token:
        if self.position < len(self.tokens):
            return self.tokens[self.position]
        return Token("end", "")

    def _take(self, kind: str, value: str | None = None) -> Token | None:
        token = self._peek()
        if token.kind == kind and value in (None, token.value):
            self.position += 1
            return token
        return None

    def _need(self, kind: str, value: str | None = None) -> Token:
        token = self._take(kind, value)
        if token is None:
            raise unreadable(self.source)
        return token

    def _any(self) -> object:
        return self._joined("or", self._all)

    def _all(self) -> object:
        return self._joined("and", self._one)

    def _joined(self, word: str, part) -> object:
        parts = [part()]
        while self._take("keyword", word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Logic(word, tuple(parts))

    def _one(self) -> object:
        self.depth += 1
        if self.depth > DEPTH:
            raise unreadable(self.source)
        try:
            if self._take("keyword", "not"):
                return Negation(self._one())
            if self._take("mark", "("):
                inner = self._any()
                self._need("mark", ")")
                return inner
            return self._condition()
        finally:
            self.depth -= 1

    def _condition(self) -> object:
        left = self._operand()
        operator = self._take("operator")
        if operator:
            name = "<>" if operator.value == "!=" else operator.value
            return Compare(name, left, self._operand())
        if self._take("keyword", "is"):
            negated = bool(self._take("keyword", "not"))
            self._need("keyword", "null")
            return Null(left, negated)
        negated = bool(self._take("keyword", "not"))
        if self._take("keyword", "in"):
            return Among(left, self._values(), negated)
        if self._take("keyword", "like"):
            return Like(left, self._literal(), negated)
        self._need("keyword", "between")
        low = self._literal()
        self._need("keyword", "and")
        return Between(left, low, self._literal(), negated)

    def _values(self) -> tuple[Literal, ...]:
        self._need("mark", "(")
        values = [self._literal()]
        while self._take("mark", ","):
            values.append(self._literal())
        self._need("mark", ")")
        return tuple(values)

    def _operand(self) -> Name | Literal:
        name = self._take("name")
        return Name(name.value) if name else self._literal()

    def _literal(self) -> Literal:
        for kind in ("text", "number", "any"):
            token = self._take(kind)
            if token:
                return Literal(token.value, kind)
        raise unreadable(self.source)
