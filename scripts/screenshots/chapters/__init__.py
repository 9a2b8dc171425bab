"""The chapters of the manual, in its order; each names its pictures."""

from scripts.screenshots.chapters import (
    applications,
    commission,
    levels,
    members,
    orders,
    portal,
    privacy,
)

CHAPTERS = (members, applications, levels, orders, commission, portal, privacy)
