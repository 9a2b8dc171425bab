import io
from unittest import TestCase

import openpyxl

from ...platform_parsers import tabular


def read(content):
    return [(row.number, row.cells) for row in tabular.read_rows(content)]


class TestTabular(TestCase):
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
        self.assertEqual(read(b"a,b\n1\n1,2,3\n"), [(2, {"a": "1"}), (3, {"a": "1", "b": "2"})])

    def test_xlsx_is_read_like_its_csv(self):
        book = openpyxl.Workbook()
        book.active.append(["Order", "Customer", "Date", "Price"])
        book.active.append([536365, 17850.0, "2010-12-01 08:26:00", 3.39])
        buffer = io.BytesIO()
        book.save(buffer)
        self.assertEqual(
            read(buffer.getvalue()),
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
            (b"\xff\xfe\x00\x01", ""),
            (b'a,b\n1,2\n"3,4\n', "line 3"),
        ):
            with (
                self.subTest(content=content),
                self.assertRaisesRegex(tabular.UnreadableFileError, words),
            ):
                read(content)
