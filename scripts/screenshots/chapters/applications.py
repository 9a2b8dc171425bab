"""Pictures of the chapter on applications."""

from scripts.screenshots.pictures import PHONE, Picture

APPLICATION = "distribution_member.distribution_application"
LIST = ".o_switch_view.o_list"


def _form(name, domain, **options):
    return Picture(
        name=name,
        login="reviewer",
        path=f"/odoo/action-{APPLICATION}_action/{{id}}",
        record=("distribution.application", domain),
        **options,
    )


PICTURES = [
    Picture(name="application_kanban", login="reviewer", path=f"/odoo/action-{APPLICATION}_action"),
    Picture(
        name="application_kanban_phone",
        login="reviewer",
        path=f"/odoo/action-{APPLICATION}_action",
        size=PHONE,
    ),
    Picture(
        name="application_list",
        login="reviewer",
        path=f"/odoo/action-{APPLICATION}_action",
        clicks=(LIST,),
    ),
    _form("application_form", [("is_overdue", "=", True), ("state", "=", "in_review")]),
    _form("application_need_info", [("state", "=", "need_info")]),
    _form("application_duplicates", [("duplicate_count", ">", 0), ("state", "=", "submitted")]),
    _form("application_form_phone", [("state", "=", "need_info")], size=PHONE),
    Picture(
        name="application_time",
        login="reviewer",
        path=f"/odoo/action-{APPLICATION}_time_action",
    ),
    Picture(
        name="application_document",
        login="reviewer",
        path="/odoo/action-distribution_member.distribution_document_action/{id}",
        record=("distribution.document", [("state", "=", "refused")]),
    ),
    Picture(
        name="document_type",
        login="admin",
        path="/odoo/action-distribution_member.distribution_document_type_action",
    ),
    Picture(
        name="distribution_settings",
        login="admin",
        path="/odoo/action-distribution_member.distribution_settings_action",
    ),
    Picture(name="join", path="/distribution/join", is_whole_page=True),
    Picture(name="join_phone", path="/distribution/join", size=PHONE, is_whole_page=True),
]
