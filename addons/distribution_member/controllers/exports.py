"""Lists and pivot tables that are exported hold texts, never formulas of whoever wrote them."""

import csv
import io
import json
import re

from odoo import http
from odoo.addons.web.controllers.export import (
    CSVExport,
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)
from odoo.addons.web.controllers.pivot import TableExporter
from werkzeug.datastructures import FileStorage

from ..tabular_files import mark_text

# Of a pivot table, what is written into cells.
PIVOT_PARTS = ("col_group_headers", "measure_headers", "rows")
# What the workbook's writer takes for a formula or a link.
TYPED = re.compile(r"=|\{=|(ftp|http)s?://|mailto:|(in|ex)ternal:")


class TextWriter(ExportXlsxWriter):
    """The sheet of a list."""

    def write(self, row, column, cell_value, style=None):
        """Override of `web`: what begins with = is no formula, what looks like one no link."""
        if isinstance(cell_value, str) and cell_value:
            return self.worksheet.write_string(row, column, cell_value, style)
        return super().write(row, column, cell_value, style)


class GroupTextWriter(TextWriter, GroupExportXlsxWriter):
    """The sheet of a list in groups."""


class TextCsvExport(CSVExport):
    def from_data(self, fields, columns_headers, rows):
        """Override of `web`, not called: it knows `= + -` only, and marks phone numbers too."""
        file = io.StringIO()
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([_mark(cell) for cell in row] for row in (columns_headers, *rows))
        return file.getvalue()


class TextExcelExport(ExcelExport):
    def from_data(self, fields, columns_headers, rows):
        """Override of `web`, not called: its writer is not to be exchanged."""
        with TextWriter(fields, columns_headers, len(rows)) as writer:
            for number, row in enumerate(rows, start=1):
                for place, cell in enumerate(row):
                    writer.write_cell(number, place, cell)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        """Override of `web`, not called: its writer is not to be exchanged."""
        with GroupTextWriter(fields, columns_headers, groups.count) as writer:
            place = (1, 0)
            for name, group in groups.children.items():
                place = writer.write_group(*place, name, group)
        return writer.value


class TextPivotExport(TableExporter):
    @http.route()
    def export_xlsx(self, data, **kwargs):
        """Override of `web`: its cells are typed by what they look like, so texts get a mark."""
        table = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        parts = {name: _mark_titles(part) for name, part in table.items() if name in PIVOT_PARTS}
        return super().export_xlsx(json.dumps({**table, **parts}), **kwargs)


def _mark(cell):
    """Return what stands in a cell of a CSV file."""
    if cell is None or cell is False:
        return ""
    text = cell.decode() if isinstance(cell, bytes) else cell
    return mark_text(text) if isinstance(text, str) else text


def _mark_titles(table):
    """Return a pivot table in which no title and no value is taken for a formula or a link."""
    if isinstance(table, dict):
        return {name: _mark_titles(part) for name, part in table.items()}
    if isinstance(table, list):
        return [_mark_titles(part) for part in table]
    if isinstance(table, str) and TYPED.match(table):
        return f"'{table}"
    return table
