"""The checks of this folder bite: a page that escapes nothing is found out, payload by payload."""

import pytest

from .attack import Attack
from .payloads import PAYLOADS, Payload
from .watcher import LOOK

# These need an element, an attribute, a header or a sheet to be dangerous.
NOT_HTML = {"formula", "header", "path", "query", "template"}
# Escaped once already, or in signs that only look like those of HTML: text wherever they stand.
STAYS_TEXT = ("%3C", "&lt;", "&#60;", "\\u003c", "＜", "<listing>")


@pytest.fixture
def reader(window):
    """Return an attack without a server."""
    return Attack(window, "http://localhost:1", "none")


def is_html(payload: Payload) -> bool:
    return (
        "xss-canary" in payload.text
        and payload.kind not in NOT_HTML
        and not payload.text.startswith(STAYS_TEXT)
    )


def find_blind(reader, page, payloads):
    """Return the payloads that stand in a page unescaped without being found."""
    return [
        payload.text
        for payload in payloads
        if not reader.read(page.format(payload.written_to("m.f")))["told"]
    ]


def test_every_element_is_found_when_a_page_escapes_nothing(reader):
    payloads = [payload for payload in PAYLOADS if is_html(payload)]
    assert len(payloads) > 40
    contexts = {
        "<p>{}</p>": "text",
        "<title>{}</title>": "title",
        "<style>{}</style>": "style",
        "<textarea>{}</textarea>": "textarea",
        "<script>x = '{}'</script>": "script",
        '<input value="{}">': "double quoted",
        "<input value='{}'>": "single quoted",
    }
    blind = {name: find_blind(reader, page, payloads) for page, name in contexts.items()}
    assert len(blind["text"]) <= 4, blind["text"]  # closes what is not open, runs in a worker …
    for name, missed in blind.items():
        assert len(missed) < len(payloads), f"nothing breaks out of {name}"


def test_every_link_is_found_when_a_page_takes_any_address(reader):
    payloads = [payload for payload in PAYLOADS if payload.kind == "link"]
    assert find_blind(reader, '<a href="{}">x</a>', payloads) == []


def test_evaluated_template_is_found(reader):
    assert reader.read(f"<p>{1337 * 7331}</p>")["told"] == ["template: evaluated"]


def test_what_is_escaped_is_not_accused(reader):
    for payload in PAYLOADS:
        text = payload.written_to("m.f")
        safe = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
        page = f'<p title="{safe}">{safe}</p><textarea>{safe}</textarea>'
        assert reader.read(page)["told"] == []


def test_payload_that_runs_is_counted(reader):
    window = reader.browser
    window.send("Page.navigate", url="data:text/html,<p>page</p>")
    reader.settle()
    window.evaluate("document.body.innerHTML = '<img src=x onerror=\"__xss(`m.f`)\">'")
    reader.settle()
    assert "ran: m.f" in window.evaluate(LOOK)["told"]
