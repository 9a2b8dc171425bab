"""The chapters of the manual, in its order; each names its pictures."""

from scripts.screenshots.chapters import (
    adoption,
    applications,
    commission,
    forecast,
    kingdee,
    levels,
    members,
    orders,
    performance,
    portal,
    privacy,
    referrals,
    reports_by_mail,
    sales_reports,
)

CHAPTERS = (
    members,
    applications,
    levels,
    orders,
    kingdee,
    commission,
    sales_reports,
    performance,
    forecast,
    reports_by_mail,
    portal,
    privacy,
    referrals,
    adoption,
)
