"""The record rules of each role read an index, not the whole table."""

import json
import re

SCRIPT = """
import json
from tests.bench import channel, readers
env = env(context={**env.context, "tracking_disable": True})
world = channel.build(env, 20_000)
people = readers.create_readers(env, world)
env["distribution.member.closure"]._rebuild_all()
env.flush_all()
env.cr.execute("ANALYZE")
env.invalidate_all()
found = {
    name: {
        "plan": readers.explain_list(env, user),
        "rows": len(readers.open_list(env, user)["records"]),
        "regions": sorted({
            row["code"].rsplit("-", 1)[0] for row in readers.open_list(env, user)["records"]
        }),
    }
    for name, user in people.items()
}
print(json.dumps(found))
"""


def test_member_list_of_each_role_uses_an_index(fresh_database, run_in_odoo):
    found = json.loads(run_in_odoo(fresh_database(), SCRIPT).splitlines()[-1])
    assert found["manager of a district"]["regions"] == ["BENCH-A"]
    assert found["manager of the other half"]["regions"] == ["BENCH-B"]
    assert found["reviewer of half of all members"]["regions"] == ["BENCH-A"]
    for name, answer in found.items():
        assert answer["rows"] == (1 if name == "distributor" else 80), name
        assert not re.search(r"Seq Scan on distribution_member\b(?!_)", answer["plan"]), answer
        assert re.search(r"Index (Only )?Scan (using|on) distribution_member_", answer["plan"])
