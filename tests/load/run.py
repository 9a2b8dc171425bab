"""The visitors' own process: what to do comes as JSON on standard input, what was seen goes out."""

import asyncio
import dataclasses
import json
import sys
import time

import psycopg2

from tests.load import books, figures
from tests.load.crowd import Crowd
from tests.load.processors import Processors
from tests.load.sizes import SIZES


def main():
    """Visit, compare the books, tell."""
    asked = json.load(sys.stdin)
    size = dataclasses.replace(SIZES[asked["size"]], think=asked["think"])
    connection = psycopg2.connect(**asked["connection"])
    connection.autocommit = True
    cursor = connection.cursor()
    before = books.last_order(cursor)
    watch = Processors(asked["programs"])
    crowd, own = asyncio.run(visit(asked, size, watch))
    cores = {**watch.end(), "generator": own / size.steady}
    heard = figures.collect(crowd.visitors, crowd.began, size.steady)
    json.dump(
        {
            "visitors": len(crowd.visitors),
            "ramp": size.ramp,
            "seconds": size.steady,
            "rows": figures.tabulate(heard, size.steady),
            "p95": figures.p95(heard),
            "errors": figures.count_errors(crowd.visitors),
            "orders": sum(len(visitor.taken) for visitor in crowd.visitors),
            "wrong": books.compare(cursor, crowd.visitors, before),
            "cores": cores,
        },
        sys.stdout,
    )


async def visit(asked, size, watch):
    """Let everybody sign in, come and stay.

    :return: the crowd, and the generator's own seconds of a processor
    """
    crowd, spent = Crowd(asked), []

    def begin():
        watch.start()
        spent.append(time.process_time())

    try:
        await crowd.sign_in()
        print("all have a session", file=sys.stderr, flush=True)
        await crowd.visit(size, begin)
        return crowd, time.process_time() - spent[0]
    finally:
        await crowd.leave()


if __name__ == "__main__":
    main()
