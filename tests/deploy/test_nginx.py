"""The production files of nginx hold what they promise, in front of a stand-in for Odoo.

`make stack-check` does the same and more in front of Odoo itself.
"""

import pytest

from scripts import server
from scripts.problem import Problem
from scripts.stack import nginx
from scripts.stack.checks import doors, files, forwarded, headers, transport
from scripts.stack.visitor import Visitor

# One of each kind; all of them are for `make stack-check`.
DOORS = tuple(door for door in doors.LIMITED if door[3] < 20) + doors.LIMITED[:1]


def missed(findings) -> list[str]:
    """Return what is not as it should be."""
    return [f"{finding.figure}: {finding.seen}" for finding in findings if not finding.is_met]


def test_tls(site):
    assert missed(transport.check(site)) == []


def test_headers_and_cookies(site):
    assert missed(headers.check(site)) == []


def test_closed_and_limited_doors(site):
    assert missed(doors.check(site, limited=DOORS)) == []


def test_files_come_from_the_disk(site):
    assert missed(files.check(site)) == []


def test_odoo_learns_the_real_address(site, odoo):
    Visitor(site, "127.0.6.1").ask("/whoami", headers=forwarded.CLAIMS)
    seen = next(sent for _method, path, sent in odoo.arrived if path == "/whoami")
    assert forwarded.wrong(seen, "127.0.6.1", f"localhost:{site.https}") == []


def test_the_stricter_policy_of_pictures_stays(site):
    answer = Visitor(site).ask("/web/image/1")
    assert answer.all("Content-Security-Policy") == ["default-src 'none'"]


def test_bundles_are_kept_without_cookies(site, odoo):
    path = "/web/assets/0123abc/web.assets.js"
    for _visit in range(3):
        answer = Visitor(site).ask(path)
        assert "immutable" in answer.one("Cache-Control")
        assert answer.all("Set-Cookie") == []
    asked = [sent for _method, asked, sent in odoo.arrived if asked == path]
    assert len(asked) == 1, "nginx keeps the bundle"
    assert "cookie" not in {name.lower() for name, _value in asked[0]}


def test_readable_page_while_odoo_is_away(tmp_path):
    away = server.free_port()
    with nginx.serving(away, away, folder=tmp_path / "nginx") as site:
        answer = Visitor(site).ask("/my")
    assert answer.status == 502
    assert answer.one("Retry-After") == "10"
    assert "系统正在重启" in answer.text


def test_a_file_that_changed_is_noticed(tmp_path):
    site = nginx.render(1, 2, folder=tmp_path / "nginx")
    file = site.folder / "distribution" / "headers.conf"
    file.write_text(file.read_text().replace("always;", "allways;", 1))
    with pytest.raises(Problem, match="does not like"):
        nginx.check(site)
