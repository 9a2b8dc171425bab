"""Every place where HTML is made, or passed on unescaped, is known and has a reason."""

from pathlib import Path

from .raw_html import HTML_NAMES, RAW, find_places

ALLOWED = Path(__file__).with_name("raw_html_allowed.txt")


def read_allowed():
    """Return {(file, line): reason}."""
    allowed, reason = {}, ""
    for line in ALLOWED.read_text().splitlines():
        if line.startswith("# "):
            reason = line.removeprefix("# ")
        elif line:
            path, _bar, text = line.partition(" | ")
            allowed[path, text] = reason
    return allowed


def test_every_place_that_makes_html_has_a_reason():
    allowed = read_allowed()
    found = set(find_places())
    assert sorted(found - allowed.keys()) == [], "new: write it into raw_html_allowed.txt"
    assert sorted(allowed.keys() - found) == [], "gone: take it out of raw_html_allowed.txt"
    assert all(allowed.values())


def test_what_makes_html_is_noticed():
    for line in (
        "Markup(name)",
        "box.innerHTML = name",
        "fields.Html(sanitize=False)",
        '<t t-raw="x"/>',
        "markup(text)",
        'el.insertAdjacentHTML("beforeend", text)',
    ):
        assert RAW.search(line), line
    for expression in ("record.description", "doc.note or ''", "partner.comment"):
        assert HTML_NAMES.search(expression), expression
    assert not HTML_NAMES.search("partner.name")
