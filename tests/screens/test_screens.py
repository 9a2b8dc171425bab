"""The short form: what the server writes is read whole, of the web client's views a part is opened.

`make screen-attacks` opens all of them.
"""

import pytest

# Fields that no demo record has, or that cannot hold a payload: the form or the database refuses.
FEWEST_FIELDS = 340
FEWEST_MAILS = 30
# One action of each kind of view, spread over our menus.
EACH = 16
CARDS = "document.querySelectorAll('.o_ordering_card').length"
TOO_WIDE = """[...document.querySelectorAll(".o_ordering_card")].filter(
    (card) => card.scrollWidth > card.clientWidth + 1
).length"""


def test_payloads_stand_in_every_field(hostile):
    written = [
        name for name, count in hostile["fields"].items() if isinstance(count, int) and count
    ]
    empty = [name for name, count in hostile["fields"].items() if count == 0]
    assert len(written) >= FEWEST_FIELDS
    assert [name for name in empty if not name.startswith("distribution.erp.")] == []


@pytest.mark.parametrize("login", [None, "distributor", "admin"])
def test_pages_show_hostile_texts_as_texts(login, hostile, attack):
    for page in hostile["pages"]:
        if page["login"] == login:
            attack.read_page(login, page["path"])
    assert attack.result.with_payloads > 3
    assert attack.result.findings == []
    assert attack.result.not_shown == []


def test_papers_show_hostile_texts_as_texts(hostile, attack):
    for path in hostile["reports"][::4]:
        attack.read_page("admin", path, "report")
    assert attack.result.findings == []


def test_mails_show_hostile_texts_as_texts(hostile, attack):
    assert len(hostile["mails"]) >= FEWEST_MAILS
    for mail in hostile["mails"]:
        attack.result.count("mail", mail["name"], attack.read(mail["body"]))
        assert mail["heads"] == []
    assert attack.result.findings == []


def test_views_show_hostile_texts_as_texts(hostile, attack):
    attack.enter_back_office()
    for action in hostile["actions"][::EACH]:
        for view in action["views"][:2]:
            records = action["records"][:1] if view == "form" else [None]
            for record in records:
                attack.show(action, view, record)
    assert attack.result.with_payloads > 4
    assert attack.result.findings == []


def test_pages_run_nothing_when_they_are_opened(hostile, attack):
    for path in ("/my/distribution", "/my/distribution/order", "/my/orders"):
        attack.log_in("distributor")
        attack.open_page("distributor", path)
    assert attack.result.findings == []


def test_goods_with_endless_names_stay_in_their_cards(hostile, attack):
    attack.log_in("distributor")
    attack.open_page("distributor", "/my/distribution/order")
    assert attack.browser.evaluate(CARDS) > 0
    assert attack.browser.evaluate(TOO_WIDE) == 0
