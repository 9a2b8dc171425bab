"""Clear numbers over the wire: for the few, with a reason, and with a trail for everybody."""

import json

import pytest

from .clients import Json2, XmlRpc, answer_all
from .rights import model_of
from .test_rights_by_json2 import ROLES

ENTITLED = ("finance", "admin")
MODEL = "distribution.member"
# Passwords of other systems: whoever needs one asks there for a new one.
SECRETS = ("distribution.erp.backend",)
PROTOCOLS = (Json2, XmlRpc)


@pytest.fixture(params=PROTOCOLS, ids=lambda protocol: protocol.__name__)
def protocol(request):
    return request.param


def test_every_encrypted_field_is_in_the_world(served_world):
    facts = served_world.facts
    tried = {
        (model_of(key), field)
        for key, written in facts["numbers"].items()
        for fields in written.values()
        for field in fields
    }
    assert tried == {
        (name, field) for name, fields in facts["encrypted"].items() for field in fields
    }


@pytest.mark.parametrize("role", ROLES)
def test_reveal(role, protocol, served_world):
    client, trail = protocol(served_world, role), _Trail(served_world, role)
    probes = [_Probe(served_world.facts, role, *place) for place in _places(served_world.facts)]
    answers = answer_all(client, [probe.call for probe in probes])
    for probe, (status, answer) in zip(probes, answers, strict=True):
        if probe.is_allowed:
            assert (status, answer) == (200, probe.number), probe
        else:
            assert status == 403, (probe, answer)
            assert probe.number not in str(answer), probe
    assert sorted(trail.take()) == sorted(probe.expected_row for probe in probes)
    outcomes = {probe.is_allowed for probe in probes}
    assert outcomes == ({True, False} if role in ENTITLED else {False})


@pytest.mark.parametrize("role", ENTITLED)
def test_reveal_needs_a_reason(role, protocol, served_world):
    client, trail = protocol(served_world, role), _Trail(served_world, role)
    own, account = _own_account(served_world.facts)
    for reason in ("", "  ", False, None, 7, ["x"]):
        status, answer = client.call(MODEL, "reveal", [own], field="bank_account", reason=reason)
        assert status == 422, (reason, answer)
        assert account not in str(answer)
    assert trail.take() == []


@pytest.mark.parametrize("field", ("sensitive_uid", "code", "token", "no_such_field", ""))
def test_reveal_is_for_encrypted_fields_only(field, protocol, served_world):
    client = protocol(served_world, "admin")
    own = served_world.facts["members"]["own"]
    assert client.call(MODEL, "reveal", [own], field=field, reason="Probe")[0] == 422


@pytest.mark.parametrize("role", ("user", "manager", *ENTITLED))
def test_reads_give_the_masked_number_only(role, protocol, served_world):
    client, facts = protocol(served_world, role), served_world.facts
    own, account = _own_account(facts)
    domain, fields = [["id", "=", own]], ["bank_account"]
    masked = f"****{account[-4:]}"
    assert _ok(client.call(MODEL, "read", [own], fields=fields))[0]["bank_account"] == masked
    rows = _ok(client.call(MODEL, "search_read", domain=domain, fields=fields))
    assert [row["bank_account"] for row in rows] == [masked]
    specification = {"bank_account": {}}
    for method, ids, named in (
        ("web_read", [own], {"specification": specification}),
        ("web_search_read", None, {"domain": domain, "specification": specification}),
        ("read", [own], {"fields": []}),
    ):
        answer = json.dumps(_ok(client.call(MODEL, method, ids, **named)))
        assert masked in answer, method
        assert account not in answer, method
    assert account not in json.dumps(_ok(client.call(MODEL, "copy_data", [own])))


@pytest.mark.parametrize("role", ("user", "manager", *ENTITLED))
def test_exports_and_groups_give_nothing_in_clear(role, protocol, served_world):
    client, facts = protocol(served_world, role), served_world.facts
    own, account = _own_account(facts)
    attempts = [
        ("export_data", [own], {"fields_to_export": ["bank_account"]}),
        ("read_group", None, {"domain": [], "fields": [], "groupby": ["bank_account"]}),
        (
            "formatted_read_group",
            None,
            {"domain": [], "groupby": ["bank_account"], "aggregates": ["__count"]},
        ),
        (
            "formatted_read_group",
            None,
            {"domain": [], "groupby": [], "aggregates": ["bank_account:max"]},
        ),
        ("search_read", None, {"domain": [], "fields": ["code"], "order": "bank_account"}),
        ("read", [own], {"fields": ["sensitive_uid"]}),
    ]
    for method, ids, named in attempts:
        status, answer = client.call(MODEL, method, ids, **named)
        # Who may export gets the masked number; nobody gets the rest.
        assert status in (403, 422) or method == "export_data", (method, answer)
        assert account not in str(answer), method
        assert "v1:" not in str(answer), method  # nor the token


@pytest.mark.parametrize("role", ("distributor", "user", "reviewer", "manager"))
def test_search_by_number_is_refused(role, protocol, served_world):
    client, account = protocol(served_world, role), _own_account(served_world.facts)[1]
    for operator in ("=", "!=", "like", "in"):
        value = [account] if operator == "in" else account
        domain = [["bank_account", operator, value]]
        assert client.call(MODEL, "search_count", domain=domain)[0] == 403, operator


def test_log_holds_no_clear_number(served_world):
    client, facts = XmlRpc(served_world, "user"), served_world.facts
    probes = [_Probe(facts, "user", *place) for place in _places(facts)]
    answer_all(client, [probe.call for probe in probes])
    log = served_world.log.read_text(errors="replace")
    assert "distribution.member" in log or "/xmlrpc/2/object" in log  # it is that log
    assert [probe for probe in probes if probe.number in log] == []


def _places(facts):
    """Yield (key of the tables, relation, field) of every number of the world."""
    for key, written in facts["numbers"].items():
        for relation, fields in written.items():
            for field in fields:
                yield key, relation, field


def _own_account(facts):
    return facts["members"]["own"], facts["numbers"][MODEL]["own"]["bank_account"]


class _Probe:
    """One attempt of a role to see one number."""

    def __init__(self, facts, role, key, relation, field):
        table = facts["models"][key]
        # Who may see clear numbers sees those of the records that it may read.
        is_secret = model_of(key) in SECRETS
        may_read = "read" in table["rights"][role][relation]
        self.is_allowed = role in ENTITLED and may_read and not is_secret
        self.number = facts["numbers"][key][relation][field]
        reason, record_id = f"Probe of {key}, {relation}", table["records"][relation]
        self.call = model_of(key), "reveal", [record_id], {"field": field, "reason": reason}
        self.expected_row = [str(record_id), field, str(not self.is_allowed), reason]

    def __repr__(self):
        return repr(self.call)


class _Trail:
    """What the audit has gained since the last look: reveals by one role."""

    def __init__(self, world, role):
        self.world, self.uid = world, world.facts["roles"][role]["uid"]
        self.last = 0
        self.take()

    def take(self):
        """Return [id of the record, field, refused, reason] of each new row."""
        rows = self.world.sql(
            "SELECT id, res_id, field_name, COALESCE(is_refused, FALSE), reason"
            " FROM distribution_audit"
            f" WHERE user_id = {self.uid} AND action = 'reveal' AND id > {self.last} ORDER BY id"
        )
        self.last = max([self.last, *(int(row[0]) for row in rows)])
        return [[str(value) for value in row[1:]] for row in rows]


def _ok(answer):
    status, value = answer
    assert status == 200, value
    return value
