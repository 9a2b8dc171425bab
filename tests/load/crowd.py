"""All virtual distributors together: they come one after the other, think, and do something.

A closed loop: who waits for an answer does not ask for the next thing. Each has an address of its
own (127.x.y.z is all this machine), because the web server limits what one address may do.
"""

import asyncio
import random
import ssl
import time
from contextlib import suppress

import aiohttp

from tests.load.sizes import PASSWORD
from tests.load.visitor import SECONDS, Visitor, WrongAnswerError

# Of a hundred requests; `performance.md` says why these.
MIX = {
    "look_at_catalogue": 30,
    "search": 15,
    "ask_availability": 10,
    "open_home": 10,
    "list_orders": 10,
    "open_order": 8,
    "open_statement": 5,
    "change_cart": 7,
    "submit": 3,
    "sign_in": 2,
}
PASSWORDS_AT_ONCE = 2
EXPECTED = (TimeoutError, aiohttp.ClientError, WrongAnswerError)


class Crowd:
    """The visitors of one run.

    :ivar began: when all had come and the measured time began, None before
    """

    def __init__(self, asked):
        """Take whom to visit.

        :param asked: dict with `url`, `certificate` (path of the authority to trust), `logins`,
            `seed`
        """
        self.url = asked["url"]
        self.trust = ssl.create_default_context(cafile=asked["certificate"])
        self.seed = asked["seed"]
        self.visitors = [self._make(number, login) for number, login in enumerate(asked["logins"])]
        self.began = None

    def _make(self, number, login):
        address = f"127.{1 + number // 65536}.{number // 256 % 256}.{number % 256 or 1}"
        connector = aiohttp.TCPConnector(
            local_addr=(address, 0), limit=4, keepalive_timeout=60, ssl=self.trust
        )
        browser = aiohttp.ClientSession(
            self.url,
            connector=connector,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            timeout=aiohttp.ClientTimeout(total=SECONDS),
        )
        return Visitor(number, login, random.Random(f"{self.seed}-{number}"), browser)

    async def sign_in(self):
        """Let everybody have a session, as phones have that were used yesterday too."""
        turn = asyncio.Semaphore(PASSWORDS_AT_ONCE)

        async def come(visitor):
            async with turn:
                await visitor.sign_in(PASSWORD)

        await asyncio.gather(*map(come, self.visitors))
        self.forget()

    def forget(self):
        """Begin the next visit with what people have in their heads, but nothing to report."""
        for visitor in self.visitors:
            visitor.heard.clear()
            visitor.taken.clear()

    async def visit(self, size, on_steady=None):
        """Come within the ramp, stay for the measured time.

        :param on_steady: called when the measured time begins
        """
        start = time.monotonic()
        self.began = start + size.ramp
        end = self.began + size.steady
        tasks = [
            asyncio.create_task(
                self._live(visitor, start + size.ramp * index / len(self.visitors), end, size.think)
            )
            for index, visitor in enumerate(self.visitors)
        ]
        await _sleep_until(self.began)
        if on_steady:
            on_steady()
        await asyncio.gather(*tasks)

    async def leave(self):
        """Close all connections."""
        await asyncio.gather(*(visitor.browser.close() for visitor in self.visitors))

    async def _live(self, visitor, moment, end, think):
        await _sleep_until(moment)
        with suppress(*EXPECTED):  # is counted where it was noted
            await visitor.arrive()
        rng = visitor.rng
        while time.monotonic() + (pause := rng.expovariate(1 / think)) < end:
            await asyncio.sleep(pause)
            [name] = rng.choices(list(MIX), MIX.values())
            with suppress(*EXPECTED):
                await getattr(visitor, name)(*([PASSWORD] if name == "sign_in" else []))


async def _sleep_until(moment):
    await asyncio.sleep(max(0.0, moment - time.monotonic()))
