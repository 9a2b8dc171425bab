"""The people of the company at their browsers: one request at a time, sent again until answered."""

import re
import threading
import time
import uuid

import requests

SECONDS = 120
PATIENCE = 300  # seconds until somebody gives up
TOKEN = re.compile(r'csrf_token: "([^"]+)"')
BUSY = ("odoo.exceptions.LockError", "odoo.exceptions.ConcurrencyError")
AGAIN = (429, 500, 502, 503, 504)


class NoAnswer(Exception):
    """Nobody knows whether the server did it."""


class Refused(Exception):
    """The server says no, in a sentence."""


class Person:
    """One login; logs in again when the server has forgotten it."""

    def __init__(self, desk: "Desk", login: str, password: str):
        """Take where the server is, and who it is."""
        self.desk, self.login, self.password = desk, login, password
        self._session: requests.Session | None = None
        self._token = ""

    def call(self, model: str, method: str, *args, **kwargs):
        """Call a method as the web client does."""
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self._rpc(path, {"model": model, "method": method, "args": args, "kwargs": kwargs})

    def post(self, path: str, **values) -> dict | str:
        """Send a form of the portal; return its JSON, or the page."""
        session = self._open()
        self._token = self._token or self._read_token(session)
        answer = self._send("POST", path, data={"csrf_token": self._token, **values})
        if answer.status_code == 400 or "/web/login" in answer.url:
            self.forget()
            raise NoAnswer("the session was lost")
        if answer.status_code != 200:
            raise Refused(f"{answer.status_code} {answer.text[:200]}")
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return answer.json() if is_json else answer.text

    def get(self, path: str) -> requests.Response:
        """Fetch a page or a file."""
        answer = self._send("GET", path)
        if "/web/login" in answer.url:
            self.forget()
            raise NoAnswer("the session was lost")
        return answer

    def json2(self, model: str, method: str, key: str, **values):
        """Call a method as an outside program does."""
        answer = self._send(
            "POST",
            f"/json/2/{model}/{method}",
            json=values,
            headers={"Authorization": f"bearer {key}"},
        )
        if answer.status_code != 200:
            raise Refused(answer.text[:300])
        return answer.json()

    def arrive(self) -> None:
        """Log in, unless that was done."""
        self._open()

    def forget(self) -> None:
        """Lose the session."""
        self._session, self._token = None, ""

    def _open(self) -> requests.Session:
        if self._session is None:
            self._session = requests.Session()
            self._session.trust_env = False
            self._rpc(
                "/web/session/authenticate",
                {"db": self.desk.database, "login": self.login, "password": self.password},
            )
        return self._session

    def _rpc(self, path: str, params: dict):
        is_login = path.endswith("authenticate")
        answer = self._send(
            "POST", path, json={"jsonrpc": "2.0", "params": params}, opens=not is_login
        )
        try:
            reply = answer.json()
        except ValueError:
            raise NoAnswer(answer.text[:200]) from None
        if "error" not in reply:
            return reply.get("result")
        data = reply["error"].get("data", {})
        if "SessionExpired" in data.get("name", "") or is_login:
            self.forget()
            raise NoAnswer("the session was lost")
        if data.get("name", "") in BUSY:
            raise NoAnswer(data.get("message", ""))
        if data.get("name", "").startswith(("odoo.exceptions", "odoo.http")):
            raise Refused(data.get("message", ""))
        raise NoAnswer(f"{data.get('name')}: {data.get('message')}")

    def _send(self, method: str, path: str, *, opens: bool = True, **options) -> requests.Response:
        session = self._open() if opens else self._session
        try:
            answer = session.request(
                method, self.desk.url(self.login) + path, timeout=SECONDS, **options
            )
        except requests.RequestException as error:
            session.close()  # a connection that broke is not used again
            raise NoAnswer(type(error).__name__) from error
        if answer.status_code in AGAIN:
            raise NoAnswer(f"status {answer.status_code}")
        return answer

    def _read_token(self, session: requests.Session) -> str:
        found = TOKEN.search(self._send("GET", "/distribution/join/thanks").text)
        if not found:
            raise NoAnswer("no token")
        return found.group(1)


class Desk:
    """Where people sit: the address that they use, and how often they had to ask again."""

    def __init__(self, database: str, address: str, password: str):
        """Name the database and its address."""
        self.database, self.address, self.password = database, address, password
        self.retries = 0
        self.detours: dict[str, str] = {}
        self._people: dict[str, Person] = {}

    def url(self, login: str) -> str:
        """Return where a person reaches the server."""
        return self.detours.get(login, self.address)

    def person(self, login: str, *, other: bool = False) -> Person:
        """Return a person; `other` is the same login at another browser."""
        key = f"{login}#2" if other else login
        if key not in self._people:
            self._people[key] = Person(self, login, self.password)
        return self._people[key]

    def insist(self, act):
        """Do it until the server has answered, yes or no; people do not give up for minutes."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return act()
            except NoAnswer as error:
                if time.monotonic() > end:
                    raise TimeoutError(f"no answer for {PATIENCE} s: {error}") from error
                self.retries += 1
                time.sleep(0.25)


class Together:
    """Several acts started at the same instant, each in a thread of its own."""

    def __init__(self, *acts):
        """Start them."""
        self.results: list = [None] * len(acts)
        self._gate = threading.Barrier(len(acts))
        self._threads = [
            threading.Thread(target=self._run, args=(place, act), daemon=True)
            for place, act in enumerate(acts)
        ]
        for thread in self._threads:
            thread.start()

    def is_running(self) -> bool:
        """Tell whether one of them still waits for its answer."""
        return any(thread.is_alive() for thread in self._threads)

    def wait(self) -> list:
        """Return what each has brought: a result or an exception."""
        for thread in self._threads:
            thread.join(PATIENCE + SECONDS)
        return self.results

    def _run(self, place: int, act) -> None:
        self._gate.wait(10)
        try:
            self.results[place] = act()
        except Exception as error:
            self.results[place] = error


def new_key(chance) -> str:
    """Return the key that an ordering app gives its cart."""
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))
