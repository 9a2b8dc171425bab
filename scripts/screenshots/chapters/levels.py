"""Pictures of the chapters on level suggestions, reminders of what ends, and renewal."""

from scripts.screenshots.pictures import PHONE, Picture

MODULE = "distribution_member"
RULES = f"/odoo/action-{MODULE}.distribution_level_rule_action"
SUGGESTIONS = f"/odoo/action-{MODULE}.distribution_level_suggestion_action"
REMINDERS = f"/odoo/action-{MODULE}.distribution_expiry_reminder_action"
PENDING = ("distribution.level.suggestion", [("state", "=", "pending")])
# The member whose membership ends in a few days, and its button Renew: the third of the header.
ENDING = ("distribution.member", [("code", "=", "D101")])
RENEW = ".o_statusbar_buttons button:nth-child(3)"

PICTURES = [
    Picture(
        name="level_rule",
        login="admin",
        path=f"{RULES}/{{id}}",
        record=("distribution.level.rule", [("line_ids", "!=", False)]),
    ),
    Picture(name="level_suggestions", login="admin", path=SUGGESTIONS),
    Picture(name="level_suggestions_phone", login="admin", path=SUGGESTIONS, size=PHONE),
    Picture(
        name="level_suggestion_form", login="admin", path=f"{SUGGESTIONS}/{{id}}", record=PENDING
    ),
    Picture(
        name="level_decision",
        login="admin",
        path=f"{SUGGESTIONS}/{{id}}",
        record=PENDING,
        clicks=(".o_statusbar_buttons button:first-child",),
    ),
    Picture(
        name="level_objection",
        login="admin",
        path=f"{SUGGESTIONS}/{{id}}",
        record=("distribution.level.suggestion", [("objection_state", "=", "open")]),
        clicks=(".o_notebook_headers [name=objection]",),
    ),
    Picture(name="expiry_reminders", login="admin", path=REMINDERS),
    Picture(name="expiry_reminders_phone", login="admin", path=REMINDERS, size=PHONE),
    Picture(
        name="member_renew",
        login="admin",
        path=f"/odoo/action-{MODULE}.distribution_member_action/{{id}}",
        record=ENDING,
        clicks=(RENEW,),
    ),
]
