"""K/3 WISE (classic K/3) by K3API, as far as public sources show it.

MODELLED, NOT VERIFIED against a K/3 WISE. Stock comes from a read-only endpoint that the
customer's partner provides, because K3API has none.
"""

import random  # safe guessable: spreads waiting, hides nothing
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from . import filters
from .envelope import read_text
from .errors import AuthenticationError, ErpError, RefusedError, TransportError
from .k3cloud_client import Saved
from .k3wise_session import SUCCESS, UNAUTHORISED, Answer, K3WiseSession, K3WiseSettings
from .login_memory import LoginMemory
from .paging import KeyValue, Walk
from .retrying import Retrying

__all__ = ["AUDIT", "REJECT", "START", "K3WiseClient", "K3WiseSettings"]

# Directions of CheckBill.
START, AUDIT, REJECT = 1, 2, 4
HEADER_ONLY, HEADER_AND_LINES = 1, 2
DUPLICATE = re.compile(r"违反字段唯一性要求|已经被使用|已存在|已经存在|重复")
BILL_NUMBER = re.compile(r"(?=.*[0-9])[\w./-]{1,80}")
TRUE = (True, 1, "1", "true", "True")


class K3WiseClient:
    """Reads and writes one K/3 WISE; a context manager. Serves one thread at a time.

    Reads are tried three times and renew their token once. Writes go out once: after a
    TransportError with `is_sent` the caller has to look whether the document is there.
    Parameters as those of `K3CloudClient`, but `clock` returns seconds that never go back.
    """

    def __init__(
        self,
        settings: K3WiseSettings,
        *,
        memory: LoginMemory | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ):
        self.settings = settings
        self._session = K3WiseSession(settings, memory or LoginMemory(), clock)
        self._retrying = Retrying(sleep, chance)

    def __repr__(self) -> str:
        return f"K3WiseClient({self.settings!r})"

    def __enter__(self) -> "K3WiseClient":
        return self

    def __exit__(self, *_error):
        self.close()

    def close(self):
        """Close the connections."""
        self._session.poster.close()

    # === READING === #

    def read_pages(
        self,
        name: str,
        *,
        key: str,
        fields: Sequence[str] = (),
        where: str = "",
        start_after: KeyValue | None = None,
        has_lines: bool = False,
    ) -> Iterator[list[dict]]:
        """Yield pages of GetList in the order of `key`, which identifies a row.

        :param name: of the object, such as "Material" or "Sales_Delivery"
        :param fields: to read, all when empty; with them `key` is read too
        :param has_lines: whether each line is a row of its own, with the header repeated
        """
        if fields and key not in fields:
            raise ValueError(f"the key {key} is not among the fields to read")

        def fetch(last: KeyValue | None) -> list[dict]:
            behind = "" if last is None else f"[{filters.check_key(key)}]>{filters.literal(last)}"
            data = self._list_request(fields, filters.both(where, behind), has_lines)
            data["OrderBy"] = f"[{filters.check_key(key)}] asc"
            return _rows(self._ask(f"{_check_name(name)}/GetList", {"Data": data}).data)

        walk = Walk(fetch, lambda row: _key_of(row, key), key=key)
        return walk.pages(start_after, self._retrying.run)

    def exists(self, name: str, number: str, *, key: str = "FBillNo") -> bool:
        """Tell whether a bill is there; base data has its number in FNumber."""
        where = f"[{filters.check_key(key)}]={filters.literal(number)}"
        data = {**self._list_request([key], where, False), "PageSize": "1"}
        path = f"{_check_name(name)}/GetList"
        answer = self._retrying.run(lambda: self._ask(path, {"Data": data}))
        return bool(_rows(answer.data))

    def get_bill(self, name: str, number: str) -> tuple[dict, list[dict]]:
        """Return the header of a bill and its lines."""
        answer = self._detail(name, {"FBillNo": number})
        header = _dicts(_value(answer.data, "Page1"))
        if not header:
            raise RefusedError("the ERP has no such bill", messages=(answer.message,))
        return header[0], _dicts(_value(answer.data, "Page2"))

    def get_record(self, name: str, number: str) -> dict:
        """Return a record of base data."""
        answer = self._detail(name, {"FNumber": number})
        rows = _dicts(answer.data)
        record = _value(rows[0], "Data") if rows else None
        if not isinstance(record, dict):
            raise RefusedError("the ERP has no such record", messages=(answer.message,))
        return record

    def get_template(self, name: str) -> Any:
        """Return an empty record in the layout of Save: it tells which keys there are."""
        path = f"{_check_name(name)}/GetTemplate"
        return self._retrying.run(lambda: self._ask(path, {}).data)

    def read_stock(self) -> list[dict]:
        """Return the rows of the stock endpoint: a list of objects, see `mappers.wise.read_stock`.

        :raise TransportError: when there is no endpoint, or its answer is no list of objects
        """
        if urlsplit(self.settings.stock_url).scheme not in ("http", "https"):
            raise TransportError("no address of a stock endpoint is set", is_sent=False)
        return self._retrying.run(self._fetch_stock)

    # === WRITING === #

    def save_bill(self, name: str, data: Mapping[str, Any]) -> Saved:
        """Save a bill ({"Page1": [header], "Page2": lines}), once; its id is not told.

        :raise RefusedError: when the ERP says no
        :raise TransportError: the outcome is unknown unless `is_sent` is False
        """
        answer = self._write(f"{_check_name(name)}/Save", {"Data": dict(data)})
        header = _dicts(data.get("Page1"))
        ours = read_text(header[0].get("FBillNo")) if header else ""
        # The new number stands in the message; some versions say "Successful" there.
        theirs = answer.message if BILL_NUMBER.fullmatch(answer.message) else ""
        if not (theirs or ours):
            raise TransportError("the ERP says it saved, but not what")
        return Saved(id="", number=theirs or ours)

    def save_record(self, name: str, data: Mapping[str, Any]) -> Saved:
        """Save a record of base data, once."""
        rows = _dicts(self._write(f"{_check_name(name)}/Save", {"Data": dict(data)}).data)
        if not rows or "FStatus" not in rows[0]:
            raise TransportError("the ERP does not say what became of the record")
        row = rows[0]
        number = read_text(row.get("FNumber")) or read_text(data.get("FNumber"))
        return Saved(id=read_text(row.get("FItemID")), number=number, returned=dict(row))

    def check_bill(self, name: str, number: str, *, checker: str, direction: int = AUDIT) -> str:
        """Start, audit or reject a bill in the name of a K/3 user; return the ERP's words."""
        if direction not in (START, AUDIT, REJECT):
            raise ValueError(f"no direction of a check: {direction}")
        data = {
            "FBillNo": number,
            "FChecker": checker,
            "FCheckDirection": str(direction),
            "FDealComment": "",
        }
        return self._write(f"{_check_name(name)}/CheckBill", {"Data": data}).message

    # === CALLS === #

    def _list_request(self, fields: Sequence[str], where: str, has_lines: bool) -> dict[str, str]:
        return {
            "Top": "0",
            "PageSize": str(self.settings.page_size),
            "PageIndex": "1",
            "SelectPage": str(HEADER_AND_LINES if has_lines else HEADER_ONLY),
            # K3API knows whole objects only; a part of one would silently not come.
            "Fields": ",".join(
                dict.fromkeys(filters.check_key(field).partition(".")[0] for field in fields)
            ),
            "Filter": where,
            "OrderBy": "",
        }

    def _detail(self, name: str, data: dict) -> Answer:
        body = {"Data": data, "GetProperty": False}
        return self._retrying.run(lambda: self._ask(f"{_check_name(name)}/GetDetail", body))

    def _ask(self, path: str, body: dict) -> Answer:
        """Read; any refusal of an older token is tried once with a new one.

        How K/3 WISE refuses an expired token is not known, so its words do not count.
        """
        answer = self._session.call(path, body)
        if answer.status != SUCCESS and not answer.is_token_new:
            self._session.forget_token()
            answer = self._session.call(path, body)
        if answer.status == UNAUTHORISED:
            self._session.memory.refuse()
        else:
            self._session.memory.accept()
        if answer.status != SUCCESS:
            raise self._build_error(answer)
        return answer

    def _write(self, path: str, body: dict) -> Answer:
        answer = self._session.call(path, body)
        if answer.status == UNAUTHORISED:
            self._session.forget_token()
            raise TransportError(
                "the token was refused with a write", code=answer.status, messages=(answer.message,)
            )
        self._session.memory.accept()
        if answer.status != SUCCESS:
            raise self._build_error(answer)
        for row in _dicts(answer.data):
            if row.get("FStatus", True) not in TRUE:
                words = self._session.masker.mask(read_text(row.get("FMessage")))
                raise self._build_error(
                    Answer(status=SUCCESS, message=words or answer.message, data=None)
                )
        return answer

    def _build_error(self, answer: Answer) -> ErpError:
        said = {"code": answer.status, "messages": (answer.message,) if answer.message else ()}
        if answer.status == UNAUTHORISED:
            return AuthenticationError("the ERP does not accept the token", **said)
        return RefusedError(
            "the ERP refused", is_duplicate=bool(DUPLICATE.search(answer.message)), **said
        )

    def _fetch_stock(self) -> list[dict]:
        url, _mark, query = self.settings.stock_url.partition("?")
        headers = {"Accept": "application/json"}
        if self.settings.stock_token:
            headers["Authorization"] = f"Bearer {self.settings.stock_token}"
        reply = self._session.poster.get(url, headers=headers, query=query)
        if reply.status in (UNAUTHORISED, 403):
            raise AuthenticationError("the stock endpoint does not accept the token")
        rows = reply.read_json()
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise TransportError("the stock endpoint gives no list of objects", detail=reply.text)
        return rows


def _rows(data: Any) -> list[dict]:
    """Return the rows of GetList: bills call their container DATA, base data Data."""
    rows = data if isinstance(data, list) else _value(data, "Data")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TransportError("the list has no rows")
    return rows


def _value(data: Any, key: str) -> Any:
    """Return a value whatever the capitals of its key."""
    if not isinstance(data, dict):
        return None
    return next((value for name, value in data.items() if name.lower() == key.lower()), None)


def _dicts(data: Any) -> list[dict]:
    listed = data if isinstance(data, list) else [data]
    return [row for row in listed if isinstance(row, dict)]


def _key_of(row: dict, key: str) -> KeyValue:
    value = _value(row, key)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TransportError(f"a row has no {key}")
    return value


def _check_name(name: str) -> str:
    """Return the name of an object; it becomes part of an address."""
    if not re.fullmatch(r"[A-Za-z0-9_]+", name):
        raise ValueError(f"not an object of K3API: {name[:50]!r}")
    return name
