"""A report as a workbook: what it is about on top, then headings that stay, rows and totals."""

import io
import re

import xlsxwriter

from .report_table import ReportTable

NUMBER_FORMATS = {"amount": "#,##0.00", "quantity": "#,##0.###", "integer": "#,##0"}
WIDTHS = {"text": 28, "amount": 16, "quantity": 14, "integer": 12}
# What a name of a sheet may not hold, and how long it may be.
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
SHEET_NAME_SIGNS = 31


def build_report_workbook(table: ReportTable) -> bytes:
    """Return the XLSX file of a report."""
    buffer = io.BytesIO()
    # Texts are written as texts: a name that begins with = must not become a formula.
    workbook = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    name = FORBIDDEN.sub(" ", table.title).strip()[:SHEET_NAME_SIGNS]
    sheet = workbook.add_worksheet(name or None)
    sheet.write_string(0, 0, table.title, workbook.add_format({"bold": True, "font_size": 14}))
    for row, (label, text) in enumerate(table.facts, start=1):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, text)
    head = len(table.facts) + 2
    _write_headings(workbook, sheet, table, head)
    _write_rows(workbook, sheet, table, head + 1)
    _write_notes(sheet, table, head)
    workbook.close()
    return buffer.getvalue()


def _write_headings(workbook, sheet, table, row):
    heading = workbook.add_format(
        {"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#F2F2F2"}
    )
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, WIDTHS[column.kind])
        sheet.write_string(row, place, column.label, heading)
    sheet.freeze_panes(row + 1, 0)
    sheet.autofilter(row, 0, row + max(len(table.rows), 1), max(len(table.columns) - 1, 0))
    sheet.repeat_rows(row)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_rows(workbook, sheet, table, start):
    formats = {
        kind: workbook.add_format({"num_format": text}) for kind, text in NUMBER_FORMATS.items()
    }
    bold = {
        kind: workbook.add_format({"num_format": text, "bold": True, "top": 1})
        for kind, text in {**NUMBER_FORMATS, "text": "@"}.items()
    }
    for row, cells in enumerate(table.rows, start=start):
        _write_cells(sheet, row, table.columns, cells, formats)
    if table.totals:
        _write_cells(sheet, start + len(table.rows), table.columns, table.totals, bold)


def _write_cells(sheet, row, columns, cells, formats):
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        style = formats.get(column.kind)
        if cell is None:
            sheet.write_blank(row, place, None, style)
        elif column.kind == "text":
            sheet.write_string(row, place, str(cell), style)
        else:
            sheet.write_number(row, place, cell, style)


def _write_notes(sheet, table, head):
    start = head + len(table.rows) + (3 if table.totals else 2)
    for row, note in enumerate(table.notes, start=start):
        sheet.write_string(row, 0, note)
