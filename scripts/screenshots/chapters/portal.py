"""Pictures of the chapter on portal."""

from scripts.screenshots.pictures import PHONE, Picture

PAGES = "/my/distribution"
PICTURES = [
    Picture(name="portal_channel", login="distributor", path=PAGES),
    Picture(
        name="portal_channel_phone",
        login="distributor",
        path=PAGES,
        size=PHONE,
        is_whole_page=True,
    ),
    *(
        Picture(
            name=f"portal_{page}_phone", login="distributor", path=f"{PAGES}/{page}", size=PHONE
        )
        for page in ("orders", "team", "me", "notices", "certificates")
    ),
    Picture(
        name="portal_colleagues_phone",
        login="distributor",
        path=f"{PAGES}/colleagues",
        size=PHONE,
        is_whole_page=True,
    ),
    Picture(
        name="portal_privacy_phone",
        login="distributor",
        path=f"{PAGES}/privacy",
        size=PHONE,
        is_whole_page=True,
    ),
    Picture(
        name="portal_levels_phone",
        login="d401",
        path=f"{PAGES}/levels",
        size=PHONE,
        is_whole_page=True,
    ),
    Picture(name="portal_home", login="distributor", path="/my"),
    Picture(name="portal_home_phone", login="distributor", path="/my", size=PHONE),
    Picture(
        name="portal_statements_phone",
        login="distributor",
        path="/my/distribution/statements",
        size=PHONE,
    ),
    Picture(
        name="portal_statement_phone",
        login="distributor",
        path="/my/distribution/statements/{id}",
        record=("distribution.statement", []),
        size=PHONE,
    ),
    Picture(
        name="portal_explanation_phone",
        login="distributor",
        path="/my/distribution/statements/{id}",
        record=("distribution.statement", []),
        size=PHONE,
        clicks=(".o_distribution_statement_line details summary",),
        is_whole_page=True,
    ),
    Picture(
        name="portal_statement",
        login="distributor",
        path="/my/distribution/statements/{id}",
        record=("distribution.statement", []),
    ),
    Picture(
        name="statement_pdf",
        login="distributor",
        path="/my/distribution/statements/{id}?report_type=pdf",
        record=("distribution.statement", []),
        is_pdf=True,
    ),
]
