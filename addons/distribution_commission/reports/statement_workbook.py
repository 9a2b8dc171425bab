"""A statement as a workbook: what is owed on the first sheet, every line of it on the second."""

import io

import xlsxwriter
from odoo.tools import format_date


def build_statement_workbook(statement) -> bytes:
    """Return the XLSX file of one statement, in the language of its environment."""
    buffer = io.BytesIO()
    # Texts are written as texts: a name that begins with = must not become a formula.
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    formats = {
        "title": workbook.add_format({"bold": True, "font_size": 14}),
        "heading": workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "money": workbook.add_format({"num_format": "#,##0.00"}),
    }
    _write_summary(workbook, formats, statement)
    _write_lines(workbook, formats, statement)
    workbook.close()
    return buffer.getvalue()


def _write_summary(workbook, formats, statement):
    env = statement.env
    sheet = workbook.add_worksheet(env._("Statement"))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 40)
    sheet.write_string(0, 0, statement.display_name, formats["title"])
    facts = [
        (env._("Member"), statement.member_id.display_name),
        (
            env._("Period"),
            f"{format_date(env, statement.date_from)} – {format_date(env, statement.date_to)}",
        ),
        (env._("Currency"), statement.currency_id.name),
    ]
    for row, (label, text) in enumerate(facts, start=2):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, text)
    figures = statement._get_figures(only_shown=False)
    for row, figure in enumerate(figures, start=6):
        sheet.write_string(row, 0, figure.label)
        sheet.write_number(row, 1, figure.amount, formats["money"])
    for row, note in enumerate(statement._get_notes(), start=7 + len(figures)):
        sheet.write_string(row, 0, note)


def _write_lines(workbook, formats, statement):
    env = statement.env
    sheet = workbook.add_worksheet(env._("Lines"))
    headings = [
        (env._("Date"), 12),
        (env._("Order"), 14),
        (env._("Buyer"), 28),
        (env._("Subject"), 36),
        (env._("Kind"), 12),
        (env._("Depth"), 8),
        (env._("Base"), 14),
        (env._("Rate (%)"), 10),
        (env._("Amount"), 14),
        (env._("Explanation"), 90),
    ]
    for column, (heading, width) in enumerate(headings):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, formats["heading"])
    sheet.freeze_panes(1, 0)
    kinds = dict(statement.entry_ids._fields["kind"]._description_selection(env))
    row = 0
    for row, entry in enumerate(statement.entry_ids, start=1):
        sheet.write_string(row, 0, format_date(env, entry.date))
        sheet.write_string(row, 1, entry.order_id.name or "")
        sheet.write_string(row, 2, entry.buyer_id.display_name or "")
        sheet.write_string(row, 3, entry._get_subject())
        sheet.write_string(row, 4, kinds[entry.kind])
        sheet.write_number(row, 5, entry.depth)
        sheet.write_number(row, 6, entry.base_amount, formats["money"])
        sheet.write_number(row, 7, entry.rate)
        sheet.write_number(row, 8, entry.amount, formats["money"])
        sheet.write_string(row, 9, entry.explanation)
    sheet.autofilter(0, 0, row, len(headings) - 1)
