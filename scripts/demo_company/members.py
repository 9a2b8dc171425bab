"""Levels, regions, members and what the members went through."""

from random import Random

from odoo.addons.distribution_member.models.distribution_member import (
    HISTORY_SENTINEL,
    REFERRAL_ALPHABET,
    REFERRAL_LENGTH,
)

from scripts.demo_company import channel, names
from scripts.demo_company.timeline import day_of_month
from scripts.demo_company.translations import create_bilingual

REFERRAL_SEED = 11


def make_levels(env, price_lists):
    """Create the levels, each with its price list."""
    create_bilingual(
        env["distribution.level"],
        [
            {
                "name": level.name,
                "code": level.code,
                "rank": level.rank,
                "pricelist_id": price_lists[level.code].id,
                "company_id": env.company.id,
                # Points of sale, some of them natural persons, earn by what they buy only.
                "earns_override": level.code != "SHOP",
                "earns_differential": level.code != "SHOP",
            }
            for level in names.LEVELS
        ],
        [level.name_zh for level in names.LEVELS],
    )


def make_regions(env, users):
    """Create the areas and their districts."""
    made = {}
    for region in names.REGIONS:
        made[region.code] = create_bilingual(
            env["distribution.region"],
            [
                {
                    "name": region.name,
                    "code": region.code,
                    "kind": region.kind,
                    "state_id": env.company.state_id.id,
                    "parent_id": made[region.parent].id if region.parent else False,
                    "manager_ids": [(4, users[region.manager].id)] if region.manager else [],
                    "staff_ids": [(4, users[region.staff].id)] if region.staff else [],
                }
            ],
            [region.name_zh],
        )


def make_members(env, today):
    """Create the members, uplines before their downline, as they were on their first day."""
    random = Random(REFERRAL_SEED)
    levels = _by_code(env["distribution.level"])
    regions = _by_code(env["distribution.region"])
    # sudo: people make applicants; the story begins with members of years' standing.
    members_sudo = env["distribution.member"].sudo()
    made = {}
    for seat in channel.SEATS:
        region = regions[seat.region]
        made[seat.code] = members_sudo.create(
            {
                "partner_id": _make_partner(env, seat, region).id,
                "code": seat.code,
                "level_id": levels[seat.level].id,
                "region_id": region.id,
                "upline_id": made[seat.upline].id if seat.upline else False,
                "subject_type": seat.subject,
                "date_start": channel.first_day(seat, today),
                "state": seat.state,
                "referral_code": "".join(random.choices(REFERRAL_ALPHABET, k=REFERRAL_LENGTH)),
            }
        )


def tell_changes(env, today):
    """Move members to other uplines, now and next month; suspend and terminate them."""
    members = _by_code(env["distribution.member"])
    for move in channel.MOVES + channel.PLANNED:
        day = day_of_month(today, move.months_ago, move.day)
        members[move.code].change_upline(members[move.upline].id, day, move.reason)
    for stop in channel.STOPS:
        day = day_of_month(today, stop.months_ago, stop.day)
        _set_state_on(members[stop.code], day, stop)


def _set_state_on(member, day, stop):
    """Do what the buttons do, but on a day in the past, which they do not offer."""
    member.env["distribution.member.status"].sudo()._apply_from(
        member, day, {"state": stop.state, "reason": stop.reason, "user_id": member.env.uid}
    )
    date_end = day if stop.state == "terminated" else False
    guarded = member.with_context(distribution_history=HISTORY_SENTINEL)
    guarded._write_state(stop.state, date_end=date_end)


def _make_partner(env, seat, region):
    """Create the company with the person in charge, or the person."""
    company = env.company
    place = {
        "street": f"建材大道 {int(seat.code[1:])} 号",
        "city": region.with_context(lang=names.LANGUAGE).name,
        "state_id": company.state_id.id,
        "country_id": company.country_id.id,
        "lang": names.LANGUAGE,
        "tz": names.TIME_ZONE,
    }
    is_company = seat.subject != "person"
    person = {
        "name": seat.contact,
        "function": "负责人",
        "lang": names.LANGUAGE,
        "tz": names.TIME_ZONE,
    }
    return env["res.partner"].create(
        {
            **place,
            "name": seat.name,
            "ref": seat.code,
            "is_company": is_company,
            "phone": f"023-5555 0{int(seat.code[1:]):03d}",
            "user_id": _find_manager(region).id,
            "child_ids": [(0, 0, person)] if is_company else [],
        }
    )


def _find_manager(region):
    """Return the manager of the region or of the nearest one it is a part of."""
    while region and not region.manager_ids:
        region = region.parent_id
    return region.manager_ids[:1]


def _by_code(model):
    return {record.code: record for record in model.search([])}
