"""The test of the mapping names what a Kingdee does not know, by our name and by its own."""

import json

SCRIPT = """
import json
from odoo.fields import Command
from tests.bench import erp_world
from tests.kingdee_simulator.process import Simulator

erp = Simulator()
erp.url = "URL"
env = env(context={**env.context, "lang": "en_US"})
backend = erp_world.connect(env, erp.cloud, 1)
told = []

def test():
    backend.action_test_mapping()
    findings = {f"{line.form}.{line.name}": line.finding for line in backend.field_ids}
    told.append([backend.mapping_message, findings, backend.state])

test()
erp.admin("field_remove", form="SAL_OUTSTOCK", key="FCarriageNO")
erp.admin("field_add", form="SAL_OUTSTOCK", key="F_ABC_Tracking")
test()
backend.field_ids = [Command.create(
    {"form": "SAL_OUTSTOCK", "name": "tracking", "key": "F_ABC_Trackign"})]
test()
backend.field_ids.key = "F_ABC_Tracking"
test()
print(json.dumps(told))
"""
PLACE = "SAL_OUTSTOCK.tracking"


def test_field_that_kingdee_does_not_know_is_named_until_it_is_mapped(
    erp, fresh_database, run_in_odoo
):
    printed = run_in_odoo(fresh_database(), SCRIPT.replace("URL", erp.url))
    known, removed, wrong, right = json.loads(printed.splitlines()[-1])
    assert "knows every form and field" in known[0]
    assert removed[0].startswith(f"{PLACE} = FCarriageNO: ")
    assert len(removed[0].splitlines()) == 1, "no other field is blamed"
    assert removed[1] == {}
    assert wrong[0].startswith(f"{PLACE} = F_ABC_Trackign: ")
    assert "F_ABC_Trackign" in wrong[1][PLACE], "in the ERP's own words, beside the line"
    assert right[0] == known[0]
    assert right[1] == {PLACE: False}
    assert {state for _message, _findings, state in (known, removed, wrong, right)} == {"ready"}
