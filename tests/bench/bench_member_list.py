"""The list and the tree of members at 100,000: what record rules by region cost."""

from tests.bench import channel, readers


def run(bench):
    """Open the list as regional managers of small and large regions."""
    world = channel.build(bench.env, bench.size(100_000, 400))
    managers = readers.create_managers(bench.env, world)
    bench.analyze()
    for name, user in managers.items():
        bench.sql_milliseconds(
            f"list of 80 members, manager of {name}",
            lambda user=user: readers.open_list(bench.env, user),
            at_most=50,
        )
    bench.sql_milliseconds(
        "search by name, manager of half of all members",
        lambda: readers.open_list(
            bench.env, managers["half of all members"], [("name", "ilike", "Firm 4999")]
        ),
    )
    for name in ("half of all members", "a district"):
        members = bench.env["distribution.member"].with_user(managers[name])
        bench.sql_milliseconds(f"top of the member tree, manager of {name}", members.get_tree_page)
    top = world.trees[0][0]
    bench.sql_milliseconds(
        "a branch of the member tree, manager of half of all members",
        lambda: (
            bench.env["distribution.member"]
            .with_user(managers["half of all members"])
            .get_tree_page(top)
        ),
    )
