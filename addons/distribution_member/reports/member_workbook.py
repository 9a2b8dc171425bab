"""Workbooks of members in the format of the import: the template, the errors, the export."""

import io

import xlsxwriter
from odoo.tools import LazyTranslate

from ..member_files import COLUMNS

_lt = LazyTranslate(__name__)

ROWS_WITH_LISTS = 5000
WIDE = {"name", "region", "street", "email"}
# field -> what to write there
EXPLANATIONS = {
    "code": _lt("Number of the member, used in files and in the ERP. Each one once."),
    "name": _lt("Name of the company or person, as on the licence."),
    "level": _lt("Code or name of a level. Choose from the list."),
    "region": _lt("Code or name of a region. Choose from the list."),
    "upline": _lt(
        "Member code of the upline, which may stand anywhere in the file or be a member already."
        " Empty: directly under the manufacturer."
    ),
    "subject_type": _lt("Company, sole trader or natural person. Empty: company."),
    "credit_code": _lt("18 signs. A contact that has this code already becomes the member."),
    "contact": _lt("The person to talk to."),
    "phone": _lt("Mobile, or area code and number."),
    "email": _lt("One e-mail address."),
    "street": _lt("Street and number, with city and district."),
    "bank_account": _lt("Account that commission is paid to; stored encrypted."),
    "id_number": _lt("Identity card of a natural person; stored encrypted."),
    "consent_date": _lt(
        "Day on which the consent to sensitive data was signed. Needed for ID numbers, and for bank"
        " accounts of sole traders and persons."
    ),
    "date_start": _lt("First day of the membership. Empty: the day of the import."),
    "date_end": _lt("Last day of the authorisation. Empty: without end."),
    "member_state": _lt("Applicant, active, suspended or terminated. Empty: applicant."),
}


def build_template(env) -> bytes:
    """Return the empty workbook with lists to choose from and a sheet that explains the columns."""
    return _build(env, [])


def build_errors(lines) -> bytes:
    """Return the lines with their reasons, to be corrected and uploaded as a new import."""
    env = lines.env
    rows = (
        [line[column.field] for column in COLUMNS] + [str(line.number), line.reason]
        for line in lines
    )
    return _build(env, rows, (env._("Line"), env._("Reason")))


def build_export(members) -> bytes:
    """Return members as the import reads them; sensitive numbers are masked."""
    labels = {
        name: dict(members._fields[name]._description_selection(members.env))
        for name in ("subject_type", "state")
    }
    return _build(members.env, (_prepare_row(member, labels) for member in members))


def _prepare_row(member, labels):
    partner_sudo = member.partner_id.sudo()  # the member is the user's to read, and so its contact
    persons = partner_sudo.child_ids.filtered(lambda child: child.type == "contact")
    texts = {
        "code": member.code,
        "name": member.name,
        "level": member.level_id.name,
        "region": member.region_id.complete_name,
        "upline": member.upline_id.sudo().code,  # the code above may be known to those below
        "subject_type": labels["subject_type"][member.subject_type],
        "credit_code": partner_sudo.vat,
        "contact": persons[:1].name,
        "phone": partner_sudo.phone,
        "email": partner_sudo.email,
        "street": partner_sudo.street,
        "bank_account": member.bank_account,
        "id_number": member.id_number,
        "date_start": str(member.date_start),
        "date_end": str(member.date_end or ""),
        "member_state": labels["state"][member.state],
    }
    return [texts.get(column.field) for column in COLUMNS]


def _build(env, rows, more_headings=()) -> bytes:
    """Write headings and rows; every cell is text, so that nothing is run or cut short."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    required = workbook.add_format({"bold": True, "bottom": 1, "font_color": "#B02A37"})
    text = workbook.add_format({"num_format": "@"})
    sheet = workbook.add_worksheet(env._("Members"))
    for number, column in enumerate(COLUMNS):
        sheet.set_column(number, number, 28 if column.field in WIDE else 16, text)
        style = required if column.is_required else heading
        sheet.write_string(0, number, column.heading(env.lang), style)
    for number, name in enumerate(more_headings, start=len(COLUMNS)):
        sheet.set_column(number, number, 12 if number == len(COLUMNS) else 80, text)
        sheet.write_string(0, number, name, heading)
    sheet.freeze_panes(1, 2)
    for number, cells in enumerate(rows, start=1):
        for place, cell in enumerate(cells):
            if cell:
                sheet.write_string(number, place, cell, text)
    _write_explanations(workbook, env, heading)
    _write_lists(workbook, env, sheet)
    workbook.close()
    return buffer.getvalue()


def _write_explanations(workbook, env, heading):
    sheet = workbook.add_worksheet(env._("How to Fill In"))
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    titles = (env._("Column"), env._("Required"), env._("What to Write"), env._("Example"))
    for place, (title, width) in enumerate(zip(titles, (24, 10, 70, 28), strict=True)):
        sheet.set_column(place, place, width, wrapped)
        sheet.write_string(0, place, title, heading)
    for row, column in enumerate(COLUMNS, start=1):
        sheet.write_string(row, 0, column.heading(env.lang), wrapped)
        sheet.write_string(row, 1, env._("Yes") if column.is_required else "", wrapped)
        sheet.write_string(row, 2, env._(EXPLANATIONS[column.field]), wrapped)
        sheet.write_string(row, 3, column.example, wrapped)


def _write_lists(workbook, env, sheet):
    """Let the cells of some columns be chosen from lists; other texts are possible."""
    places = [("company_id", "in", [False, env.company.id])]
    members = env["distribution.member"]
    lists = {
        "level": env["distribution.level"].search(places).mapped("name"),
        "region": env["distribution.region"].search(places).mapped("complete_name"),
    }
    for field, name in (("subject_type", "subject_type"), ("member_state", "state")):
        lists[field] = [text for _key, text in members._fields[name]._description_selection(env)]
    hidden = workbook.add_worksheet("lists")
    hidden.hide()
    fields = [column.field for column in COLUMNS]
    for place, (field, texts) in enumerate(lists.items()):
        for row, text in enumerate(texts):
            hidden.write_string(row, place, text)
        letter = "ABCD"[place]
        column = fields.index(field)
        if texts:
            sheet.data_validation(
                1,
                column,
                ROWS_WITH_LISTS,
                column,
                {
                    "validate": "list",
                    "source": f"=lists!${letter}$1:${letter}${len(texts)}",
                    "error_type": "information",
                },
            )
