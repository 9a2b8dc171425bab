"""Tell the story to a database, step by step.

Business is done by the people whose business it is, with their rights: the administrator keeps the
channel and imports, finance settles.
"""

import sys
import time
from contextlib import contextmanager

from odoo import fields

from scripts.demo_company import (
    applications,
    approvals,
    authorisations,
    colleagues,
    commission,
    company,
    cross_cases,
    deliveries,
    feedback,
    forecasts,
    invoices,
    kingdee,
    levels,
    member_files,
    members,
    names,
    orders,
    performance,
    platform_sales,
    portal,
    privacy,
    products,
    referrals,
    returns,
    service_figures,
    shortages,
    users,
    weekly,
)

QUIET = {
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "skip_sms": True,  # nobody is called on a real phone
}


def generate(env):
    """Fill the database; it raises, and is of no use any more, when anything goes wrong."""
    if env["distribution.member"].search_count([], limit=1):
        raise SystemExit("The demo company needs a fresh database; this one has members.")
    env = env(context={**env.context, **QUIET, "lang": names.LANGUAGE, "tz": names.TIME_ZONE})
    today = fields.Date.context_today(env.user)
    with _step(env, "company and people"):
        company.set_up_company(env)
        users.make_staff(env)
    staff = users.find_users(env)
    admin_env = env(user=staff["admin"].id)
    with _step(env, "products and prices"):
        products.make_products(admin_env)
        price_lists = products.make_price_lists(admin_env)
    with _step(env, "members"):
        members.make_levels(admin_env, price_lists)
        products.make_assortments(admin_env)
        members.make_regions(admin_env, staff)
        members.make_members(admin_env, today)
        members.tell_changes(admin_env, today)
        users.make_portal_users(env)
        colleagues.make_colleagues(env)
        authorisations.issue_authorisations(admin_env, today)
        member_files.upload_new_members(admin_env, today)
    with _step(env, "orders"):
        commission.make_plans(admin_env, today)
        orders.import_orders(admin_env, today)
        platform_sales.import_platform_orders(admin_env, today)
        orders.make_quotations(admin_env, today)
        shortages.tell(admin_env, staff["manager"], today)
    _look_back(env, staff, today)


def _look_back(env, staff, today):
    """Tell what comes of the orders, and what people do besides."""
    admin_env, finance_env = env(user=staff["admin"].id), env(user=staff["finance"].id)
    with _step(env, "invoices"):
        invoices.bill_and_collect(admin_env, today)
    with _step(env, "levels and ends"):
        levels.suggest_levels(admin_env, today)
        levels.object_in_portal(admin_env)
        levels.stop_expired(admin_env, today)
        levels.remind_of_ends(admin_env, today)
    with _step(env, "deliveries and returns"):  # some of a month that is settled next
        returns.tell(admin_env, staff["manager"], today)
        deliveries.tell(admin_env, today)
    with _step(env, "commission"):
        commission.accept_plan(admin_env)
        commission.settle(finance_env, today)
        commission.adjust(finance_env, admin_env, today)
        weekly.settle_by_week(admin_env)
        weekly.tell_members(finance_env)
        commission.replay_next_year(finance_env, today)
    with _step(env, "applications"):
        applications.choose_documents(admin_env)
        referrals.make_links(admin_env, today)
        applications.tell_applications(admin_env, staff["reviewer"], today)
    with _step(env, "orders that wait"):
        approvals.tell(admin_env, staff["manager"])
    with _step(env, "portal"):
        portal.tell(admin_env, today)
        feedback.tell(admin_env, staff["manager"], today)
        cross_cases.tell(admin_env, staff["manager"], today)
        portal.stop_a_payout(finance_env, today)
    with _step(env, "Kingdee"):
        kingdee.tell(admin_env)
    with _step(env, "personal data"):
        privacy.tell_privacy(env, staff, today)
    _sum_up(env, staff, today)


def _sum_up(env, staff, today):
    """Tell what the figures say, when there are no more to come."""
    admin_env, finance_env = env(user=staff["admin"].id), env(user=staff["finance"].id)
    with _step(env, "the last month, computed anew"):
        commission.compute_anew(finance_env)
    with _step(env, "forecast"):
        forecasts.tell(env)
    with _step(env, "service figures and reports by mail"):
        service_figures.tell_reports(admin_env, staff)
    with _step(env, "targets and performance"):
        performance.tell(admin_env, staff["manager"], today)


@contextmanager
def _step(env, name):
    """Do a part of the work, keep it, and say how long it took."""
    started = time.monotonic()
    yield
    env.cr.commit()
    env.invalidate_all()
    print(f"  {name}: {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
