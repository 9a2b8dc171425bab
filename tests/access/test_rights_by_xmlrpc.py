"""A sample of what the access tables say, by XML-RPC: an older protocol, with other doors."""

import pytest
from odoo.addons.distribution_member.tests.figures import is_long_run, note

from .clients import XmlRpc
from .rights import build_probes, find_deviations
from .test_rights_by_json2 import ROLES

EVERY = 1 if is_long_run() else 6  # one probe of so many


@pytest.mark.parametrize("role", ROLES)
def test_rights_of(role, served_world):
    client, models = XmlRpc(served_world, role), served_world.facts["models"]
    refused, allowed = build_probes(models, role)
    # Each role begins elsewhere: together they try every model. What is deleted is gone for JSON-2.
    first = ROLES.index(role) % EVERY
    harmless = [probe for probe in allowed if probe.operation != "unlink"]
    before = served_world.digest()
    deviations = find_deviations(client, refused[first::EVERY])
    after = served_world.digest()
    deviations += [f"{name} was changed" for name in after if after[name] != before[name]]
    deviations += find_deviations(client, harmless[first::EVERY])
    tried = len(refused[first::EVERY]), len(harmless[first::EVERY])
    note(probes_by_xmlrpc=sum(tried), refused_by_xmlrpc=tried[0])
    assert not deviations, "\n".join(deviations)


def test_calls_without_a_valid_key_are_refused(served_world):
    stranger = XmlRpc(served_world, "admin")
    stranger.role = {**stranger.role, "key": "0" * 40}
    assert stranger.call("distribution.member", "search_read", domain=[])[0] == 401


def test_private_methods_are_refused(served_world):
    client = XmlRpc(served_world, "admin")
    own = [served_world.facts["members"]["own"]]
    status, answer = client.call("distribution.member", "_decrypt", own, field="bank_account")
    assert status == 403, answer
    assert served_world.facts["numbers"]["distribution.member"]["own"]["bank_account"] not in answer
