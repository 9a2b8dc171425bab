"""With Odoo behind nginx: websocket, sessions, and whose address the books of log-ins name."""

import base64
import os
import re
import time
from pathlib import Path

from scripts.demo_company.logins import PASSWORDS
from scripts.stack.checks import forwarded
from scripts.stack.checks.finding import Finding, equal, none_of
from scripts.stack.nginx import Site
from scripts.stack.odoo import Host
from scripts.stack.visitor import Visitor

LISTENING = "0A"  # of /proc/net/tcp
LOOPBACK = ("0100007F", "00000000000000000000000001000000")


def check(site: Site, host: Host) -> list[Finding]:
    """Return the findings."""
    return [
        equal("websocket", *_own_socket(site)),
        *_foreign_socket(site, host),
        none_of("ports of Odoo open beyond this machine", _open_ports(host)),
        *_addresses(site, host),
        *_bundles(site, host),
        none_of("secrets in Odoo's log", _told(site, host)),
    ]


def shake_hands(visitor: Visitor, origin: str) -> tuple[str, str]:
    """Ask for a websocket; return the status line and the session cookie it was told to forget."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /websocket?version=19.0-2 HTTP/1.1",
        f"Host: localhost:{visitor.site.https}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Origin: {origin}",
        "Cookie: " + "; ".join(f"{name}={value}" for name, value in visitor.cookies.items()),
    ]
    with visitor.connect() as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        answer = connection.recv(4096).decode(errors="replace")
    return answer.split("\r\n", 1)[0], answer


def _own_socket(site: Site) -> tuple[str, str]:
    visitor = Visitor(site, "127.0.5.1").log_in("admin", PASSWORDS["admin"])
    line, _answer = shake_hands(visitor, site.url)
    return line.split(" ")[1], "101"


def _foreign_socket(site: Site, host: Host) -> list[Finding]:
    """A page of another site opens our websocket in the browser of somebody who is logged in."""
    visitor = Visitor(site, "127.0.5.2").log_in("admin", PASSWORDS["admin"])
    before = len(host.log.read_text(errors="replace"))
    line, _answer = shake_hands(visitor, "https://evil.example")
    time.sleep(1)
    said = host.log.read_text(errors="replace")[before:]
    is_downgraded = "Downgrading websocket session" in said
    still = visitor.ask("/odoo").status
    return [
        Finding(
            "websocket from a foreign page",
            f"{line.split(' ', 1)[-1]}; session {'taken away' if is_downgraded else 'KEPT'}",
            "refused, or without the session",
            is_downgraded or " 101 " not in line,
        ),
        equal("the visitor's own session afterwards", still, 200),
    ]


def _open_ports(host: Host) -> list[str]:
    """Return the addresses beyond loopback at which Odoo's ports listen, as the kernel says."""
    ports = {host.port, host.gevent_port}
    found = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            place, state = line.split()[1], line.split()[3]
            address, port = place.split(":")
            if state == LISTENING and int(port, 16) in ports and address not in LOOPBACK:
                found.append(place)
    return found


def _addresses(site: Site, host: Host) -> list[Finding]:
    """Log in with false claims about oneself; what was noted is the address of the connection."""
    visitor = Visitor(site, "127.0.5.3")
    form = visitor.ask("/web/login", headers=forwarded.CLAIMS)
    token = re.search(r'name="csrf_token" value="([^"]+)"', form.text)[1]
    body = f"csrf_token={token}&login=finance&password={PASSWORDS['finance']}".encode()
    content = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = visitor.ask("/web/login", body, {**forwarded.CLAIMS, **content})
    visitor.ask("/odoo", headers=forwarded.CLAIMS)
    rows = host.primary.sql("SELECT DISTINCT ip_address FROM res_device_log")
    known = {row[0] for row in rows}
    links = [text for text in (answer.one("Location"), form.text) if "evil.example" in text]
    return [
        equal("log-in noted with the address of the connection", "127.0.5.3" in known, True),
        none_of("claimed addresses believed", sorted(known & {"6.6.6.6"})),
        none_of("claimed host names in answers", links),
    ]


def _bundles(site: Site, host: Host) -> list[Finding]:
    """Forget all bundles, as an upgrade does, and be the first visitor."""
    visitor = Visitor(site, "127.0.5.4")
    page = visitor.ask("/web/login").text
    bundles = sorted(set(re.findall(r"/web/assets/[0-9a-f]{7,}/[^\"']+", page)))
    host.primary.sql("DELETE FROM ir_attachment WHERE url LIKE '/web/assets/%'")
    first = [visitor.ask(path) for path in bundles]
    again = [visitor.ask(path) for path in bundles]
    kept = [path for path in bundles if _cached(site, path)]
    forever = [answer for answer in again if "immutable" in answer.one("Cache-Control")]
    seen = f"{len(kept)} of {len(bundles)}"
    return [
        none_of("bundles missing for the first visitor", [a for a in first if a.status != 200]),
        Finding("bundles kept by nginx", seen, "all", kept == bundles != []),
        equal("bundles kept by browsers for ever", len(forever), len(bundles)),
        none_of("bundles sent with a cookie", [a for a in again if a.all("Set-Cookie")]),
    ]


def _cached(site: Site, path: str) -> bool:
    pattern = rf'"path":"{re.escape(path)}".*"cache":"HIT"'
    return bool(re.search(pattern, site.access_log.read_text()))


def _told(site: Site, host: Host) -> list[str]:
    log = host.log.read_text(errors="replace")
    return [word for word in (PASSWORDS["finance"] + "&", "csrf_token=") if word in log]
