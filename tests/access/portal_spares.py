"""Runs in an Odoo shell: records of the own member for forms to use up."""

from odoo.addons.distribution_commission.tests.access_cases import make_plan, make_statement
from odoo.addons.distribution_member.tests.access_cases_referral import make_link

SPARES = 6


def make_spare_links(world):
    """Return invitation links of the own member, to end."""
    own = world.members["own"]
    return {f"spare {number}": make_link(world, own) for number in range(SPARES)}


def make_spare_plans(world):
    """Return plans that the own member has not accepted."""
    return {f"spare {number}": make_plan(world, world.members["own"]) for number in range(SPARES)}


def make_spare_statements(world):
    """Return statements that the own member has not answered."""
    own = world.members["own"]
    return {f"spare {number}": make_statement(world, own) for number in range(SPARES)}
