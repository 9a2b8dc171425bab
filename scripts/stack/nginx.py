"""nginx with the files of production (`deploy/nginx`) on loopback.

Only what the files mark as the owner's is changed.

    with nginx.serving(http_port, gevent_port) as site:
        fetch(site.url, verify=site.authority)
"""

import contextlib
import functools
import os
import pwd
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import odoo_source, processes, python_env, server
from scripts.paths import ADDONS, BIN, LOCAL, ROOT, TOOLS, VENV_PYTHON
from scripts.problem import Problem

PRODUCTION = ROOT / "deploy" / "nginx"
STACK = LOCAL / "stack"
NAME = "shop.example.com"
MAIN_FILE = """# Written by scripts/stack/nginx.py around the files of deploy/nginx.
user {user};
worker_processes 2;
worker_rlimit_nofile 16384;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/log/main.log notice;
events {{
    worker_connections 8192;
}}
http {{
    include {mime_types};
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    access_log off;
    client_body_temp_path {folder}/temp/body;
    proxy_temp_path {folder}/temp/proxy;
    fastcgi_temp_path {folder}/temp/fastcgi;
    uwsgi_temp_path {folder}/temp/uwsgi;
    scgi_temp_path {folder}/temp/scgi;
    include distribution.conf;
}}
"""
SECONDS_TO_START = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where the rehearsed site is, and where its files are."""

    folder: Path
    https: int
    http: int

    @property
    def url(self) -> str:
        """Return where it answers; the certificate is for this name."""
        return f"https://localhost:{self.https}"

    @property
    def authority(self) -> Path:
        """Return the file with the certificate authority to verify with."""
        return self.folder / "tls" / "authority.pem"

    @property
    def pin(self) -> str:
        """Return what Chromium wants in --ignore-certificate-errors-spki-list."""
        return (self.folder / "tls" / "pin").read_text()

    @property
    def access_log(self) -> Path:
        """Return the access log."""
        return self.folder / "log" / "distribution.log"


def render(
    odoo_port: int,
    websocket_port: int,
    *,
    folder: Path = STACK / "nginx",
    exempt: Sequence[str] = (),
) -> Site:
    """Write the files for loopback.

    :param exempt: addresses that no limit counts (a load generator is a thousand visitors from one)
    """
    site = Site(folder=folder, https=server.free_port(), http=server.free_port())
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("log", "temp", "cache"):
        (folder / name).mkdir(parents=True)
    done = processes.call(
        [VENV_PYTHON, "-m", "scripts.stack.certificate", folder / "tls"], cwd=ROOT
    )
    if done:
        raise Problem("the certificate of the rehearsal could not be made", "see the lines above.")
    shutil.copytree(PRODUCTION / "distribution", folder / "distribution")
    shutil.copy2(PRODUCTION / "distribution.conf", folder)
    for file, changes in _changes(site, odoo_port, websocket_port, exempt).items():
        _change(folder / file, changes)
    user = pwd.getpwuid(os.geteuid()).pw_name
    main = MAIN_FILE.format(user=user, folder=folder, mime_types=_mime_types())
    (folder / "nginx.conf").write_text(main)
    return site


def _changes(
    site: Site, odoo_port: int, websocket_port: int, exempt: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Return per file what the owner of a site would change, and what loopback needs."""
    home = odoo_source.find(python_env.choose_python())
    places = (home / "addons", home / "odoo" / "addons")
    core = next(path for path in places if (path / "web" / "static").is_dir())
    packages = sorted(VENV_PYTHON.parent.parent.glob("lib/python3*/site-packages/odoo/addons"))
    exempted = "".join(f"    {address} 1;\n" for address in exempt)
    return {
        "distribution.conf": {
            "127.0.0.1:8069": f"127.0.0.1:{odoo_port}",
            "127.0.0.1:8072": f"127.0.0.1:{websocket_port}",
            "listen 80": f"listen 127.0.0.1:{site.http}",
            "listen 443": f"listen 127.0.0.1:{site.https}",
            f"https://{NAME}": site.url,
            f"/etc/letsencrypt/live/{NAME}/fullchain.pem": f"{site.folder}/tls/certificate.pem",
            f"/etc/letsencrypt/live/{NAME}/privkey.pem": f"{site.folder}/tls/key.pem",
            NAME: "localhost",
            "/var/log/nginx/": f"{site.folder}/log/",
            "/var/cache/nginx/distribution": f"{site.folder}/cache",
        },
        "distribution/limits.conf": {"    # 10.0.0.0/8 1;  # yours\n": exempted},
        "distribution/errors.conf": {"/opt/distribution/deploy/nginx": str(PRODUCTION)},
        "distribution/files.conf": {
            "/opt/distribution/addons": str(ADDONS),
            "/opt/distribution/venv/lib/python3.11/site-packages/odoo/addons": str(
                packages[0] if packages else core
            ),
            "/opt/odoo/addons": str(core),
        },
    }


def _change(path: Path, changes: dict[str, str]) -> None:
    """Replace texts; one that is not there means that this module and the file have come apart."""
    text = path.read_text()
    for old, new in changes.items():
        if old not in text:
            raise Problem(f"{path.name} has no {old!r} any more", "adapt scripts/stack/nginx.py.")
        text = text.replace(old, new)
    path.write_text(text)


def _mime_types() -> Path:
    for path in (TOOLS / "web_server" / "etc/nginx/mime.types", Path("/etc/nginx/mime.types")):
        if path.exists():
            return path
    raise Problem("nginx's list of file types (mime.types) is missing", "run `make test` once.")


def check(site: Site) -> None:
    """Let nginx itself judge the files.

    :raise Problem: with what it says
    """
    done = subprocess.run(_argv(site, "-t"), capture_output=True, text=True, check=False)
    if done.returncode or re.search(r"\[(warn|error|emerg)\]", done.stderr):
        raise Problem("nginx does not like its files", "mend deploy/nginx.", tail=done.stderr)


def _argv(site: Site, *words: str) -> list[str]:
    return [
        str(BIN / "nginx"),
        "-p",
        str(site.folder),
        "-c",
        str(site.folder / "nginx.conf"),
        *words,
    ]


@contextlib.contextmanager
def running(site: Site) -> Iterator[Site]:
    """Run nginx for the length of a block."""
    check(site)
    child = subprocess.Popen(
        _argv(site),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # Not killed but asked: a killed master leaves its workers.
        preexec_fn=functools.partial(processes.die_with_parent, signal.SIGTERM),  # noqa: PLW1509
    )
    try:
        _wait(site, child)
        yield site
    finally:
        child.terminate()
        child.wait(timeout=SECONDS_TO_START)


@contextlib.contextmanager
def serving(
    odoo_port: int,
    websocket_port: int,
    *,
    exempt: Sequence[str] = (),
    folder: Path = STACK / "nginx",
) -> Iterator[Site]:
    """Write the files and run nginx in front of an Odoo for the length of a block."""
    with running(render(odoo_port, websocket_port, folder=folder, exempt=exempt)) as site:
        yield site


def _wait(site: Site, child: subprocess.Popen) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and child.poll() is None:
        if server.is_open(site.https):
            return
        time.sleep(0.05)
    log = site.folder / "log" / "main.log"
    said = log.read_text() if log.exists() else ""
    raise Problem(f"nginx did not start (log: {log})", "the lines above say why.", tail=said)
