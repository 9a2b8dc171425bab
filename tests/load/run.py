"""The visitors' own process: what to do comes as JSON on standard input, what was seen goes out.

They run on uvloop, as aiohttp advises: whoever measures on the same machine must be light.
"""

import dataclasses
import json
import sys
import time

import psycopg2
import uvloop

from tests.load import books, figures
from tests.load.crowd import Crowd
from tests.load.processors import Processors
from tests.load.sizes import SIZES


def main():
    """Sign in once; visit at each pace, compare the books, tell in a line."""
    asked = json.load(sys.stdin)
    connection = psycopg2.connect(**asked["connection"])
    connection.autocommit = True
    uvloop.run(visit(asked, connection.cursor()))


async def visit(asked, cursor):
    """Let everybody sign in, then come and stay, once for each pace."""
    crowd = Crowd(asked)
    try:
        await crowd.sign_in()
        print("all have a session", file=sys.stderr, flush=True)
        for think in asked["paces"]:
            size = dataclasses.replace(SIZES[asked["size"]], think=think)
            print(json.dumps(await measure(crowd, size, cursor, asked["programs"])), flush=True)
            crowd.forget()
    finally:
        await crowd.leave()


async def measure(crowd, size, cursor, programs):
    """Return what was seen of one visit, and whether the books hold."""
    before, watch, spent = books.last_order(cursor), Processors(programs), []

    def begin():
        watch.start()
        spent.append(time.process_time())

    await crowd.visit(size, begin)
    own = time.process_time() - spent[0]
    heard = figures.collect(crowd.visitors, crowd.began, size.steady)
    return {
        "think": size.think,
        "visitors": len(crowd.visitors),
        "ramp": size.ramp,
        "seconds": size.steady,
        "rows": figures.tabulate(heard, size.steady),
        "p95": figures.p95(heard),
        "minutes": figures.by_minute(crowd.visitors, crowd.began, size.steady),
        "errors": figures.count_errors(crowd.visitors),
        "orders": sum(len(visitor.taken) for visitor in crowd.visitors),
        "wrong": books.compare(cursor, crowd.visitors, before),
        "cores": {**watch.end(), "generator": own / size.steady},
    }


if __name__ == "__main__":
    main()
