"""Take the pictures of a running server; runs in the virtual environment.

The exit code is not 0 when a page threw an error or is wider than a phone's screen.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.demo_company.logins import PASSWORDS
from scripts.demo_company.names import TIME_ZONE
from scripts.paths import BIN
from scripts.problem import Problem, command, say
from scripts.screenshots.browser import Browser
from scripts.screenshots.chapters import CHAPTERS
from scripts.screenshots.pictures import Picture
from scripts.web_session import WebSession

# Moving and personal things that no reader of the manual needs.
STYLE = "*, *::before, *::after { animation: none !important; transition: none !important; }"
ERROR_DIALOG = "Boolean(document.querySelector('.o_error_dialog'))"
TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth + 1"


class Photographer:
    """Takes pictures with one browser, logging each person in once."""

    def __init__(self, browser: Browser, url: str, database: str, out: Path):
        self.browser = browser
        self.url = url
        self.database = database
        self.out = out
        self.sessions: dict[str, WebSession] = {}

    def take(self, picture: Picture) -> list[str]:
        """Take a picture; return what is wrong with the page."""
        if picture.is_pdf:
            return self._take_pdf(picture)
        self.browser.complaints.clear()
        self.browser.live_in(picture.language.replace("_", "-"), TIME_ZONE)
        self.browser.set_cookies(self.url, **self._cookies(picture))
        self.browser.resize(*picture.size, is_phone=picture.is_phone)
        self.browser.open(self.url + self._path(picture))
        self._calm()
        for selector in picture.clicks:
            self.browser.evaluate(f"document.querySelector({selector!r}).click()")
            self.browser.settle()
        if picture.is_whole_page:
            self._show_whole_page(picture)
        self.browser.save_picture(
            self.out / f"{picture.name}.png", is_whole_page=picture.is_whole_page
        )
        faults = [f"{picture.name}: {text.splitlines()[0]}" for text in self.browser.complaints]
        if picture.is_phone and self.browser.evaluate(TOO_WIDE):
            faults.append(f"{picture.name}: wider than the phone's screen")
        if self.browser.evaluate(ERROR_DIALOG):
            faults.append(f"{picture.name}: Odoo shows an error")
        return faults

    def _take_pdf(self, picture):
        status, content = self._session(picture.login).get(self._path(picture))
        if status != 200 or not content.startswith(b"%PDF"):
            return [f"{picture.name}: no PDF but {status}"]
        with tempfile.NamedTemporaryFile(suffix=".pdf") as document:
            document.write(content)
            document.flush()
            target = self.out / picture.name
            words = ["-png", "-r", "90", "-f", "1", "-singlefile", document.name, target]
            subprocess.run([BIN / "pdftoppm", *words], check=True)
        return []

    def _calm(self):
        self.browser.evaluate(
            f"document.head.appendChild(document.createElement('style')).textContent = {STYLE!r}"
        )

    def _show_whole_page(self, picture):
        """Make the window as high as the page, so that a bar at its foot does not lie across it."""
        width, height = picture.size
        page = self.browser.evaluate("document.documentElement.scrollHeight")
        self.browser.resize(width, max(height, page), is_phone=picture.is_phone)
        self.browser.settle()

    def _cookies(self, picture):
        cookies = {"frontend_lang": picture.language, "tz": TIME_ZONE}
        if picture.login:
            cookies["session_id"] = self._session(picture.login).session_id
        return cookies

    def _path(self, picture):
        if not picture.record:
            return picture.path
        model, domain = picture.record
        found = self._session(picture.login).call(model, "search", domain, limit=1)
        if not found:
            raise Problem(f"{picture.name}: no {model} with {domain}", "is it the demo database?")
        return picture.path.format(id=found[0])

    def _session(self, login):
        if login not in self.sessions:
            session = WebSession(self.url, self.database)
            self.sessions[login] = session.login(login, PASSWORDS[login])
        return self.sessions[login]


@command
def main() -> int:
    """Take all pictures whose names contain the last argument."""
    url, database, out, only = sys.argv[1:]
    faults = []
    with Browser() as browser:
        photographer = Photographer(browser, url, database, Path(out))
        for picture in (picture for chapter in CHAPTERS for picture in chapter.PICTURES):
            if only in picture.name:
                started = time.monotonic()
                faults += photographer.take(picture)
                say(f"  {picture.name}.png ({time.monotonic() - started:.1f} s)")
    for fault in faults:
        say(f"FAULT {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    main()
