"""The chapters of the manual, in its order; each names its pictures."""

from scripts.screenshots.chapters import (
    applications,
    commission,
    kingdee,
    levels,
    members,
    orders,
    portal,
    privacy,
    referrals,
)

CHAPTERS = (members, applications, levels, orders, kingdee, commission, portal, privacy, referrals)
