"""Lines as people write them, and files as they keep them."""

import doctest
import io

import openpyxl
import pytest
from odoo.addons.distribution_member.tabular_files import (  # noqa: TID251 - pure as well
    UnreadableFileError,
)

from ...quick_lines import MOST_LINES, read_file, read_text, reader


def short(lines):
    """Return (number, code, quantity, fault) of each line."""
    return [
        (line.number, line.code, str(line.quantity) if line.quantity else None, line.fault)
        for line in lines
    ]


def test_examples_in_the_text_hold():
    assert doctest.testmod(reader).failed == 0


@pytest.mark.parametrize(
    "text",
    ["FS1001 20", "FS1001\t20", "FS1001,20", "FS1001， 20", "FS1001*20", "FS1001 x20", "FS1001|20"],
)
def test_every_way_to_write_a_line(text):
    assert short(read_text(text)) == [(1, "FS1001", "20", None)]


def test_bad_lines_stay_with_their_reason_and_good_ones_are_kept():
    assert short(read_text("A1 2\n\nB2\nC3 lots\n  D4   1.5 ")) == [
        (1, "A1", "2", None),
        (3, "B2", None, "no_quantity"),
        (4, "C3", None, "bad_quantity"),
        (5, "D4", "1.5", None),
    ]


def test_file_with_headings_in_any_order():
    content = "数量,名称,编码\n5,Putty,FS1001\n,Paint,FS1002\n".encode("gb18030")
    assert short(read_file(content)) == [
        (2, "FS1001", "5", None),
        (3, "FS1002", None, "no_quantity"),
    ]


def test_file_without_headings_keeps_its_first_line():
    assert short(read_file(b"FS1001,5\nFS1002,6\n")) == [
        (1, "FS1001", "5", None),
        (2, "FS1002", "6", None),
    ]
    assert short(read_file(b"FS1001,5\n")) == [(1, "FS1001", "5", None)]


def test_workbook():
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    for row in (["Code", "Qty"], ["FS1001", 20], [4006381333931, 2.5]):
        book.active.append(row)
    book.save(buffer)
    assert short(read_file(buffer.getvalue())) == [
        (2, "FS1001", "20", None),
        (3, "4006381333931", "2.5", None),
    ]


def test_file_that_is_no_list_of_goods_is_refused():
    for content in (b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0", b"only one column\nnext\n"):
        with pytest.raises(UnreadableFileError):
            read_file(content)


def test_too_many_lines_are_refused_not_cut():
    assert len(read_text("A 1\n" * MOST_LINES)) == MOST_LINES
    for read, text in ((read_text, "A 1\n"), (read_file, b"code,qty\nA,1\n")):
        with pytest.raises(UnreadableFileError):
            read(text * (MOST_LINES + 2))
