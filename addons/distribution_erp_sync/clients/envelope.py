"""The result that K/3 Cloud wraps around everything, read without trusting its shape.

`ResponseStatus` may stand at the top, in `Result`, in lists of lists; MsgCode may be a text.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .errors import AuthenticationError, BusyError, ErpError, MappingError, RefusedError
from .masking import make_storable

CONTEXT_LOST = 1
EXCEPTION = 4
UNKNOWN_KEY = 9
LOCKED = 13
DEPTH_MAX = 8
# How many elements of a list are looked into: an error comes alone, rows come by the thousand.
WIDTH_MAX = 20
DUPLICATE = re.compile(r"违反字段唯一性要求|当前系统中已经被使用")
# Texts of MsgCode 4 ("exception") that are about keys and not about the document.
UNKNOWN = (
    re.compile(r"标识为[“\"'「]?(?P<key>[\w.]+)[”\"'」]?的(字段|业务对象)不存在"),
    re.compile(r"Key[:：](?P<key>[\w.]+)\)?.*不存在此属性"),
    re.compile(r"当前查询串无法解析-*(?P<key>[\w.]*)"),
    re.compile(r"GetRealExpress(?P<key>)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One refusal; `index` is the document's place in the call (DIndex)."""

    field: str
    message: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One document that succeeded; the id is text, because the ERP sends both kinds."""

    id: str
    number: str
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A `ResponseStatus`. `is_success` is None when the ERP does not say it as a boolean."""

    is_success: bool | None
    code: int | None
    problems: tuple[Problem, ...] = ()
    entities: tuple[Entity, ...] = ()
    messages: tuple[str, ...] = ()

    @property
    def is_session_lost(self) -> bool:
        """Tell whether the ERP does not know who calls: the number counts, never the words."""
        return self.is_success is not True and self.code == CONTEXT_LOST

    def build_error(self, mask: Callable[[str], str] = str) -> ErpError:
        """Return the error that says what to do about this failure; `mask` hides secrets."""
        messages = tuple(mask(problem.message) for problem in self.problems if problem.message)
        said = {"code": self.code, "messages": messages}
        if self.code == CONTEXT_LOST:
            return AuthenticationError("the ERP does not accept the login", **said)
        if self.code == LOCKED:
            return BusyError("somebody edits this in the ERP", **said)
        key = find_unknown_key(messages)
        if self.code == UNKNOWN_KEY or (self.code == EXCEPTION and key is not None):
            return MappingError("the ERP does not know a form or field", key=key or "", **said)
        return RefusedError(
            "the ERP refused",
            fields=tuple(problem.field for problem in self.problems if problem.field),
            is_duplicate=any(DUPLICATE.search(message) for message in messages),
            **said,
        )


def find_unknown_key(messages: tuple[str, ...]) -> str | None:
    """Return the key an error is about, "" when it is about one without naming it, else None.

    >>> find_unknown_key(("元数据中标识为FNope的字段不存在",))
    'FNope'
    """
    for message in messages:
        for pattern in UNKNOWN:
            found = pattern.search(message)
            if found:
                return found["key"]
    return None


def find_status(tree: Any) -> Status | None:
    """Return what an answer says about success, or None when it says nothing.

    Of several the first failure counts, because a success beside it is no success.
    """
    found = [_read_status(raw) for raw in _find_statuses(_unwrap(tree), DEPTH_MAX)]
    for status in found:
        if status.is_success is not True:
            return status
    return found[0] if found else None


def read_result(tree: Any) -> dict:
    """Return the object in `Result`, an empty one when there is none."""
    tree = _unwrap(tree)
    while isinstance(tree, list) and tree:
        tree = tree[0]
    result = tree.get("Result") if isinstance(tree, dict) else None
    while isinstance(result, list) and result:
        result = result[0]
    return result if isinstance(result, dict) else {}


def find_filter_refusal(tree: Any) -> str | None:
    """Return what a request filter in front of the ERP says, None when this is not one."""
    first = tree[0] if isinstance(tree, list) and tree else tree
    if not isinstance(first, dict) or "actionname" not in first:
        return None
    params = first.get("params")
    param = params[0] if isinstance(params, list) and params else params
    return read_text(param.get("msg")) if isinstance(param, dict) else ""


def read_text(value: Any) -> str:
    """Return a value of an answer as text, nothing as ""."""
    if value is None or isinstance(value, dict | list):
        return ""
    return make_storable(str(value)).strip()


def read_int(value: Any) -> int | None:
    """Return a whole number that may come as text.

    >>> read_int("1"), read_int(13), read_int(True), read_int("x"), read_int(None)
    (1, 13, None, None, None)
    """
    if isinstance(value, bool):
        return None
    try:
        return int(str(value))
    except ValueError:
        return None


def _unwrap(tree: Any) -> Any:
    """Return the tree in a text that is itself JSON: old services answer so."""
    if not isinstance(tree, str) or tree.strip()[:1] not in ("{", "["):
        return tree
    try:
        return json.loads(tree)
    except (ValueError, RecursionError):
        return tree


def _find_statuses(tree: Any, depth: int) -> Iterator[dict]:
    if depth <= 0:
        return
    if isinstance(tree, list):
        for element in tree[:WIDTH_MAX]:
            if isinstance(element, dict | list):
                yield from _find_statuses(element, depth - 1)
    elif isinstance(tree, dict):
        status = tree.get("ResponseStatus")
        if isinstance(status, dict):
            yield status
        elif "IsSuccess" in tree and ("MsgCode" in tree or "Errors" in tree):
            yield tree
        yield from _find_statuses(tree.get("Result"), depth - 1)


def _read_status(raw: dict) -> Status:
    success = raw.get("IsSuccess")
    return Status(
        is_success=success if isinstance(success, bool) else None,
        code=read_int(raw.get("MsgCode")),
        problems=tuple(
            Problem(
                field=read_text(problem.get("FieldName")),
                message=read_text(problem.get("Message")),
                index=read_int(problem.get("DIndex")) or 0,
            )
            for problem in _dicts(raw.get("Errors"))
        ),
        entities=tuple(
            Entity(
                id=read_text(entity.get("Id")),
                number=read_text(entity.get("Number")),
                index=read_int(entity.get("DIndex")) or 0,
            )
            for entity in _dicts(raw.get("SuccessEntitys"))
        ),
        messages=tuple(
            read_text(message.get("Message")) for message in _dicts(raw.get("SuccessMessages"))
        ),
    )


def _dicts(value: Any) -> list[dict]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
