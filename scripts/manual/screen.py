"""What a reader does at a screen: sign in, open, click what is called so, type, look.

Things are found by the words a person reads, so that a step of the manual fails when a button is
called otherwise.
"""

import json
import re
import time
from collections.abc import Callable

from scripts.demo_company.names import TIME_ZONE
from scripts.problem import Problem
from scripts.screenshots.browser import Browser
from scripts.screenshots.pictures import DESKTOP, PHONE

SECONDS = 180  # the first page of a new database packs its scripts
PAUSE = 0.2
ERROR_DIALOG = "Boolean(document.querySelector('.o_error_dialog'))"
# Odoo writes amounts with spaces that are none, and signs that nobody sees.
TEXT = "(one) => one.innerText.replace(/\\s+/g, ' ').replace(/\\ufeff/g, '')"
# Of several things that hold the words, the one that says the least else is meant.
FIND = """(() => {
    const [words, place] = %s;
    const shown = (one) => one.getClientRects().length && !one.closest(".o_ordering_hidden");
    const texts = (one) => [
        one.innerText, one.value, one.title, one.placeholder, one.ariaLabel
    ].filter((text) => typeof text === "string").map((text) => text.replace(/\\s+/g, " ").trim());
    let root = document;
    if (place) {
        const places = [...document.querySelectorAll("article, .o_kanban_record, tr, li, form")]
            .filter((one) => shown(one) && one.innerText.includes(place));
        root = places.sort((a, b) => a.innerText.length - b.innerText.length)[0];
        if (!root) return null;
    }
    const found = [...root.querySelectorAll(
        "a, button, input, summary, label, textarea, select, td, [role=menuitem], [role=tab]"
    )].filter((one) => shown(one) && !one.disabled);
    const exact = found.find((one) => texts(one).includes(words));
    const held = found.filter((one) => texts(one).some((text) => text.includes(words)));
    const length = (one) => (one.innerText || one.value || "").length;
    held.sort((a, b) => length(a) - length(b));
    return exact || held[0] || null;
})()"""
READY = (
    "document.readyState === 'complete'"
    " && !document.querySelector('.o_loading_indicator, .o_blockUI')"
)


class Screen:
    """One browser, and what it has noted down; `{name}` in the words of a step is what was noted.

    :param url: of the server that the manual calls http://localhost:8069
    """

    def __init__(self, browser: Browser, url: str):
        self.browser = browser
        self.url = url
        self.notes: dict[str, str] = {}
        self.verbs: dict[str, Callable[[str], None]] = {
            "sign-in": self.sign_in,
            "open": self.open,
            "click": self.click,
            "type": self.type,
            "see": self.see,
            "gone": self.gone,
            "note": self.note,
            "download": self.download,
            "skip": lambda _rest: None,  # what the text offers as another way
        }

    def do(self, words: str) -> None:
        """Do one thing: a verb and what it is about."""
        verb, _space, rest = words.partition(" ")
        if verb not in self.verbs:
            raise Problem(f"nobody knows how to {verb!r}", f"use one of {', '.join(self.verbs)}.")
        for name, text in self.notes.items():
            rest = rest.replace(f"{{{name}}}", text)
        self.verbs[verb](rest.strip())
        if self.browser.evaluate(ERROR_DIALOG):
            raise Problem(f"after {words!r} Odoo shows an error")

    def take_complaints(self) -> list[str]:
        """Return the errors that pages threw since the last time."""
        found, self.browser.complaints = self.browser.complaints, []
        return found

    def sign_in(self, rest: str) -> None:
        """Sign in by the form: LOGIN PASSWORD [phone]."""
        login, password, *device = rest.split()
        self.browser.live_in("zh-CN", TIME_ZONE)
        self.browser.set_cookies(self.url, frontend_lang="zh_CN", tz=TIME_ZONE)
        size = PHONE if device == ["phone"] else DESKTOP
        self.browser.resize(*size, is_phone=size is PHONE)
        self.open("/web/login")
        for name, text in (("login", login), ("password", password)):
            self._fill(f"input[name={name}]", text)
        self._press("document.querySelector('form.oe_login_form button[type=submit]')")
        self._wait("!location.pathname.startsWith('/web/login')", f"{login} could not sign in")
        self._settle()

    def open(self, path: str) -> None:
        """Go to a page."""
        self.browser.send("Page.navigate", url="about:blank")
        self.browser.send("Page.navigate", url=self.url + path)
        self._settle()

    def click(self, rest: str) -> None:
        """Click what is called so: WORDS [in WORDS OF THE CARD OR ROW]."""
        words, _in, place = rest.partition(" in ")
        found = FIND % json.dumps([words, place])
        self._wait(found, f"there is nothing called {rest!r} to click")
        self._settle()
        self._press(found)

    def type(self, rest: str) -> None:
        """Write into a field: SELECTOR OR LABEL = TEXT."""
        place, _equals, text = rest.partition(" = ")
        if not re.match(r"[#.\[]", place):
            found = FIND % json.dumps([place, ""])
            self._wait(found, f"there is no field called {place!r}")
            place = f"#{self.browser.evaluate(f'{found}.htmlFor || {found}.id')}"
        self._fill(place, text)

    def see(self, rest: str) -> None:
        """Find words on the page: WORDS [in WORDS | WORDS OF THE SAME ROW]."""
        words, _in, place = rest.partition(" in ")
        parts = json.dumps([words, *(part.strip() for part in place.split("|"))])
        rows = "[...document.querySelectorAll('tr, article, li')]" if place else "[document.body]"
        held = f"{rows}.some((one) => {parts}.every((part) => ({TEXT})(one).includes(part)))"
        self._wait(held, f"{rest!r} is missing")

    def gone(self, words: str) -> None:
        """Find words no longer on the page."""
        held = f"!({TEXT})(document.body).includes({json.dumps(words)})"
        self._wait(held, f"{words!r} is still there")

    def download(self, rest: str) -> None:
        """Fetch what a link leads to: WORDS = HOW THE FILE BEGINS."""
        words, _equals, begin = rest.partition(" = ")
        found = FIND % json.dumps([words, ""])
        self._wait(found, f"there is no link called {words!r}")
        self.browser.evaluate(
            f"fetch({found}.href).then((answer) => answer.text())"
            ".then((text) => { window.manualFile = text.slice(0, 20) }); undefined"
        )
        self._wait(
            f"window.manualFile?.startsWith({json.dumps(begin)})",
            f"{words!r} does not lead to a file that begins with {begin!r}",
        )

    def note(self, rest: str) -> None:
        """Write down what a pattern finds on the page: NAME = PATTERN."""
        name, _equals, pattern = rest.partition(" = ")
        found = f"document.body.innerText.match({json.dumps(pattern)})"
        self._wait(found, f"nothing looks like {pattern}")
        self.notes[name] = self.browser.evaluate(f"{found}[0]")

    def _fill(self, selector: str, text: str) -> None:
        field = f"document.querySelector({json.dumps(selector)})"
        self._wait(field, f"there is no field {selector}")
        self.browser.evaluate(
            f"""(() => {{
                const field = {field};
                field.focus();
                field.value = {json.dumps(text)};
                for (const name of ["input", "change"]) {{
                    field.dispatchEvent(new Event(name, {{ bubbles: true }}));
                }}
            }})()"""
        )

    def _press(self, found: str) -> None:
        self.browser.evaluate(
            f"(() => {{ const one = {found}; one.scrollIntoView(); one.click() }})()"
        )
        time.sleep(PAUSE)

    def _settle(self) -> None:
        self._wait(READY, "the page did not come")
        time.sleep(PAUSE)

    def _wait(self, condition: str, complaint: str) -> None:
        deadline = time.monotonic() + SECONDS
        while not self.browser.evaluate(f"Boolean({condition})"):
            if time.monotonic() > deadline:
                where = self.browser.evaluate("location.href + ' | ' + document.title")
                raise Problem(f"{complaint} ({where})")
            time.sleep(PAUSE)
