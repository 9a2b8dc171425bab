"""FilterString cut into tokens."""

import re
from dataclasses import dataclass

from ..refusal import Refusal

KEYWORDS = {"and", "or", "not", "in", "like", "is", "null", "between"}
PATTERN = re.compile(
    r"""\s*(?:
    (?P<stamp>\{\s*ts\s*'[^']*'\s*\})
    |N?'(?P<text>(?:[^']|'')*)'
    |(?P<number>[-+]?\d+(?:\.\d+)?(?![\w.]))
    |(?P<word>[A-Za-z_][\w]*(?:\.[A-Za-z_][\w]*)*)
    |(?P<operator><>|!=|>=|<=|=|<|>)
    |(?P<mark>[(),])
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """kind: keyword, name, text, number, operator, mark or any (typed by the field)."""

    kind: str
    value: str


def unreadable(source: object) -> Refusal:
    """Return the refusal of a filter that cannot be read."""
    return Refusal(4, f"当前查询串无法解析--{str(source)[:200]}")


def tokenize(source: str) -> list[Token]:
    """Cut a filter into tokens, or refuse with MsgCode 4."""
    tokens, position = [], 0
    text = source.rstrip()
    while position < len(text):
        match = PATTERN.match(text, position)
        if match is None:
            raise unreadable(source)
        tokens.append(_token(match))
        position = match.end()
    return tokens


def _token(match: re.Match) -> Token:
    kind = match.lastgroup
    value = match.group(kind)
    if kind == "stamp":
        return Token("text", value.split("'")[1])
    if kind == "text":
        return Token("text", value.replace("''", "'"))
    if kind == "word":
        word = value.lower()
        return Token("keyword", word) if word in KEYWORDS else Token("name", value)
    return Token(kind, value)
