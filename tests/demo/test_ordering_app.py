"""The ordering app in a browser, as a distributor holds it: ordering, offline, for everybody."""

import importlib.util
import json
import time
import urllib.request
from functools import cached_property
from pathlib import Path

import pytest
import websocket

from scripts.demo_company.logins import PASSWORDS
from scripts.demo_company.names import TIME_ZONE
from scripts.screenshots.browser import Browser
from scripts.screenshots.pictures import DESKTOP, PHONE
from scripts.web_session import WebSession
from tests.demo.cart_cases import LOGIC
from tests.demo.conftest import DATABASE

APP = "/my/distribution/order"
LOGIN = "distributor"
SECONDS = 20
SMALLEST = (360, 740)
LONGEST_PAINT = 1000  # ms, of a page whose assets are made
# axe-core, as a package for Python brings it.
AXE = Path(importlib.util.find_spec("axe_core_python").origin).with_name("axe.min.js")
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}"
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
CODES = "[...document.querySelectorAll('.o_ordering_card .o_ordering_code > :first-child')]"


class Phone:
    """A browser on the app, and what a thumb does with it."""

    def __init__(self, browser, url):
        self.browser, self.url = browser, url

    def log_in(self, login=LOGIN):
        """Begin a session in Chinese."""
        session = WebSession(self.url, DATABASE).login(login, PASSWORDS[login])
        self.browser.live_in("zh-CN", TIME_ZONE)
        self.browser.set_cookies(
            self.url, session_id=session.session_id, frontend_lang="zh_CN", tz=TIME_ZONE
        )

    def open(self, size=PHONE, address=APP):
        """Open the app and wait until goods are there."""
        self.browser.complaints.clear()
        self.browser.resize(*size, is_phone=size[0] < 600)
        # not `Browser.open`: what a service worker loads is never seen to have come
        self.browser.send("Page.navigate", url="about:blank")
        self.browser.send("Page.navigate", url=self.url + address)
        self.wait("document.querySelectorAll('.o_ordering_card').length > 5")

    def wait(self, condition):
        """Wait until a condition of the page holds."""
        deadline = time.monotonic() + SECONDS
        while not self.browser.evaluate(f"Boolean({condition})"):
            assert time.monotonic() < deadline, condition
            time.sleep(0.1)

    def click(self, selector):
        """Press what is there, as soon as it is there and would answer a thumb."""
        found = f"document.querySelector({json.dumps(selector)})"
        # a page on a busy machine enables a button some frames after what was typed
        self.wait(f"{found} && !{found}.disabled")
        self.browser.evaluate(f"{found}.click()")

    def type(self, selector, text):
        """Write into a field."""
        self.wait(f"document.querySelector({json.dumps(selector)})")
        self.browser.evaluate(
            f"""(() => {{
                const field = document.querySelector({json.dumps(selector)});
                field.value = {json.dumps(text)};
                for (const name of ["input", "change"]) {{
                    field.dispatchEvent(new Event(name, {{ bubbles: true }}));
                }}
            }})()"""
        )

    def text(self, selector):
        """Return what stands there."""
        return self.browser.evaluate(
            f"document.querySelector({json.dumps(selector)})?.textContent.trim()"
        )

    def cut(self, is_cut=True):
        """Take the connection away from page and service worker, or give it back."""
        values = {"offline": is_cut, "latency": 0}
        values |= {"downloadThroughput": -1, "uploadThroughput": -1}
        self.browser.send("Network.emulateNetworkConditions", **values)
        for number, method in enumerate(("enable", "emulateNetworkConditions")):
            params = values if number else {}
            self._worker.send(
                json.dumps({"id": number, "method": f"Network.{method}", "params": params})
            )
            while json.loads(self._worker.recv()).get("id") != number:
                pass

    @cached_property
    def _worker(self):
        """Return the socket of the service worker, which is a target of its own."""
        port = Path(self.browser.profile.name, "DevToolsActivePort").read_text().split()[0]
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:  # noqa: S310
            targets = json.load(answer)
        url = next(
            target["webSocketDebuggerUrl"]
            for target in targets
            if target["type"] == "service_worker"
        )
        return websocket.create_connection(url, timeout=SECONDS)

    def find_violations(self):
        """Return what axe-core finds serious or worse."""
        self.browser.evaluate(AXE.read_text() + "; undefined")
        found = self.browser.evaluate(
            f"axe.run(document, {RULES}).then((result) => JSON.stringify(result.violations.map("
            "(one) => [one.impact, one.id, one.nodes.map((node) => node.html.slice(0, 120))])))"
        )
        return [one for one in json.loads(found) if one[0] in ("serious", "critical")]


@pytest.fixture
def phone(demo):
    with Browser() as browser:
        held = Phone(browser, demo.url)
        held.log_in()
        yield held


@pytest.fixture
def orders(as_user):
    """Return a function that counts the orders that were made in the app."""
    return lambda: as_user("admin").call(
        "sale.order", "search_count", [("distribution_cart_key", "!=", False)]
    )


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desk"])
def test_search_cart_and_order(size, phone, orders):
    before = orders()
    phone.open(size)
    phone.type("#ordering_search", "nqnsnz")
    phone.wait(f"{CODES}.map((one) => one.textContent).join() === 'NZ2001'")
    phone.click(".o_ordering_add")
    phone.click(".o_ordering_quantity button:last-child")
    phone.wait("document.querySelector('.o_ordering_quantity input').value === '10'")
    phone.click(".o_ordering_bar")
    phone.type("#ordering_note", "周三前送到")
    phone.wait("document.querySelector('#ordering_address').value")
    phone.click(".o_ordering_submit")
    phone.wait("document.querySelector('.o_ordering_done')")
    assert orders() == before + 1
    assert phone.browser.complaints == []


def test_cart_survives_reload_and_goods_are_there_offline(phone, orders):
    before = orders()
    phone.open()
    phone.wait("navigator.serviceWorker.controller")
    phone.open()  # what is seen with the worker at work is kept
    phone.click(".o_ordering_add")
    phone.wait("document.querySelector('.o_ordering_bar')")
    time.sleep(2)  # the worker has put the page away
    phone.cut()
    phone.browser.send("Page.reload")
    phone.wait("document.querySelectorAll('.o_ordering_card').length > 5")
    phone.wait("document.querySelector('.o_ordering_bar')")
    phone.wait("document.body.textContent.includes('当前离线')")
    phone.click(".o_ordering_bar")
    phone.wait("document.querySelector('.o_ordering_submit').disabled")
    phone.cut(is_cut=False)
    phone.wait("!document.querySelector('.o_ordering_submit').disabled")
    time.sleep(1)
    assert orders() == before  # nothing goes by itself
    phone.click(".o_ordering_submit")
    phone.wait("document.querySelector('.o_ordering_done')")
    assert orders() == before + 1


def test_another_device_goes_on_with_the_cart(phone, demo):
    phone.open()
    phone.click(".o_ordering_products > li:nth-child(3) .o_ordering_add")
    time.sleep(2)
    total = phone.text(".o_ordering_bar b")
    with Browser() as browser:
        other = Phone(browser, demo.url)
        other.log_in()
        other.open(DESKTOP)
        other.wait(f"document.querySelector('.o_ordering_bar b')?.textContent === '{total}'")


def test_whoever_logs_in_next_sees_nothing_of_the_one_before(phone):
    phone.open()
    phone.wait("navigator.serviceWorker.controller")
    phone.open()
    phone.click(".o_ordering_add")
    phone.wait("document.querySelector('.o_ordering_bar')")
    keys = "Object.keys(localStorage).filter((key) => key.startsWith('distribution-ordering'))"
    assert phone.browser.evaluate(f"{keys}.length")
    phone.browser.send("Page.navigate", url=f"{phone.url}/my/distribution/me")
    phone.wait(
        "document.querySelector('.o_distribution_navigation') && document.readyState === 'complete'"
    )
    phone.browser.evaluate(
        "document.addEventListener('click', (event) => event.preventDefault(), true)"
    )
    press = "document.querySelector(\"a[href^='/web/session/logout']\").click()"
    phone.wait(f"({press}, !{keys}.length)")  # the page's scripts come after it
    names = "caches.keys().then((all) => all.filter((one) => one.startsWith('distribution-')))"
    deadline = time.monotonic() + SECONDS
    while phone.browser.evaluate(f"{names}.then((all) => all.length)"):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_quick_order_keeps_bad_lines_with_their_reason(phone):
    phone.open()
    phone.click("#ordering_tab_quick")
    phone.type("#ordering_text", "FS1001 3\nNZ2001 7\nXX9999 1\nFS1002")
    phone.click(".o_ordering_main")
    phone.wait("document.querySelectorAll('.o_ordering_bad > li').length === 3")
    assert phone.browser.evaluate("document.querySelector('#ordering_text').value") == (
        "NZ2001 7\nXX9999 1\nFS1002"
    )
    reasons = phone.text(".o_ordering_bad")
    for part in ("不是 5 的倍数", "没有编码为 XX9999 的产品", "FS1002 后面缺少数量"):
        assert part in reasons
    phone.click(".o_ordering_bad .o_ordering_pack:last-child")
    phone.wait("document.querySelectorAll('.o_ordering_bad > li').length === 2")


@pytest.mark.parametrize("size", [SMALLEST, PHONE, DESKTOP], ids=["360", "390", "desk"])
def test_everybody_can_use_it(size, phone):
    phone.open(size)
    phone.click(".o_ordering_add")
    found = {"catalogue": phone.find_violations()}
    for tab in ("usual", "quick"):
        phone.click(f"#ordering_tab_{tab}")
        time.sleep(1)
        found[tab] = phone.find_violations()
    phone.click(".o_ordering_bar")
    phone.click(".o_ordering_link")
    phone.wait("document.querySelector('#ordering_fresh_name')")
    found["cart"] = phone.find_violations()
    assert {place: faults for place, faults in found.items() if faults} == {}
    assert phone.browser.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_shows_at_once(phone):
    phone.open()
    phone.open()
    assert phone.browser.evaluate(FIRST_PAINT) <= LONGEST_PAINT


def test_it_can_be_installed(phone):
    phone.open()
    phone.wait("navigator.serviceWorker.controller")
    manifest = phone.browser.send("Page.getAppManifest")
    assert manifest["errors"] == []
    data = json.loads(manifest["data"])
    assert (data["start_url"], data["scope"]) == (APP, "/my/distribution/")
    assert {icon["sizes"] for icon in data["icons"]} == {"192x192", "512x512"}


def test_cart_keeps_its_rules(phone):
    phone.open()
    load = "const cart = odoo.loader.modules.get('@distribution_order/ordering/cart');"
    for call, answer in LOGIC:
        found = phone.browser.evaluate(f"(() => {{ {load} return {call} }})()")
        assert found == answer, call
