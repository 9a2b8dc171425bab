"""The chapters of the manual, in its order; each names its pictures."""

from scripts.screenshots.chapters import applications, commission, members, orders, portal, privacy

CHAPTERS = (members, applications, orders, commission, portal, privacy)
