"""Record rules by region read an index, not the whole table."""

import json
import re

SCRIPT = """
import json
from tests.bench import channel, readers
env = env(context={**env.context, "tracking_disable": True})
world = channel.build(env, 20_000)
managers = readers.create_managers(env, world)
env["distribution.member.closure"]._rebuild_all()
env.flush_all()
env.cr.execute("ANALYZE")
env.invalidate_all()
found = {
    name: {
        "plan": readers.explain_list(env, user),
        "rows": len(readers.open_list(env, user)["records"]),
        "regions": sorted({
            record["region_id"]["display_name"].split(" / ")[0]
            for record in readers.open_list(env, user)["records"]
        }),
    }
    for name, user in managers.items()
}
print(json.dumps(found))
"""


def test_member_list_of_a_regional_manager_uses_an_index(fresh_database, run_in_odoo):
    found = json.loads(run_in_odoo(fresh_database(), SCRIPT).splitlines()[-1])
    assert found["a district"]["regions"] == ["Province A"]
    assert found["the other half"]["regions"] == ["Province B"]
    for name, answer in found.items():
        assert answer["rows"] == 80, name
        assert not re.search(r"Seq Scan on distribution_member\b(?!_)", answer["plan"]), answer
        assert re.search(r"Index (Only )?Scan using distribution_member_", answer["plan"]), answer
