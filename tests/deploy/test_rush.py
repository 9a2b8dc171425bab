"""In a rush 512 requests wait for Odoo, 48 of one visitor; the next is told so at once.

`make stack-check` cannot show it: the 640 people it sends are all served in time.
"""

import asyncio
import resource
import statistics

import pytest

from scripts.stack.checks import headers
from tests.deploy import crowd
from tests.deploy.stand_in import PAGE, SLOW

ALL = 512
ONE = 48
TOO_MANY = 128
FORM = b"quantity=1"
FILES = 4096  # who waits is two open files here: as visitor, and as one whom the stand-in serves


@pytest.fixture(autouse=True)
def many_files():
    """Let this process open as many connections as a rush has."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, FILES), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def addresses(count):
    """Return so many addresses of this machine."""
    return [f"127.20.{number // 250}.{number % 250 + 1}" for number in range(count)]


async def rush(people, waiting):
    """Let all ask at the same moment, every other with a form.

    :return: what they asked for, once each of them waits or has an answer
    """
    waiting.clear()
    asked = [
        asyncio.create_task(visitor.ask(f"{SLOW}{number}", FORM if number % 2 else None))
        for number, visitor in enumerate(people)
    ]
    await crowd.until(lambda: len(waiting) + sum(one.done() for one in asked) >= len(asked))
    return asked


def check_refusals(heard, page):
    """See that all have been told to come back, by a page as well guarded as another page."""
    for answer, _seconds in heard:
        assert (answer.status, answer.one("Retry-After")) == (503, "5")
        assert "现在访问的人太多" in answer.text
        assert answer.one("Cache-Control") == "no-store"
        for name in headers.ONCE:
            assert (name, answer.all(name)) == (name, page.all(name))
            assert len(page.all(name)) == 1


def typical_seconds(heard):
    """Return the median: on a busy machine a few wait for the processor."""
    return statistics.median(one.seconds for one in heard)


def served(heard):
    """Return how many got what they asked for."""
    return sum(one.answer.status == 200 and one.answer.text == PAGE for one in heard)


def test_beyond_512_everybody_is_told_at_once(site, odoo):
    async def visit():
        async with crowd.of(site, addresses(ALL + TOO_MANY)) as people:
            page, _seconds = await people[0].ask("/my")
            with odoo.holding() as waiting:
                asked = await rush(people, waiting)
                refused = [one for one, heard in zip(people, asked, strict=True) if heard.done()]
                assert (len(waiting), len(refused)) == (ALL, TOO_MANY)
                told = [heard.result() for heard in asked if heard.done()]
                again = [await visitor.ask(SLOW) for visitor in refused]
                check_refusals(told + again, page)
                assert typical_seconds(told) < 1, "all at the same moment"
                assert typical_seconds(again) < 0.25, "one after the other"
                assert {*waiting, *(one.address for one in refused)} == set(addresses(len(people)))
                assert len(waiting) == ALL
            assert served(await asyncio.gather(*asked)) == ALL

    asyncio.run(visit())


def test_beyond_48_one_visitor_is_told_and_others_are_served(site, odoo):
    async def visit():
        async with crowd.of(site, ["127.21.0.1"] * (ONE + 12) + ["127.21.0.2"]) as people:
            *people, other = people
            page, _seconds = await other.ask("/my")
            with odoo.holding() as waiting:
                asked = await rush(people, waiting)
                assert len(waiting) == ONE
                told = [heard.result() for heard in asked if heard.done()]
                assert len(told) == len(people) - ONE
                check_refusals(told, page)
                assert served([await other.ask("/my")]) == 1
            assert served(await asyncio.gather(*asked)) == ONE
            assert served([await visitor.ask("/my") for visitor in people]) == len(people)

    asyncio.run(visit())


def test_after_a_rush_there_is_room_for_as_many(site, odoo):
    async def visit():
        async with crowd.of(site, addresses(ALL + TOO_MANY)) as people:
            with odoo.holding() as waiting:
                asked = await rush(people, waiting)
            await asyncio.gather(*asked)
            assert served([await visitor.ask("/my") for visitor in people]) == len(people)
            with odoo.holding() as waiting:
                asked = await rush(people[TOO_MANY:], waiting)
                assert len(waiting) == ALL
            assert served(await asyncio.gather(*asked)) == ALL

    asyncio.run(visit())
