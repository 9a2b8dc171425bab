"""Goods that arrive, goods that go back, and who decides: in a browser, by phone and at a desk."""

import json
import time

import pytest

from scripts.screenshots.browser import Browser
from scripts.screenshots.pictures import DESKTOP, PHONE
from tests.demo.test_ordering_app import LOGIN, Phone

MY = "/my/distribution"
ACTION = "/odoo/action-distribution_order.distribution"
# 3G as Chrome's own developer tools imitate it.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
PATIENCE = 15  # seconds until goods can be ordered over such a connection


@pytest.fixture
def open_page(demo):
    """Return a function that opens a page as somebody, on a screen."""
    with Browser() as browser:

        def open_as(login, path, size=PHONE):
            held = Phone(browser, demo.url)
            held.log_in(login)
            browser.complaints.clear()
            browser.resize(*size, is_phone=size == PHONE)
            browser.send("Page.navigate", url=demo.url + path)
            held.wait("document.readyState === 'complete'")
            return held

        yield open_as


def is_narrow(page):
    """Tell whether nothing stands beyond the right edge of the screen."""
    return page.browser.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_what_is_missing_becomes_a_claim(size, open_page, as_user):
    def count():
        return as_user("admin").call("rma", "search_count", [("distribution_kind", "=", "short")])

    before = count()
    page = open_page(LOGIN, f"{MY}/deliveries", size)
    assert is_narrow(page)
    page.click("a:has(.text-bg-primary)")
    page.click("details summary")
    page.type("input[name^='short_']", "1")
    assert is_narrow(page)
    page.click("form[action$='/receive'] button.btn-primary")
    page.wait("document.querySelector('.text-bg-success')")
    assert count() == before + 1
    assert page.browser.complaints == []


def test_what_is_left_out_is_asked_for_and_nothing_is_lost(open_page):
    page = open_page(LOGIN, f"{MY}/returns/new")
    page.type("input[name^='quantity_']", "1")
    page.type("textarea[name='note']", "包装破损")
    page.browser.evaluate(
        "[...document.querySelectorAll('#reason_id option')]"
        ".find((one) => one.textContent.includes('需拍照')).selected = true"
    )
    page.browser.evaluate("document.querySelector(\"[name='wish']\").checked = true")
    page.click("form[action$='/returns/send'] button.btn-primary")
    page.wait("document.querySelector('.alert-warning[role=alert]')")
    assert "照片" in page.text(".alert-warning[role=alert]")
    for name, written in (("textarea[name='note']", "包装破损"), ("input[name^='quantity_']", "1")):
        value = f"document.querySelector({json.dumps(name)}).value"
        assert page.browser.evaluate(value) == written
    assert is_narrow(page)


@pytest.mark.parametrize(
    ("action", "size"),
    [
        ("_order_approval_action", PHONE),
        ("_order_approval_action", DESKTOP),
        ("_return_approval_action", PHONE),
    ],
    ids=["orders-phone", "orders-desk", "returns-phone"],
)
def test_manager_decides_with_one_tap(action, size, open_page):
    page = open_page("manager", ACTION + action, size)
    cards = ".o_kanban_record button[name='action_distribution_approve']"
    page.wait(f"document.querySelector({json.dumps(cards)})")
    count = f"document.querySelectorAll({json.dumps(cards)}).length"
    before = page.browser.evaluate(count)
    page.click(cards)
    page.wait(f"{count} === {before} - 1")
    assert page.browser.complaints == []


def test_goods_can_be_ordered_over_a_slow_connection(open_page):
    page = open_page(LOGIN, MY)
    page.browser.send("Network.emulateNetworkConditions", **SLOW)
    started = time.monotonic()
    page.browser.send("Page.navigate", url=f"{page.url}{MY}/order")
    page.wait("document.querySelector('.o_ordering_add')")
    took = time.monotonic() - started
    print(f"slow connection, nothing kept: {took:.1f} s until goods can be ordered")
    assert took < PATIENCE
    page.click(".o_ordering_add")
    page.wait("document.querySelector('.o_ordering_bar')")
