"""Pictures of the chapter on invitations."""

from scripts.demo_company.names import INVITATION_CODE
from scripts.screenshots.pictures import PHONE, Picture

REFERRAL = "distribution_member.distribution_referral_action"
LINK = ("distribution.referral.link", [("code", "=", INVITATION_CODE)])

PICTURES = [
    Picture(
        name="portal_invite_phone",
        login="distributor",
        path="/my/distribution/invite",
        size=PHONE,
        is_whole_page=True,
    ),
    Picture(name="referral_page_phone", path=f"/distribution/r/{INVITATION_CODE}", size=PHONE),
    Picture(name="referral_list", login="reviewer", path=f"/odoo/action-{REFERRAL}"),
    Picture(
        name="referral_form",
        login="reviewer",
        path=f"/odoo/action-{REFERRAL}/{{id}}",
        record=("distribution.referral", [("via", "=", "carried")]),
    ),
    Picture(
        name="referral_poster",
        login="admin",
        path="/report/pdf/distribution_member.report_referral_poster/{id}",
        record=LINK,
        is_pdf=True,
    ),
]
