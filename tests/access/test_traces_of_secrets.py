"""Secrets and numbers of people leave no clear trace where nobody looks for them.

A scenario full of values that stand nowhere else goes through forms, pages, both protocols,
scheduled jobs and failures. Then logs, a dump, files and queues are searched for them.
"""

import re
import secrets
import urllib.parse
from dataclasses import dataclass, fields

import pytest
from odoo.addons.distribution_member import identity_numbers
from odoo.addons.distribution_member.tests.figures import note

from scripts import odoo_process
from scripts.cluster import TEST

from . import traces
from .clients import Json2, XmlRpc
from .conftest import SCRIPT
from .portal_steps import apply
from .visitors import Visitor

JOBS = SCRIPT.with_name("failing_jobs_script.py")
JOIN = "/distribution/join/send"
# A phone number belongs to a contact and to an application, and stands in a letter to its owner.
PHONE_TABLES = {"res_partner", "distribution_application", "mail_message", "mail_mail"}
LINK_TABLES = {"mail_message", "mail_mail"}  # it is what the letter is sent for
UNREACHABLE = "http://127.0.0.1:9/k3cloud/"


@dataclass(frozen=True, slots=True)
class Canaries:
    """Values that stand nowhere else."""

    bank: str
    identity: str
    phone: str
    erp_password: str
    app_secret: str
    password: str
    url_token: str
    session: str
    api_key: str
    link: str

    @property
    def all(self):
        """Return them as texts."""
        return [getattr(self, field.name) for field in fields(self)]

    def name(self, text):
        """Return what a text is."""
        return next(field.name for field in fields(self) if getattr(self, field.name) == text)


def _digits(count):
    return "".join(str(secrets.randbelow(10)) for _number in range(count))


def _identity():
    body = f"11010119850{1 + secrets.randbelow(9)}15{_digits(3)}"
    return body + identity_numbers.id_card_check_sign(body)


@pytest.fixture(scope="module")
def canaries(served_world):
    """Send the values through everything that there is, and return them."""
    visitor, admin = Visitor(served_world), Json2(served_world, "admin")
    known = {
        "bank": f"62220210{_digits(11)}",
        "identity": _identity(),
        "phone": f"139{_digits(8)}",
        "erp_password": f"Kd-{secrets.token_hex(12)}",
        "app_secret": secrets.token_hex(16),
        "password": f"Pw-{secrets.token_hex(12)}",
        "url_token": secrets.token_urlsafe(24),
        "api_key": admin.key,
    }
    link = _apply(visitor, served_world, known)
    found = Canaries(**known, link=link, session=visitor.cookie.partition("=")[2])
    _visit(visitor, found)
    _call(served_world, admin, found)
    _connect(admin, served_world.facts, found)
    _log_in_wrongly(visitor, served_world, found)
    env = {"CANARIES": "\n".join((found.bank, found.identity, found.phone))}
    jobs = odoo_process.captured_script(served_world.database, JOBS, cluster=TEST, env=env)
    assert int(jobs.splitlines()[-1]) > 10, "our jobs were run"
    return found


def test_no_log_holds_a_secret(canaries, served_world):
    found = traces.find_in_logs(canaries.all, served_world.database)
    note(canaries=len(canaries.all))
    assert {canaries.name(text): logs for text, logs in found.items()} == {}
    # What was masked did go through these logs.
    log = served_world.log.read_text(errors="replace")
    assert "/distribution/application/" in log and "access_token=***" in log
    assert "bad query: INSERT INTO" in log
    shell = odoo_process.shell_log(served_world.database).read_text(errors="replace")
    assert f"ValueError: cannot read ****{canaries.bank[-4:]}" in shell


def test_no_row_holds_a_secret(canaries, served_world):
    found = traces.find_in_dump(canaries.all, served_world.database)
    assert found.pop(canaries.phone, set()) - PHONE_TABLES == set()
    assert found.pop(canaries.link, set()) - LINK_TABLES == set()
    assert {canaries.name(text): tables for text, tables in found.items()} == {}


def test_the_search_of_a_dump_finds(canaries, served_world):
    found = traces.find_in_dump([canaries.phone, "ValueError: cannot read"], served_world.database)
    assert "distribution_application" in found[canaries.phone]
    assert "ir_logging" in found["ValueError: cannot read"]


def test_no_stored_file_holds_a_secret(canaries, served_world):
    assert traces.find_in_files(canaries.all, served_world.database) == {}
    assert traces.find_in_files(["function"], served_world.database), "the search of files finds"


def _apply(visitor, world, known):
    """Apply as a person with all numbers, then with each of them wrong; return the link's end."""
    (_url, values), *_rest = apply(world.facts, None, 4)
    boxes = set(re.findall(r'name="(consent_\w+)"', visitor.ask("GET", "/distribution/join").text))
    values = {
        **values,
        "subject_type": "person",
        "credit_code": "",
        "id_number": known["identity"],
        "bank_account": known["bank"],
        "phone": known["phone"],
        **dict.fromkeys(boxes, "1"),
    }
    page = visitor.ask("POST", JOIN, values)
    assert page.location, page.text.partition('role="alert"')[2][:500]
    for wrong in ({"bank_account": f"{known['bank']}!"}, {"id_number": f"{known['identity']}0"}):
        assert not visitor.ask("POST", JOIN, {**values, **wrong}).location
    visitor.ask("POST", JOIN, values)  # the same again
    return page.location.rpartition("/")[2]


def _visit(visitor, known):
    application = "/distribution/application/1"
    query = urllib.parse.urlencode({"access_token": known.url_token, "token": known.link})
    for address in (
        f"{application}/{known.link}",
        f"{application}/{known.link}/document/0",
        f"/distribution/certificate/{known.url_token}",
        f"/my?{query}",
        f"/web/content/1?{query}",
        f"/web/reset_password?{query}",
        f"/web/login?redirect=/my%3F{query}&password={known.password}",
    ):
        visitor.ask("GET", address)


def _call(world, admin, known):
    """Read, write and fail by both protocols, with the numbers where they belong and elsewhere."""
    own = [world.facts["members"]["own"]]
    numbers = {"bank_account": known.bank, "id_number": known.identity}
    member = "distribution.member"
    assert admin.call(member, "write", own, vals=numbers)[0] in (200, 422)
    admin.call(member, "reveal", own, field="bank_account", reason="Probe")
    # The database refuses these, and quotes them.
    level = {"name": known.phone, "code": known.bank}
    assert admin.call("distribution.level", "create", vals_list=[level, level])[0] >= 400
    for client in (admin, XmlRpc(world, "admin")):
        for number in (known.bank, known.identity, known.phone):
            client.call(member, "search_read", domain=[["bank_account", "=", number]])
            client.call(member, "write", own, vals={"upline_id": number, "bank_account": [number]})
            client.call(member, "change_level", own, level_id=number, date=number, reason="Probe")
            client.call(member, number, own)
            client.call(number, "read", own)


def _connect(admin, facts, known):
    """Enter secrets of an ERP that does not answer, and try to get in."""
    model = "distribution.erp.backend"
    backend = [facts["models"][model]["records"]["own"]]
    values = {
        "base_url": UNREACHABLE,
        "account_id": "probe",
        "user_name": "probe",
        "app_id": "probe",
        "app_secret": known.app_secret,
        "password": known.erp_password,
    }
    status, answer = admin.call(model, "write", backend, vals=values)
    assert status == 200, answer
    for login in ("signed", "sign", "secret", "password"):
        assert admin.call(model, "write", backend, vals={"login": login})[0] == 200
        assert admin.call(model, "action_test", backend)[0] in (200, 422)
    for name in ("app_secret", "password"):
        assert admin.call(model, "write", backend, vals={name: f"{known.password}\0"})[0] >= 400
        admin.call(model, "write", backend, vals={name: {"value": known.password}})


def _log_in_wrongly(visitor, world, known):
    login = world.facts["roles"]["admin"]["login"]
    params = {"db": world.database, "login": login, "password": known.password}
    visitor.send_json("/web/session/authenticate", params)
    visitor.ask("POST", "/web/login", {"login": login, "password": known.password})
    client = XmlRpc(world, "admin")
    client.role = {**client.role, "key": known.password}
    assert client.call("res.users", "read", [1])[0] == 401
    bearer = Json2(world, "admin")
    bearer.key = known.password
    assert bearer.call("res.users", "read", [1])[0] == 401
