import doctest
import io
import zipfile
from unittest import TestCase

import openpyxl

from ... import tabular_files
from ...tabular_files import reader


def read(content):
    return [(row.number, row.cells) for row in tabular_files.read_rows(content)]


def build_workbook(rows):
    """Return a workbook of one sheet."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def build_zip(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def replace_part(workbook, name, content):
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return build_zip({**parts, name: content})


class TestTabularReader(TestCase):
    def test_csv_is_read_in_the_usual_encodings(self):
        expected = [(2, {"订单": "1", "数量": "2"})]
        for encoding in ("utf-8", "utf-8-sig", "gb18030"):
            with self.subTest(encoding=encoding):
                self.assertEqual(read("订单,数量\n1,2\n".encode(encoding)), expected)

    def test_csv_is_read_with_the_usual_delimiters(self):
        for delimiter in ",;\t|":
            with self.subTest(delimiter=delimiter):
                content = f"a{delimiter}b\n1{delimiter}2\n".encode()
                self.assertEqual(read(content), [(2, {"a": "1", "b": "2"})])

    def test_line_numbers_count_empty_and_broken_lines(self):
        content = b'a,b\n\n1,"two\nlines"\n,,\n3,4\r\n'
        self.assertEqual(
            read(content), [(3, {"a": "1", "b": "two\nlines"}), (6, {"a": "3", "b": "4"})]
        )

    def test_short_and_long_lines_are_read(self):
        self.assertEqual(
            read(b"a,b\n1\n1,2,3\n"), [(2, {"a": "1", "b": ""}), (3, {"a": "1", "b": "2"})]
        )

    def test_xlsx_is_read_like_its_csv(self):
        workbook = build_workbook(
            [
                ["Order", "Customer", "Date", "Price"],
                [536365, 17850.0, "2010-12-01 08:26:00", 3.39],
            ]
        )
        self.assertEqual(
            read(workbook),
            [
                (
                    2,
                    {
                        "Order": "536365",
                        "Customer": "17850",
                        "Date": "2010-12-01 08:26:00",
                        "Price": "3.39",
                    },
                )
            ],
        )

    def test_unreadable_content_is_refused_with_its_place(self):
        for content, words in (
            (b"", "no_headings"),
            (b" , \n1,2\n", "no_headings"),
            (b"PK\x03\x04 not a zip", "xlsx"),
            (b"\xff\xfe\x00\x01", "binary"),
            (b"a,b\n\x00,1\n", "binary"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
            (b"\xff\xfe\x00" * 9, "encoding"),
            (b'a,b\n1,2\n"3,4\n', "line 3"),
        ):
            with (
                self.subTest(content=content),
                self.assertRaisesRegex(tabular_files.UnreadableFileError, words),
            ):
                read(content)

    def test_broken_workbook_is_refused_wherever_it_breaks(self):
        whole = build_workbook([["a"], ["1"]])
        for name, content in (
            ("half", whole[: len(whole) // 2]),
            ("no workbook inside", build_zip({"readme.txt": b"no workbook"})),
            ("broken XML", replace_part(whole, "xl/worksheets/sheet1.xml", b"<worksheet><row")),
        ):
            with (
                self.subTest(name),
                self.assertRaisesRegex(tabular_files.UnreadableFileError, "xlsx"),
            ):
                read(content)

    def test_workbook_that_unpacks_too_large_is_refused_unopened(self):
        bomb = build_zip({"xl/worksheets/sheet1.xml": bytes(300 * 1024 * 1024)})
        self.assertLess(len(bomb), 1024 * 1024)
        with self.assertRaisesRegex(tabular_files.UnreadableFileError, "too_large"):
            read(bomb)

    def test_too_many_lines_are_refused_with_the_first_too_many(self):
        rows = tabular_files.read_rows(b"a\n1\n\n2\n3\n", most_lines=2)
        with self.assertRaisesRegex(tabular_files.UnreadableFileError, "line 5: too_many_lines 2"):
            list(rows)
        self.assertEqual(len(list(tabular_files.read_rows(b"a\n1\n\n2\n", most_lines=2))), 2)

    def test_excel_unicode_text_is_read(self):
        content = "编码\t名称\nA\t甲\n".encode("utf-16")
        self.assertEqual(read(content), [(2, {"编码": "A", "名称": "甲"})])

    def test_number_longer_than_a_spreadsheet_keeps_is_not_made_whole(self):
        self.assertEqual(
            read(build_workbook([["account"], [6.22202123456789e18], ["6222021234567890123"]])),
            [(2, {"account": "6.22202123456789e+18"}), (3, {"account": "6222021234567890123"})],
        )

    def test_examples_in_the_code_hold(self):
        self.assertEqual(doctest.testmod(reader).failed, 0)
