"""Runs in an Odoo shell: cases of cross-region selling of which the members were told."""

from odoo.addons.distribution_order.tests.access_cases_cross_case import make_case


def make_hearings(world, members, spares):
    """Return a case about each member that waits for its statement, and more to use up."""
    about = {**members, **{f"spare {number}": members["own"] for number in range(spares)}}
    return {name: _make_hearing(world, member) for name, member in about.items()}


def _make_hearing(world, member):
    with world._acting_in(member.company_id):
        case = make_case(world, member.with_env(world.env))
        case.draft = f"{member.code}-accusation-secret"
        case.action_check()
        case.action_ask_hearing()
        return world.env[case._name].browse(case.id)
