"""A virtual distributor: a browser of its own, its own data, and a memory of what it has seen."""

import asyncio
import json
import re
import time
import uuid
from http import HTTPStatus

import aiohttp

APP = "/my/distribution/order"
ORDERS = "/my/distribution/orders"
STATEMENTS = "/my/distribution/statements"
SECONDS = 60
DOUBLE_CLICKS = 0.1  # share of orders that are sent twice at the same moment
MOST_KNOWN = 200
LINKS = {
    ORDERS: re.compile(rf'href="{ORDERS}/(\d+)"'),
    STATEMENTS: re.compile(rf'href="{STATEMENTS}/(\d+)[?"]'),
}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
REFUSED = "cannot be verified"


class WrongAnswerError(Exception):
    """An answer that is not what a distributor must see."""


def place(path):
    """Return which page an address leads to, whichever record it shows.

    >>> place("/my/distribution/orders/12?page=2")
    '/my/distribution/orders/n'
    """
    return re.sub(r"/\d+", "/n", path.split("?")[0])


def expect(condition, what):
    """Refuse an answer.

    :raise WrongAnswerError: when the condition does not hold
    """
    if not condition:
        raise WrongAnswerError(what)


class Visitor:
    """One distributor's portal user.

    :ivar taken: what was ordered, {key: {"lines": {product id: quantity}, "order": id or None}}
    """

    def __init__(self, number, login, rng, browser):
        """Take who it is.

        :param aiohttp.ClientSession browser: with cookies and a connection of its own
        """
        self.number = number
        self.login = login
        self.rng = rng
        self.browser = browser
        self.heard = []
        self.state = {}
        self.goods = {}
        self.pages = 1
        self.known = {ORDERS: [], STATEMENTS: []}
        self.tags = {}
        self.taken = {}

    # === REQUESTS === #

    async def ask(self, kind, path, *, data=None, status=HTTPStatus.OK):
        """Send one request, note how long it took, and return the text of the answer."""
        start = time.monotonic()
        error = None
        try:
            return await self._send(path, data, status)
        except (TimeoutError, aiohttp.ClientError, WrongAnswerError) as problem:
            error = f"{type(problem).__name__}: {problem}"[:200]
            raise
        finally:
            self.heard.append((start, kind, time.monotonic() - start, error))

    async def _send(self, path, data, status):
        """Ask like a browser: what it has already is not sent again."""
        kept = self.tags.get(path) if data is None else None
        headers = {"If-None-Match": kept[0]} if kept else {}
        method = "GET" if data is None else "POST"
        async with self.browser.request(
            method, path, data=data, headers=headers, allow_redirects=False
        ) as answer:
            text = await answer.text()
            if kept and answer.status == HTTPStatus.NOT_MODIFIED:
                return kept[1]
            expect(answer.status == status, f"{place(path)}: status {answer.status}")
            if "ETag" in answer.headers and data is None:
                self.tags[path] = (answer.headers["ETag"], text)
            return text

    async def ask_json(self, kind, path, **options):
        """Return the answer of one of the app's routes."""
        return json.loads(await self.ask(kind, f"{APP}/{path}", **options))

    # === ARRIVAL === #

    async def arrive(self):
        """Open the app and look around, so that there is something to open later."""
        self.state = await self.ask_json("arrive", "state")
        expect(self.state["can_order"], "may not order")
        await self.look_at_catalogue(kind="arrive")
        await self.list_orders(kind="arrive")
        await self._learn(STATEMENTS, "arrive")

    async def sign_in(self, password):
        """Sign in with login and password, as a new browser."""
        self.browser.cookie_jar.clear()
        self.tags.clear()
        page = await self.ask("login page", "/web/login")
        form = {"login": self.login, "password": password, "csrf_token": TOKEN.search(page)[1]}
        await self.ask("login", "/web/login", data=form, status=HTTPStatus.SEE_OTHER)
        self.state = await self.ask_json("login page", "state")
        expect(self.state["can_order"], "signed in as somebody else")

    # === WHAT DISTRIBUTORS DO === #

    async def look_at_catalogue(self, kind="catalogue"):
        """Open a page of the catalogue."""
        page = self.rng.randint(1, self.pages)
        data = await self.ask_json(kind, f"catalogue?page={page}")
        expect(data["page"] == page and data["products"], "an empty page of the catalogue")
        expect(all(row["price"] > 0 for row in data["products"]), "goods without a price")
        self.pages = data["pages"]
        self.goods.update((row["id"], row) for row in data["products"])
        while len(self.goods) > MOST_KNOWN:
            self.goods.pop(next(iter(self.goods)))

    async def search(self):
        """Look for goods by a part of their name."""
        words = f"paint {self.rng.randint(0, 9)}"
        data = await self.ask_json("search", f"catalogue?q={words.replace(' ', '%20')}")
        found = [f"{row['name']} {row['code']}" for row in data["products"]]
        expect(
            found and all(word in text for word in words.split() for text in found),
            f"wrong goods for {words}",
        )

    async def ask_availability(self):
        """Ask whether what was looked at can be had."""
        ids = self._choose_goods(20)
        data = await self.ask_json("availability", f"availability?ids={','.join(map(str, ids))}")
        expect(set(data["availability"]) == set(map(str, ids)), "availability of other goods")

    async def open_home(self):
        """Open the first page."""
        page = await self.ask("home", "/my/distribution")
        expect("o_distribution_navigation" in page, "no home page")

    async def list_orders(self, kind="order list"):
        """Open the list of orders."""
        await self._learn(ORDERS, kind)

    async def open_order(self):
        """Open one of the own orders."""
        await self._open(ORDERS, "order", "o_distribution_steps")

    async def open_statement(self):
        """Open one of the own statements."""
        await self._open(STATEMENTS, "statement", "o_distribution_statement_line")

    async def change_cart(self):
        """Put something into the cart."""
        lines = self._choose_lines(2)
        data = await self.ask_json("cart", "cart", data=self._form(lines=lines))
        expect(
            all(data["lines"].get(str(row["id"])) == row["quantity"] for row in lines),
            "the cart is another one",
        )

    async def submit(self):
        """Order three lines; some press the button twice."""
        key, lines = str(uuid.UUID(int=self.rng.getrandbits(128), version=4)), self._choose_lines(3)
        taken = {"lines": {row["id"]: row["quantity"] for row in lines}, "order": None}
        self.taken[key] = taken
        form = {"key": key, **self._form(lines=lines)}
        times = 2 if self.rng.random() < DOUBLE_CLICKS else 1
        answers = await asyncio.gather(
            *(self.ask_json("submit", "submit", data=form) for _time in range(times))
        )
        expect(all(one["result"] == "ordered" for one in answers), f"not ordered: {answers}"[:150])
        ids = {one["order"]["id"] for one in answers}
        expect(len(ids) == 1, "two orders for one")
        taken["order"] = ids.pop()

    # === HELPERS === #

    async def _learn(self, base, kind):
        page = await self.ask(kind, base)
        found = list(dict.fromkeys(LINKS[base].findall(page)))
        expect("o_distribution_navigation" in page, f"{base}: not the list")
        self.known[base] = found

    async def _open(self, base, kind, sign):
        if not self.known[base]:  # nothing was earned last month
            await self._learn(base, kind)
            return
        page = await self.ask(kind, f"{base}/{self.rng.choice(self.known[base])}")
        expect(sign in page, f"{base}: not the page of one")

    def _choose_goods(self, count):
        return self.rng.sample(sorted(self.goods), min(count, len(self.goods)))

    def _choose_lines(self, count):
        lines = []
        for product_id in self._choose_goods(count):
            card = self.goods[product_id]
            step = max(card.get("step") or 1, 1)
            quantity = max(card.get("min") or 1, step) * self.rng.randint(1, 3)
            lines.append({"id": product_id, "quantity": quantity, "price": card["price"]})
        return lines

    def _form(self, lines):
        return {"lines": json.dumps(lines), "csrf_token": self.state["csrf"]}
