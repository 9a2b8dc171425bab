"""The list and the tree of members at 100,000: what record rules cost each role."""

from tests.bench import channel, readers

HALF = "manager of half of all members"


def run(bench):
    """Open the list as each role, managers of small and large regions among them."""
    world = channel.build(bench.env, bench.size(100_000, 400))
    people = readers.create_readers(bench.env, world)
    bench.analyze()
    for name, user in people.items():
        bench.sql_milliseconds(
            f"list of 80 members, {name}",
            lambda user=user: readers.open_list(bench.env, user),
            at_most=50,
        )
    bench.sql_milliseconds(
        f"search by name, {HALF}",
        lambda: readers.open_list(bench.env, people[HALF], [("name", "ilike", "Firm 4999")]),
    )
    for name in (HALF, "manager of a district"):
        members = bench.env["distribution.member"].with_user(people[name])
        bench.sql_milliseconds(f"top of the member tree, {name}", members.get_tree_page)
    top = world.trees[0][0]
    bench.sql_milliseconds(
        f"a branch of the member tree, {HALF}",
        lambda: bench.env["distribution.member"].with_user(people[HALF]).get_tree_page(top),
    )
