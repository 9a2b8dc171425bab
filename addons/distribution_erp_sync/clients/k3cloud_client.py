"""K/3 Cloud (云星空) by its web API: tables read by key, documents saved, submitted, audited."""

import random  # safe guessable: spreads waiting, hides nothing
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from . import filters
from .envelope import Status, find_status, read_result, read_text
from .errors import TransportError
from .k3cloud_login import K3CloudSession, K3CloudSettings
from .login_memory import LoginMemory
from .paging import KeyValue, Walk
from .retrying import Retrying

__all__ = ["K3CloudClient", "K3CloudSettings", "Saved"]

FORMS = "DynamicFormService."
# Bare data has its number in FNumber, documents in FBillNo.
BASE_DATA = "BD_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What Save made: the ERP's id as text, the number, and the fields asked for."""

    id: str
    number: str
    returned: dict = field(default_factory=dict)


class K3CloudClient:
    """Reads and writes one K/3 Cloud; a context manager. Serves one thread at a time.

    Reads are tried three times and survive the end of a session. Writes go out once: after a
    TransportError with `is_sent` the caller has to look whether the document is there.

    :param memory: session and refusals to share with other clients of the same settings,
        see `login_memory.shared_memory`; a new one when left out
    :param sleep: waits some seconds between tries
    :param clock: returns unix seconds, for signatures
    :param chance: returns a number from 0 to 1, for the length of pauses
    """

    def __init__(
        self,
        settings: K3CloudSettings,
        *,
        memory: LoginMemory | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        chance: Callable[[], float] = random.random,
    ):
        self.settings = settings
        self._session = K3CloudSession(settings, memory or LoginMemory(), clock)
        self._retrying = Retrying(sleep, chance)

    def __repr__(self) -> str:
        return f"K3CloudClient({self.settings!r})"

    def __enter__(self) -> "K3CloudClient":
        return self

    def __exit__(self, *_error):
        self.close()

    def close(self):
        """Close the connections; the session in the ERP stays, for who shares the memory."""
        self._session.close()

    def log_out(self):
        """End the session in the ERP, if there is one."""
        self._session.log_out()

    # === READING === #

    def read_pages(
        self,
        form_id: str,
        keys: Sequence[str],
        *,
        where: str = "",
        key: str = "FID",
        start_after: KeyValue | None = None,
    ) -> Iterator[list[tuple]]:
        """Yield pages of rows in the order of `key`, numbers with a point as Decimal.

        `key` identifies a row and is among `keys`: for lines the id of the line. With
        `start_after` the walk goes on behind that key.

        :raise MappingError: when the form or a field is unknown, or `key` is not one per row
        :raise TransportError: after three tries, and when the server ignores the condition
        """
        position = _position(key, keys)

        def fetch(last: KeyValue | None) -> list[tuple]:
            behind = "" if last is None else filters.after(key, last)
            query = _query(form_id, keys, filters.both(where, behind), f"{key} ASC")
            return self._query({**query, "Limit": self.settings.page_size}, len(keys))

        walk = Walk(fetch, lambda row: _key_value(row[position]), key=key)
        return walk.pages(start_after, self._retrying.run)

    # Not the one of Odoo's models, as pylint believes.
    def read(  # pylint: disable=method-required-super
        self,
        form_id: str,
        keys: Sequence[str],
        where: str = "",
        order: str = "",
        limit: int = 0,
    ) -> list[tuple]:
        """Return one page of rows; `limit` 0 means as many as the server gives at once."""
        query = {**_query(form_id, keys, where, order), "Limit": limit}
        return self._retrying.run(lambda: self._query(query, len(keys)))

    def exists(self, form_id: str, number: str, *, key: str = "") -> bool:
        """Tell whether a document (FBillNo) or a record of base data (FNumber) is there."""
        key = key or ("FNumber" if form_id.upper().startswith(BASE_DATA) else "FBillNo")
        return bool(self.read(form_id, [key], filters.equal(key, number), limit=1))

    def describe(self, form_id: str) -> dict[str, str]:
        """Return field key -> name in the language of the settings, of all parts of a form."""
        body = {"data": {"FormId": form_id}}
        tree = self._retrying.run(lambda: self._ask(FORMS + "QueryBusinessInfo", body))
        info = read_result(tree).get("NeedReturnData")
        entries = info.get("Entrys") if isinstance(info, dict) else None
        if not isinstance(entries, list):
            raise TransportError("the description of a form has no parts")
        names = {}
        for entry in entries:
            for described in (entry.get("Fields") or []) if isinstance(entry, dict) else []:
                key = read_text(described.get("Key")) if isinstance(described, dict) else ""
                if key:
                    names[key] = _local_name(described.get("Name"), self.settings.lcid) or key
        return names

    # === WRITING === #

    def save(
        self,
        form_id: str,
        model: Mapping[str, Any],
        *,
        return_fields: Sequence[str] = (),
        options: Mapping[str, Any] | None = None,
    ) -> Saved:
        """Save one document or record, once, and return what the ERP calls it.

        :param options: more parameters of Save, such as NeedUpDateFields
        :raise RefusedError: when the ERP says no; `is_duplicate` when the number exists
        :raise TransportError: the outcome is unknown unless `is_sent` is False
        """
        data = {**(options or {}), "NeedReturnFields": list(return_fields), "Model": dict(model)}
        tree, status = self._write("Save", {"formid": form_id, "data": data})
        result = read_result(tree)
        entity = status.entities[0] if status.entities else None
        saved_id = read_text(result.get("Id")) or (entity.id if entity else "")
        if saved_id in ("", "0"):
            raise TransportError("the ERP says it saved, but not what")
        number = read_text(result.get("Number")) or (entity.number if entity else "")
        returned = result.get("NeedReturnData")
        returned = returned[0] if isinstance(returned, list) and returned else returned
        return Saved(
            id=saved_id, number=number, returned=returned if isinstance(returned, dict) else {}
        )

    def submit(self, form_id: str, number: str) -> tuple[str, ...]:
        """Hand a saved document in (A or D -> B); return what the ERP says. As all writes: once."""
        return self._operate("Submit", form_id, number)

    def audit(self, form_id: str, number: str) -> tuple[str, ...]:
        """Approve a submitted document (B -> C)."""
        return self._operate("Audit", form_id, number)

    def unaudit(self, form_id: str, number: str) -> tuple[str, ...]:
        """Take the approval back (C -> D)."""
        return self._operate("UnAudit", form_id, number)

    def withdraw(self, form_id: str, number: str) -> tuple[str, ...]:
        """Take a submitted document back (CancelAssign 撤销, B -> A or D)."""
        return self._operate("CancelAssign", form_id, number)

    def delete(self, form_id: str, number: str) -> tuple[str, ...]:
        """Delete a document that is neither submitted nor approved."""
        return self._operate("Delete", form_id, number)

    def cancel(self, form_id: str, number: str) -> tuple[str, ...]:
        """Void a document (作废): it stays, with FCancelStatus B."""
        return self._operate("ExcuteOperation", form_id, number, operation="Cancel")

    def _operate(self, service: str, form_id: str, number: str, operation: str = ""):
        body: dict = {"formid": form_id, "data": {"Numbers": [number]}}
        if operation:
            body = {"formid": form_id, "opNumber": operation, "data": body["data"]}
        _tree, status = self._write(service, body)
        return tuple(self._session.masker.mask(words) for words in status.messages)

    # === CALLS === #

    def _query(self, query: dict, width: int) -> list[tuple]:
        tree = self._ask(FORMS + "ExecuteBillQuery", {"data": query})
        if not isinstance(tree, list):
            raise TransportError("the answer to a query is no list")
        return [_row(raw, width) for raw in tree]

    def _ask(self, service: str, body: dict) -> Any:
        """Read, with one new login when the ERP has forgotten us."""
        tree, session_id = self._session.call(service, body)
        status = find_status(tree)
        # A signature that was refused without a session to blame would be refused again.
        if status and status.is_session_lost and (session_id or not self._session.is_signed):
            self._session.lose(session_id)
            tree, session_id = self._session.call(service, body)
            status = find_status(tree)
        if status and status.is_session_lost:
            self._session.lose(session_id)
            self._session.memory.refuse()
            raise status.build_error(self._session.masker.mask)
        self._session.memory.accept()
        if status and status.is_success is not True:
            raise status.build_error(self._session.masker.mask)
        return tree

    def _write(self, operation: str, body: dict) -> tuple[Any, Status]:
        """Write once; a lost session may have been lost behind the commit, so it says "unknown".

        The next call logs in again, or fails for good when that is refused.
        """
        tree, session_id = self._session.call(FORMS + operation, body)
        status = find_status(tree)
        if status is None or (status.is_success is None and not status.code):
            raise TransportError(f"the ERP does not say what became of {operation}")
        if status.is_session_lost:
            self._session.lose(session_id)
            refusal = status.build_error(self._session.masker.mask)
            raise TransportError(
                f"the session was lost with {operation}",
                code=refusal.code,
                messages=refusal.messages,
            )
        self._session.memory.accept()
        if status.is_success is not True:
            raise status.build_error(self._session.masker.mask)
        return tree, status


def _position(key: str, keys: Sequence[str]) -> int:
    if key not in keys:
        raise ValueError(f"the key {key} is not among the fields to read")
    return list(keys).index(key)


def _query(form_id: str, keys: Sequence[str], where: str, order: str) -> dict:
    return {
        "FormId": form_id,
        "FieldKeys": ",".join(filters.check_key(key) for key in keys),
        "FilterString": where,
        "OrderString": order,
        # Not a size but the last row: anything else than 0 ends the second page.
        "TopRowCount": 0,
        "StartRow": 0,
        "SubSystemId": "",
    }


def _row(raw: Any, width: int) -> tuple:
    if not isinstance(raw, list) or len(raw) != width:
        raise TransportError(f"a row is no list of {width} values")
    for value in raw:
        if isinstance(value, dict | list):
            raise TransportError("a value of a row is an object")
    return tuple(raw)


def _key_value(value: Any) -> KeyValue:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise TransportError("a row has no key")
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value


def _local_name(name: Any, lcid: int) -> str:
    """Return a name that may be text or a list of names per language."""
    if not isinstance(name, list):
        return read_text(name)
    names = {str(part.get("Key")): part.get("Value") for part in name if isinstance(part, dict)}
    return read_text(names.get(str(lcid)) or next(iter(names.values()), ""))
