"""Applicants send the public form, reviewers ask, accept, approve and reject."""

from datetime import datetime, time, timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.addons.distribution_member import identity_numbers
from odoo.addons.distribution_member.models.application_form_mixin import FormDocument

from scripts.demo_company import names
from scripts.demo_company.applicants import APPLICANTS
from scripts.demo_company.sample_papers import draw_paper

# Document type -> levels that require it, levels that may add it
LEVELS_OF_TYPES = {
    "licence": (("AGENT", "DIST", "SHOP"), ()),
    "identity": (("AGENT", "DIST", "SHOP"), ()),
    "shop": ((), ("DIST", "SHOP")),
    "authority": ((), ("AGENT", "DIST")),
    "bank": ((), ("AGENT",)),
}
OPENING_HOUR = time(2, 30)  # 10:30 in China
EMAIL_DOMAIN = "jiameng.example"


def choose_documents(env):
    """Say which levels show which documents."""
    levels = {level.code: level.id for level in env["distribution.level"].search([])}
    for name, (required, optional) in LEVELS_OF_TYPES.items():
        env.ref(f"distribution_member.document_type_{name}").write(
            {
                "required_level_ids": [(6, 0, [levels[code] for code in required])],
                "optional_level_ids": [(6, 0, [levels[code] for code in optional])],
            }
        )


def tell_applications(env, reviewer, today):
    """Let everybody apply, and the reviewer do what is told of them."""
    public_env = env(user=env.ref("base.public_user").id, su=True)
    for applicant in APPLICANTS:
        with freeze_time(moment_before(today, applicant.days)):
            application = _apply(public_env, applicant)
        for place, (days, act, words) in enumerate(applicant.acts, 1):
            with freeze_time(moment_before(today, days) + timedelta(minutes=20 * place)):
                _act(application.with_env(env(user=reviewer.id)), act, words)
    _enter_draft(env(user=reviewer.id))
    env["distribution.application"].sudo()._cron_watch_reviews()
    # Nobody is behind the addresses.
    env["mail.mail"].sudo().search([("state", "=", "outgoing")]).cancel()


def _apply(env, applicant):
    """Send the public form as a visitor does."""
    env = env(context={**env.context, "lang": names.LANGUAGE})
    applications = env["distribution.application"]
    level = env["distribution.level"].search([("code", "=", applicant.level)])
    values = {**_prepare_values(env, applicant), "level_id": level.id}
    types = env["distribution.document.type"]._search_for(level, applicant.subject)
    needed = types.filtered(lambda kind: kind._is_required_for(level))
    demands = applications._find_form_demands(values)
    return applications._apply_by_form(
        values,
        [_draw(kind, applicant, values) for kind in needed],
        [demand.code for demand in demands if demand.is_required],
    )


def _prepare_values(env, applicant):
    region = env["distribution.region"].search([("code", "=", applicant.region)])
    place = region.with_context(lang=names.LANGUAGE).name
    return {
        "applicant_name": applicant.name,
        "subject_type": applicant.subject,
        "credit_code": credit_code(applicant.licence),
        "id_number": "",
        "contact_name": applicant.contact,
        "phone": f"1380000{applicant.phone:04d}",
        "email": f"sq{applicant.licence}@{EMAIL_DOMAIN}",
        "street": f"建材大道 {300 + applicant.licence} 号",
        "city": place,
        "state_id": env.company.state_id.id,
        "region_id": region.id,
        "invitation": _find_invitation(env, applicant),
        "address": f"192.0.2.{applicant.licence}",
        "note": applicant.note,
        "lang": names.LANGUAGE,
    }


def _find_invitation(env, applicant):
    """Return what the applicant came by: the inviter's first link or its own code."""
    inviter = env["distribution.member"].search([("code", "=", applicant.inviter)], limit=1)
    links = env["distribution.referral.link"]
    link = links.search([("member_id", "=", inviter.id)], order="id", limit=1)
    code = link.code if applicant.by_link else inviter.referral_code
    return links._resolve(code if applicant.inviter else "", env.company)


def _draw(kind, applicant, values):
    lines = [
        f"名称：{applicant.name}",
        f"统一社会信用代码：{values['credit_code']}",
        f"经营者：{applicant.contact}",
        "演示数据，不是真实证照",
    ]
    return FormDocument(
        type_id=kind.id,
        content=draw_paper(kind.name, lines),
        name=f"{kind.name}.jpg",
        number="",
        date_end=fields.Date.to_string(fields.Date.add(fields.Date.today(), years=8))
        if kind.needs_expiry
        else "",
    )


def credit_code(number):
    """Return a code with the right check sign whose body says that it is a sample."""
    body = f"91500112MADEM{number:04d}"
    return body + identity_numbers.credit_code_check_sign(body)


def _act(application, act, words):
    documents = application.document_ids
    acts = {
        "take": application.action_take,
        "accept": documents.action_accept,
        "refuse": lambda: documents[:1].action_refuse(words),
        "ask": lambda: application.action_request_info(words),
        "answer": lambda: application.sudo()._give_info(words),  # the applicant, by the link
        "approve": application.action_approve,
        "reject": lambda: application.action_reject(words),
        "withdraw": lambda: application.sudo().action_withdraw(),  # as above
    }
    acts[act]()


def _enter_draft(env):
    """Begin an application that came by phone."""
    level = env["distribution.level"].search([("code", "=", "SHOP")])
    region = env["distribution.region"].search([("code", "=", "CQ-WZ")])
    env["distribution.application"].create(
        {
            "applicant_name": "万州区太白里建材店",
            "subject_type": "sole_trader",
            "contact_name": "骆云",
            "phone": "13800000020",
            "email": f"sq20@{EMAIL_DOMAIN}",
            "level_id": level.id,
            "region_id": region.id,
            "lang": names.LANGUAGE,
        }
    )


def moment_before(today, days):
    """Return half past ten, so many working days ago."""
    day = today
    while days:
        day -= timedelta(days=1)
        days -= day.weekday() < 5
    return datetime.combine(day, OPENING_HOUR)
