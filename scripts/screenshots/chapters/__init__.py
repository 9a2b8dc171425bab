"""The chapters of the manual, in its order; each names its pictures."""

from scripts.screenshots.chapters import commission, members, orders, portal

CHAPTERS = (members, orders, commission, portal)
