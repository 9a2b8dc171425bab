"""The dated hierarchy at 100,000 members."""

from tests.bench import channel


def run(bench):
    """Measure what depends on the depth and the number of members."""
    world = channel.build(bench.env, bench.size(100_000, 400))
    bench.analyze()
    deepest = bench.env["distribution.member"].browse(world.trees[0][-1])
    bench.sql_milliseconds(
        "uplines of one member on a day", lambda: deepest.get_upline_chain("2023-06-01")
    )
