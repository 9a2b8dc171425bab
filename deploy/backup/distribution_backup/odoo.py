"""Odoo on a restored copy: neutralised, checked by the product itself, a page opened."""

import contextlib
import http.cookiejar
import json
import os
import re
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from . import programs
from .config import Config, account
from .refusal import Refused

SCRIPT = Path(__file__).with_name("product_check.py")
SECONDS_TO_START = 300
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Copy(Protocol):
    """A restored database with its files."""

    database: str
    data_dir: Path
    host: str


def _words(config: Config, copy: Copy, *command: str) -> list[str]:
    words = [*config.odoo.command, *command, "-c", str(config.odoo.configuration)]
    words += ["-d", copy.database, "--data-dir", str(copy.data_dir)]
    words += ["--logfile", str(_log(copy))]
    # What only reads goes to the copy as well: never to the replica of the company's database.
    server = config.postgresql
    words += ["--db_replica_host", copy.host or server.host, "--db_replica_port", server.port]
    return [*words, "--db_host", copy.host, "--db_port", server.port] if copy.host else words


def _log(copy: Copy) -> Path:
    return copy.data_dir / "odoo.log"


def _environment(config: Config, **more: str) -> dict[str, str]:
    ring = {"DISTRIBUTION_KEYRING": config.odoo.key_ring} if config.odoo.key_ring else {}
    return {**os.environ, **ring, "TZ": "UTC", **more}


def neutralize(config: Config, copy: Copy) -> None:
    """Have Odoo take away from a copy whatever it could reach the outside with."""
    _run(config, _words(config, copy, "neutralize"), copy, "")


def check(config: Config, copy: Copy, *, password: str = "") -> dict:
    """Have the product compare its ledger, statements and seals, and read what is encrypted.

    :param password: given to a portal user of the copy, to open a page as
    :return: that user's login and page
    """
    words = _words(config, copy, "shell", "--no-http")
    printed = _run(config, words, copy, SCRIPT.read_text(), BACKUP_PASSWORD=password)
    try:
        result = json.loads(printed.splitlines()[-1])
    except (IndexError, ValueError):
        raise Refused(f"Odoo's check of the copy ended without a result: {_tail(copy)}") from None
    if result["unreadable"]:
        raise Refused(f"the key ring does not fit: {'; '.join(result['unreadable'])}")
    if result["findings"]:
        raise Refused(f"the ledger is not as it must be: {' '.join(result['findings'])}")
    return result["door"]


def _run(config: Config, words: list[str], copy: Copy, script: str, **variables: str) -> str:
    done = subprocess.run(
        words,
        input=script,
        env=_environment(config, **variables),
        capture_output=True,
        text=True,
        check=False,
        cwd=copy.data_dir,
        **account(config.odoo.user),
    )
    if done.returncode:
        raise programs.failed("odoo", done.returncode, done.stderr or _tail(copy))
    return done.stdout


def open_pages(config: Config, copy: Copy) -> list[str]:
    """Start Odoo on the copy, open its login page, log in, open a statement."""
    password = secrets.token_urlsafe(24)
    door = check(config, copy, password=password)
    with _serving(config, copy) as url:
        browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
        token = TOKEN.search(_get(browser, f"{url}/web/login"))
        if not token:
            raise Refused("the restored copy shows no login page")
        opened = ["/web/login"]
        if door:
            form = {"login": door["login"], "password": password, "csrf_token": token[1]}
            _get(browser, f"{url}/web/login", urllib.parse.urlencode(form).encode())
            text = _get(browser, f"{url}{door['page']}")
            if door["says"] not in text:
                raise Refused(f"the restored copy does not show {door['page']}")
            opened.append(door["page"])
    return opened


def _get(browser: urllib.request.OpenerDirector, url: str, data: bytes | None = None) -> str:
    try:
        with browser.open(url, data, timeout=120) as answer:
            return answer.read().decode(errors="replace")
    except (urllib.error.URLError, TimeoutError) as error:
        raise Refused(f"the restored copy does not answer at {url}: {error}") from None


@contextlib.contextmanager
def _serving(config: Config, copy: Copy) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = _words(config, copy)
    words += ["--workers", "0", "--max-cron-threads", "0", "--db-filter", f"^{copy.database}$"]
    words += ["--http-interface", "127.0.0.1", "--http-port", str(port)]
    with subprocess.Popen(
        words,
        env=_environment(config),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=copy.data_dir,
        **account(config.odoo.user),
    ) as child:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(child, url, copy)
            yield url
        finally:
            child.kill()


def _wait(child: subprocess.Popen, url: str, copy: Copy) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise Refused(f"Odoo does not start on the restored copy: {_tail(copy)}")
        try:
            urllib.request.urlopen(f"{url}/web/health", timeout=30).close()
            return
        except OSError:
            time.sleep(0.2)
    raise Refused(f"Odoo did not answer on the restored copy within {SECONDS_TO_START} s")


def _tail(copy: Copy) -> str:
    lines = _log(copy).read_text(errors="replace").splitlines() if _log(copy).exists() else []
    return " / ".join(lines[-programs.LINES :])
