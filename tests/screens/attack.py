"""Walk through screens with a browser and write down where a payload became more than text."""

import json
import re
import time
import urllib.error
from dataclasses import dataclass, field

from scripts.demo_company.logins import PASSWORDS
from scripts.problem import Problem
from scripts.screenshots.browser import STATE_OF_PAGE, Browser
from scripts.web_session import SECONDS, WebSession

from .watcher import INSTALL, LOOK, READ

PATIENCE = 20  # seconds for one screen
STILL = 0.3  # seconds without change: it is complete
CALM = """document.head.appendChild(document.createElement("style")).textContent =
    "* { animation: none !important; transition: none !important; }"
"""
SHOW = """(async () => {
    const { services } = odoo.__WOWL_DEBUG__.root.env;
    services.dialog.closeAll();
    const late = new Promise((done) => setTimeout(() => done("late"), %(late)d));
    const shown = services.action.doAction(%(action)s, {
        clearBreadcrumbs: true, viewType: %(view)s,
        props: %(props)s, additionalContext: %(context)s,
    }).then(() => "", (error) => {
        const told = [];
        for (let one = error; one; one = one.cause) {
            const ofServer = one.data?.debug?.trim().split("\\n").slice(-8).join("\\n");
            told.push(ofServer || one.data?.message || one.stack || String(one));
        }
        return told.join("\\nCaused by: ") || String(error);
    });
    return await Promise.race([late, shown]);
})()"""
ERROR = """(async () => {
    const dialog = document.querySelector(".o_error_dialog");
    dialog?.querySelector("[role=alert] button.btn-link")?.click();
    if (dialog) await new Promise((done) => setTimeout(done, 200));  // draws its details
    return dialog ? dialog.innerText : "";
})()"""
TAB = "document.querySelectorAll('.o_notebook_headers .nav-link')[%d].click()"
COUNT_TABS = "document.querySelectorAll('.o_notebook_headers .nav-link').length"


@dataclass
class Result:
    """What was looked at, and what was found."""

    screens: int = 0
    with_payloads: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    not_shown: list[str] = field(default_factory=list)

    def count(self, kind: str, name: str, *looks: dict) -> None:
        """Count a screen, and keep what was found on it.

        :param looks: each with what was `told`, and whether a payload was `shown`
        """
        self.screens += 1
        self.with_payloads += any(look["shown"] for look in looks)
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        told = dict.fromkeys(text for look in looks for text in look["told"])
        self.findings += [f"{kind} {name}: {text}" for text in told]


class Attack:
    """One browser, one server."""

    def __init__(self, browser: Browser, url: str, database: str):
        self.browser = browser
        self.url = url
        self.database = database
        self.result = Result()
        self.sessions: dict[str | None, WebSession] = {}
        browser.send("Page.addScriptToEvaluateOnNewDocument", source=INSTALL)
        browser.resize(1440, 900, is_phone=False)

    def session(self, login: str | None) -> WebSession:
        """Return the session of a login, None: of a visitor who has none."""
        if login not in self.sessions:
            session = WebSession(self.url, self.database)
            if login:
                session.login(login, PASSWORDS[login])
            self.sessions[login] = session
        return self.sessions[login]

    def read_csrf(self, login: str | None) -> str:
        """Return the token without which no form of theirs is taken."""
        _status, _kind, text = self.fetch(login, "/my/account" if login != "admin" else "/odoo")
        return re.search(r'csrf_token(?:: |" value=)"([^"]+)"', text).group(1)

    # Pages as they are fetched

    def fetch(self, login: str | None, path: str) -> tuple[int, str, str]:
        """Return status, kind and text of an answer."""
        try:
            with self.session(login).opener.open(self.url + path, timeout=SECONDS) as answer:
                kind = answer.headers.get_content_type()
                return answer.status, kind, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return (
                error.code,
                error.headers.get_content_type(),
                error.read().decode("utf-8", "replace"),
            )

    def read_page(self, login: str | None, path: str, kind: str = "page read") -> None:
        """Fetch a page and let the browser read it."""
        status, content_type, text = self.fetch(login, path)
        name = f"{login} {path}"
        if status >= 500:
            self.result.not_shown.append(f"{name}: {status}")
        elif content_type == "text/html":
            self.result.count(kind, name, self.read(text))
        else:
            self.result.count(f"answer ({content_type})", name)

    def read(self, html: str) -> dict:
        """Return where a text is more than text, read as HTML, and whether there is one at all."""
        return self.browser.evaluate(READ % json.dumps(html))

    # Pages and screens that are opened

    def log_in(self, login: str | None) -> None:
        """Be somebody."""
        cookies = {"frontend_lang": "zh_CN", "tz": "Asia/Shanghai"}
        if login:
            cookies["session_id"] = self.session(login).session_id
        self.browser.set_cookies(self.url, **cookies)

    def open_page(self, login: str | None, path: str) -> None:
        """Open a page in a window, with all its scripts."""
        self.browser.send("Page.navigate", url="about:blank")
        self.browser.loading.clear()
        self.browser.send("Page.navigate", url=self.url + path)
        self.settle()
        self.result.count("page opened", f"{login} {path}", self.browser.evaluate(LOOK))

    def enter_back_office(self, login: str = "admin") -> None:
        """Open the web client."""
        self.log_in(login)
        self.browser.send("Page.navigate", url=f"{self.url}/odoo/discuss")
        self.settle()
        self.browser.evaluate(CALM)

    def show(self, action: dict, view: str, record: int | None = None) -> None:
        """Open an action in one of its views, and every page of its notebooks."""
        is_client = view == "client"
        words = {
            "action": action["id"],
            "view": json.dumps(None if is_client else view),
            "props": json.dumps({"resId": record} if record else {}),
            "context": json.dumps(action.get("active") or {}),
            "late": PATIENCE * 1000,
        }
        name = f"{action['name']} {record or ''}"
        heard = len(self.browser.complaints)
        self.browser.logged.clear()
        error = self.browser.evaluate(SHOW % words)
        self.settle()
        error = error or self.browser.evaluate(ERROR)
        looks = [self.browser.evaluate(LOOK)]
        if view == "form" or action.get("target") == "new":
            for number in range(1, min(self.browser.evaluate(COUNT_TABS) or 0, 12)):
                self.browser.evaluate(TAB % number)
                self.settle()
                looks.append(self.browser.evaluate(LOOK))
        if error:
            told = dict.fromkeys([error, *self.browser.complaints[heard:], *self.browser.logged])
            self.result.not_shown.append("\n".join((f"{view} {name}:", *told)))
            self.browser.evaluate("odoo.__WOWL_DEBUG__.root.env.services.dialog.closeAll()")
        self.result.count(view, name, *looks)

    def settle(self) -> None:
        """Wait until the page is complete and the same for a moment; not for ever."""
        deadline, seen, since = time.monotonic() + PATIENCE, None, time.monotonic()
        while time.monotonic() < deadline:
            time.sleep(0.1)
            try:
                state = self.browser.evaluate(STATE_OF_PAGE)
            except Problem:  # it is just leaving
                continue
            is_complete = state and state["complete"] and not self.browser.loading
            if not is_complete or state["look"] != seen:
                seen, since = state and state["look"], time.monotonic()
            elif time.monotonic() - since > STILL:
                return
