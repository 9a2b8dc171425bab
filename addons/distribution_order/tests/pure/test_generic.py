from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from unittest import TestCase

from odoo.addons.distribution_member.tabular_files import RawRow  # noqa: TID251 - pure as well

from ...platform_parsers import generic


def naive(*parts):
    """Return a moment as Odoo keeps it: in UTC, without saying so."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


RULES = generic.ReadingRules(
    headings={field: tuple(names.split("|")) for field, names in generic.KNOWN_HEADINGS.items()},
    time_zone="UTC",
    goods_pattern=r"[0-9]{5}[A-Za-z]*",
)
CELLS = {
    "InvoiceNo": "536365",
    "StockCode": "84029E",
    "Description": "Bottle",
    "Quantity": "6",
    "InvoiceDate": "2010-12-01 08:26:00",
    "UnitPrice": "3.39",
    "CustomerID": "17850",
}


def parse(*changes, rules=RULES):
    rows = [RawRow(number, {**CELLS, **change}) for number, change in enumerate(changes, start=2)]
    return list(generic.parse(iter(rows), rules))


class TestGeneric(TestCase):
    def test_good_line_is_read_whole(self):
        [line] = parse({})
        self.assertEqual(
            line,
            generic.ParsedLine(
                number=2,
                state="ok",
                order_ref="536365",
                line_ref="84029E#1",
                customer="17850",
                date=naive(2010, 12, 1, 8, 26),
                sku="84029E",
                product_name="Bottle",
                quantity=Decimal("6"),
                unit_price=Decimal("3.39"),
            ),
        )

    def test_lines_are_skipped_for_the_first_reason_that_holds(self):
        for change, finding in (
            ({"CustomerID": "", "StockCode": "POST", "UnitPrice": "0"}, "no_customer"),
            ({"StockCode": "POST", "UnitPrice": "0"}, "not_goods"),
            ({"StockCode": "8402", "UnitPrice": "1"}, "not_goods"),
            ({"StockCode": "84029E1"}, "not_goods"),
            ({"UnitPrice": "0"}, "no_price"),
            ({"UnitPrice": "-1"}, "no_price"),
            ({"UnitPrice": ""}, "no_price"),
        ):
            with self.subTest(change=change):
                [line] = parse(change)
                self.assertEqual((line.state, line.finding), ("skipped", finding))

    def test_bad_cells_are_errors_that_name_the_text(self):
        for change, finding, culprit in (
            ({"Quantity": "six"}, "bad_quantity", "six"),
            ({"UnitPrice": "free"}, "bad_unit_price", "free"),
            ({"InvoiceDate": "soon"}, "bad_date", "soon"),
            ({"InvoiceNo": ""}, "empty_order_ref", None),
        ):
            with self.subTest(change=change):
                [line] = parse(change)
                self.assertEqual(
                    (line.state, line.finding, line.culprit), ("error", finding, culprit)
                )

    def test_missing_customer_and_price_are_errors_when_the_profile_says_so(self):
        rules = replace(RULES, skip_without_customer=False, skip_without_price=False)
        lines = parse({"CustomerID": ""}, {"UnitPrice": "-1"}, rules=rules)
        self.assertEqual(
            [(line.state, line.finding) for line in lines],
            [("error", "empty_customer"), ("error", "negative_price")],
        )

    def test_equal_lines_of_an_order_are_told_apart(self):
        lines = parse({}, {}, {"InvoiceNo": "536366"})
        self.assertEqual([line.line_ref for line in lines], ["84029E#1", "84029E#2", "84029E#1"])

    def test_columns_are_found_whatever_their_case_and_missing_ones_named(self):
        cells = {"invoiceno": "1", "STOCKCODE": "2"}
        with self.assertRaises(generic.MissingColumnsError) as caught:
            generic.find_columns(cells, RULES.headings)
        self.assertEqual(caught.exception.args[0], ["customer", "date", "quantity", "unit_price"])
