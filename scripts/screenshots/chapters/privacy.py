"""Pictures of the chapter on personal data."""

from scripts.screenshots.pictures import PHONE, Picture

ACTION = "/odoo/action-distribution_member.distribution"

PICTURES = [
    Picture(
        name="sensitive_reveal",
        login="finance",
        path="/odoo/action-distribution_member.distribution_member_action/{id}",
        record=("distribution.member", [("code", "=", "D101")]),
        clicks=(".o_sensitive_reveal",),
    ),
    Picture(name="privacy_purposes", login="admin", path=f"{ACTION}_purpose_action"),
    Picture(name="privacy_consents", login="admin", path=f"{ACTION}_consent_action"),
    Picture(name="privacy_requests", login="finance", path=f"{ACTION}_privacy_request_action"),
    Picture(
        name="privacy_request_form",
        login="admin",
        path=f"{ACTION}_privacy_request_action/{{id}}",
        record=("distribution.privacy.request", [("state", "=", "checked")]),
    ),
    Picture(
        name="privacy_incident",
        login="admin",
        path=f"{ACTION}_incident_action/{{id}}",
        record=("distribution.incident", []),
    ),
    Picture(name="privacy_keys", login="admin", path=f"{ACTION}_sensitive_key_action"),
    Picture(name="privacy_retention", login="admin", path=f"{ACTION}_retention_rule_action"),
    Picture(
        name="portal_privacy",
        login="distributor",
        path="/my/distribution/privacy",
        is_whole_page=True,
    ),
    Picture(
        name="portal_privacy_phone",
        login="distributor",
        path="/my/distribution/privacy",
        size=PHONE,
        is_whole_page=True,
    ),
    Picture(name="privacy_notice_phone", path="/distribution/notice/sensitive", size=PHONE),
]
