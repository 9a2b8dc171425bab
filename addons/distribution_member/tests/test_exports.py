import csv
import io
import json

import openpyxl
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from ..tabular_files import unmark_text
from .common import DistributionCommon

NAMES = (
    '=HYPERLINK("http://evil.example","Ada")',
    "{=SUM(1+1)}",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1+1",
    "external:c:\\evil.exe",
    "http://evil.example",
)
PHONE = "+86 138 0000 0000"
FIELDS = ("name", "phone", "email", "color", "create_date")


@tagged("post_install", "-at_install")
class TestExports(DistributionCommon, HttpCase):
    """What people call themselves is never code in the spreadsheet of whoever exports them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create(
            [{"name": name, "phone": PHONE, "color": -3} for name in NAMES]
        )
        # Names are stored without blanks at their ends by some forms, not by all.
        cls.names = cls.partners.mapped("name")
        cls._create_user("t_exporter", "admin").group_ids += cls.env.ref("base.group_allow_export")

    def setUp(self):
        super().setUp()
        self.authenticate("t_exporter", "t_exporter")

    def _export(self, kind, **more):
        fields = [{"name": name, "label": name, "type": "char"} for name in FIELDS]
        data = {
            "model": "res.partner",
            "fields": fields,
            "ids": self.partners.ids,
            "domain": [],
            "import_compat": False,
            **more,
        }
        return self._download(f"/web/export/{kind}", data)

    def _download(self, url, data):
        answer = self.url_open(
            url, data={"data": json.dumps(data), "csrf_token": Request.csrf_token(self)}
        )
        self.assertEqual(answer.status_code, 200, answer.text[:500])
        return answer.content

    def _cells(self, content):
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
        self.assertEqual([cell for cell in cells if cell.data_type == "f" or cell.hyperlink], [])
        return [cell.value for cell in cells]

    def test_list_as_workbook_holds_the_names_as_texts(self):
        values = self._cells(self._export("xlsx"))
        for text in (*(name.strip("\t") for name in self.names), PHONE):
            self.assertTrue(any(text in str(value) for value in values), text)
        self.assertIn(-3, values)

    def test_grouped_list_as_workbook_holds_the_names_as_texts(self):
        values = self._cells(self._export("xlsx", groupby=["name"]))
        self.assertTrue(any("HYPERLINK" in str(value) for value in values))
        self.assertIn(-3, values)

    def test_list_as_csv_is_read_back_as_it_was(self):
        text = self._export("csv").decode()
        rows = list(csv.reader(io.StringIO(text, newline="")))[1:]
        for row in rows:
            self.assertNotRegex(row[0], r"^\s*[=+\-@＝]")
            self.assertEqual(row[1], PHONE)
            self.assertEqual(row[3], "-3")
        self.assertEqual(sorted(unmark_text(row[0]) for row in rows), sorted(self.names))

    def test_pivot_table_as_workbook_holds_the_names_as_texts(self):
        titles = [{"title": name, "width": 1, "height": 1} for name in self.names]
        values = self._cells(
            self._download(
                "/web/pivot/export_xlsx",
                {
                    "title": "Members",
                    "model": "res.partner",
                    "measure_count": 1,
                    "origin_count": 1,
                    "col_group_headers": [titles],
                    "measure_headers": [],
                    "rows": [
                        {"indent": 0, "title": name, "values": [{"value": -3}, {"value": name}]}
                        for name in self.names
                    ],
                },
            )
        )
        self.assertIn(f"'{NAMES[0]}", values)
        self.assertIn(-3, values)
