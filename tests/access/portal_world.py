"""Runs in an Odoo shell: who visits the pages, what they ask for, and what they may not be told."""

import base64
import itertools
import time

from odoo.addons.distribution_member.controllers.distribution_join import FORM_SCOPE
from odoo.addons.distribution_member.identity_numbers import credit_code_check_sign
from odoo.addons.distribution_member.tests.access_cases_applications import make_application
from odoo.addons.distribution_member.tests.access_cases_portal import make_colleague, make_notice
from odoo.addons.distribution_member.tests.access_table import model_of
from odoo.addons.distribution_member.tests.pure.test_safe_files import pdf
from odoo.fields import Date
from odoo.tests import new_test_user
from odoo.tools.misc import hash_sign

from tests.access.cross_case_world import make_hearings
from tests.access.harm_world import describe_harm
from tests.access.portal_order_world import (
    SPARES,
    make_approvals,
    make_pickings,
    make_spare_returns,
    make_waiting,
)
from tests.access.portal_spares import (
    make_spare_links,
    make_spare_plans,
    make_spare_statements,
)

OURS = "odoo.addons.distribution_"
# Records that are about one member; a text that stands in those of one member only is its secret.
PERSONAL = {
    "distribution.application",
    "distribution.application.event",
    "distribution.authorisation",
    "distribution.commission.entry",
    "distribution.delivery.receipt",
    "distribution.cross.case",
    "distribution.document",
    "distribution.feedback",
    "distribution.member",
    "distribution.member.import.line",
    "distribution.member.user",
    "distribution.message",
    "distribution.privacy.request",
    "distribution.statement",
    "distribution.statement.dispute",
    "res.partner",
    "res.users",
    "rma",
    "sale.order",
}
# Pages of records that the access tables make.
RECORDS_SHOWN = {
    "authorisation": "distribution.authorisation (issued)",
    "statement": "distribution.statement",
    "suggestion": "distribution.level.suggestion",
    "import": "distribution.member.import",
    "plan": "distribution.commission.plan",
    "feedback_file": "distribution.feedback.file",
    "receipt_file": "distribution.delivery.receipt.file",
    "message": "distribution.message",
    "return_photo": "distribution.return.photo",
    "rma": "rma",
    "cross_file": "distribution.cross.case.file",
    "batch": "distribution.payout.batch",
    "order": "sale.order",
    "referral_link": "distribution.referral.link",
    "schedule": "distribution.report.schedule",
}
MARKED = ("phone", "street", "street2", "city", "function", "comment")
SHORTEST_SECRET = 6
FORM_AGE = 60  # seconds: no program fills in a form so slowly


def describe_portal(world, records, numbers, password):
    """Return the facts that the tests of the pages need."""
    env = world.env
    env.company.distribution_join_limit = 10_000
    world.levels.is_open_to_applicants = True
    _mark_members(world)
    members = {**world.members, **_make_barred(world)}
    visitors = _make_visitors(world, members, password)
    rows = {**_make_records(world), "member": members}
    rows.update({name: {**records[key]} for name, key in RECORDS_SHOWN.items()})
    rows["plan"] = {**rows["plan"], **make_spare_plans(world)}
    rows["statement"] = {**rows["statement"], **make_spare_statements(world)}
    rows["suggestion"].update(_make_decided(rows["suggestion"]["own"]))
    rows["order"] = {**rows["order"], **make_waiting(world, world.members["own"])}
    rows["approval"] = make_approvals(world)
    rows["picking"] = make_pickings(world)
    rows["delivery"] = {key: picking.move_ids for key, picking in rows["picking"].items()}
    rows["rma"] = {**rows["rma"], **make_spare_returns(world)}
    rows["referral_link"] = {**rows["referral_link"], **make_spare_links(world)}
    rows["cross_case"] = make_hearings(world, members, SPARES)
    env.flush_all()
    opened = hash_sign(env(su=True), FORM_SCOPE, int(time.time()) - FORM_AGE, expiration_hours=24)
    return {
        "visitors": visitors,
        "routes": _find_routes(env),
        "harm": describe_harm(world, records),
        "secrets": _find_secrets(members, records, rows, numbers),
        "ids": {
            name: {key: record.id for key, record in found.items()} for name, found in rows.items()
        },
        "links": {key: record._sign_link() for key, record in rows["application"].items()},
        "certificates": {key: record.token for key, record in rows["authorisation"].items()},
        "opened": opened,
        "levels": world.levels.ids,
        "region": world.north.id,
        "credit_codes": [
            body + credit_code_check_sign(body)
            for body in (f"91500112MA5Y{number:05d}" for number in range(SPARES))
        ],
    }


def _mark_members(world):
    """Write texts into the contacts of the members that stand nowhere else."""
    for relation, member in world.members.items():
        marks = {name: f"{relation}-{name}-secret" for name in MARKED}
        member.partner_id.write({**marks, "email": f"{relation}-secret@example.com"})


def _make_barred(world):
    """Return a member that is suspended, and one that may not use the portal."""
    barred = {
        name: world._create_member(name.upper(), 2, world.south, upline=world.agent)
        for name in ("suspended", "frozen")
    }
    barred["suspended"].action_suspend("Probe")
    today = Date.context_today(world.env.user)
    barred["frozen"].action_freeze("portal", today, "Probe")
    return barred


def _make_visitors(world, members, password):
    """Return {visitor: login} of those who have no role in the access tables."""
    users = {}
    for relation, member in members.items():
        if relation == "own":  # its people are roles of the tables
            continue
        with world._acting_in(member.company_id):
            users[relation] = world._create_portal_user(f"x_{relation}", member.with_env(world.env))
            world._find_colleague(users[relation]).role = "admin"
    partner = world.env["res.partner"].create({"name": "Stranger", "is_company": True})
    users["stranger"] = new_test_user(
        world.env, "x_stranger", groups="base.group_portal", partner_id=partner.id
    )
    for user in users.values():
        user.sudo().write({"password": password, "lang": "en_US"})
    return {visitor: user.login for visitor, user in users.items()}


def _make_records(world):
    """Return {kind: {relation: a record that its page shows}}, with more of the own to use up."""
    kinds = {
        "application": _make_submitted,
        "colleague": make_colleague,
        "notice": _make_published,
    }
    rows = {kind: {} for kind in kinds}
    for relation, member in world.members.items():
        with world._acting_in(member.company_id):
            for kind, make in kinds.items():
                made = make(world, member.with_env(world.env))
                rows[kind][relation] = world.env[made._name].browse(made.id)
    for kind, number in itertools.product(("application", "colleague"), range(SPARES)):
        rows[kind][f"spare {number}"] = kinds[kind](world, world.members["own"])
    rows["document"] = {
        relation: application.document_ids[:1]
        for relation, application in rows["application"].items()
    }
    manager = world.users["manager"]
    manager.group_ids += world.env.ref("base.group_allow_export")
    exports = world.env["distribution.member.export"].with_user(manager)
    rows["export"] = {"own": exports.create({})}
    return rows


def _make_submitted(world, member):
    """Return an application with a file, about which the applicant was asked something."""
    application = make_application(world, member)
    kind = world.env["distribution.document.type"].create(
        {"name": "Any File", "code": f"P-{application.id}", "company_id": member.company_id.id}
    )
    world.env["distribution.document"].create(
        {
            "application_id": application.id,
            "type_id": kind.id,
            "upload": base64.b64encode(pdf()),
            "file_name": "file.pdf",
        }
    )
    application.consent_evidence = "Paper"
    application.action_submit()
    application.action_request_info("What is missing?")
    return application


def _make_published(world, member):
    notice = make_notice(world, member)
    notice.action_publish()
    return notice


def _make_decided(suggestion):
    """Return decisions about the own level, to object to."""
    names = ("member_id", "level_id", "suggested_level_id", "rule_id")
    values = {name: suggestion[name].id for name in names}
    decided = suggestion.create(
        [
            {
                **values,
                "date_from": "2025-01-01",
                "date_to": f"2025-07-0{number + 1}",
                "date_effective": "2025-07-09",
                "direction": "down",
                "state": "confirmed",
                "decision_user_id": suggestion.env.uid,
                "decision_reason": "Probe",
            }
            for number in range(SPARES)
        ]
    )
    return {f"spare {number}": row for number, row in enumerate(decided)}


def _find_routes(env):
    """Return every route of ours that the server answers, as it is routed."""
    routes = []
    for rule in env["ir.http"].routing_map().iter_rules():
        handler = getattr(rule.endpoint, "func", None)
        owner = type(getattr(handler, "__self__", None))
        makers = [
            source for source in owner.__mro__ if getattr(handler, "__name__", "") in vars(source)
        ]
        # Odoo's own pages that we extend are visited by Odoo's tests, and by those of the addon.
        if makers and all(source.__module__.startswith(OURS) for source in makers):
            routing = rule.endpoint.routing
            routes.append(
                {
                    "url": rule.rule,
                    "methods": sorted({"GET", "POST"} & (rule.methods or {"GET", "POST"})),
                    "kind": routing["type"],
                    "auth": routing["auth"],
                    "csrf": routing.get("csrf", True),
                }
            )
    return sorted(routes, key=lambda route: route["url"])


def _find_secrets(members, records, rows, numbers):
    """Return {relation: {text: model.field}} of the texts that are one member's only."""
    found = {relation: {} for relation in members}
    for relation, record in _personal(members, records, rows):
        for name, field in record._fields.items():
            is_text = field.type in ("char", "text", "html") and field.store
            text = is_text and not field.groups and record[name]
            if text and len(text) >= SHORTEST_SECRET and not text.startswith("****"):
                found[relation][str(text)] = f"{record._name}.{name}"
    for key, written in numbers.items():
        for relation, fields in written.items():
            found[relation].update(
                {text: f"{model_of(key)}.{name}" for name, text in fields.items()}
            )
    return {
        relation: {
            text: place
            for text, place in texts.items()
            if not any(text in others for other, others in found.items() if other != relation)
        }
        for relation, texts in found.items()
    }


def _personal(members, records, rows):
    """Yield (relation, record) for every record that is about one member."""
    for relation, member in members.items():
        for record in (member, member.partner_id, *member.partner_id.child_ids):
            yield relation, record
        for user in member.colleague_ids.user_id:
            yield relation, user
    for found in (*records.values(), *rows.values()):
        for relation, record in found.items():
            if relation in members and record._name in PERSONAL:
                yield relation, record.sudo()
