import doctest
from datetime import date
from unittest import TestCase

from ... import member_files
from ...member_files import cells, columns, numbers, tree

GOOD = {"code": "C1", "name": "Firm", "level": "L", "region": "R"}


class TestMemberFiles(TestCase):
    def _judge(self, **texts):
        values, finding = member_files.judge_cells({**GOOD, **texts})
        return (finding.reason, finding.field) if finding else values

    def test_examples_in_the_code_hold(self):
        for module in (cells, columns, numbers, tree):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertEqual(result.failed, 0)
                self.assertGreater(result.attempted, 0)

    def test_each_bad_cell_is_found_and_named(self):
        for field, text, reason in (
            ("code", "", "empty"),
            ("region", "", "empty"),
            ("name", "N" * 121, "too_long"),
            ("name", "=cmd|' /C calc'!A0", "formula"),
            ("contact", "@SUM(A1)", "formula"),
            ("code", "+1", "formula"),
            ("code", "6.22E+18", "shortened"),
            ("bank_account", "6.22202123456789e+18", "shortened"),
            ("bank_account", "12345", "bad_bank_account"),
            ("credit_code", "91110000600037341M", "bad_credit_code"),
            ("id_number", "110105194912310021", "bad_id_number"),
            ("phone", "1380013800", "bad_phone"),
            ("email", "zhang@", "bad_email"),
            ("date_start", "2024-02-30", "bad_date"),
            ("date_end", "31/12/2024", "bad_date"),
            ("consent_date", "0001-01-01", "bad_date"),
            ("subject_type", "foundation", "bad_subject_type"),
            ("member_state", "sleeping", "bad_member_state"),
            ("upline", "C1", "own_upline"),
        ):
            with self.subTest(field=field, text=text[:20]):
                self.assertEqual(self._judge(**{field: text}), (reason, field))

    def test_cells_that_contradict_each_other_are_found(self):
        for texts, found in (
            (
                {"date_start": "2024-02-01", "date_end": "2024-01-31"},
                ("end_before_start", "date_end"),
            ),
            (
                {"subject_type": "自然人", "credit_code": "91110000600037341L"},
                ("credit_code_of_person", "credit_code"),
            ),
            ({"id_number": "11010519491231002X"}, ("id_number_of_company", "id_number")),
        ):
            with self.subTest(texts=texts):
                self.assertEqual(self._judge(**texts), found)

    def test_good_cells_become_values(self):
        self.assertEqual(
            self._judge(
                subject_type="个体工商户",
                id_number="11010519491231002x",
                bank_account="6222 0212-3456 7890",
                phone="+86 138-0013-8000",
                email="a.b@example.cn",
                date_start="2024年1月2日",
                date_end="2024/12/31",
                member_state="有效",
            ),
            {
                **GOOD,
                "subject_type": "sole_trader",
                "id_number": "11010519491231002X",
                "bank_account": "6222021234567890",
                "phone": "+86 138-0013-8000",
                "email": "a.b@example.cn",
                "date_start": date(2024, 1, 2),
                "date_end": date(2024, 12, 31),
                "member_state": "active",
            },
        )

    def test_finding_about_a_sensitive_number_does_not_repeat_it(self):
        for field in ("bank_account", "id_number"):
            _values, finding = member_files.judge_cells({**GOOD, field: "1234*"})
            self.assertEqual(finding.culprit, "")

    def test_missing_columns_are_named_all_at_once(self):
        with self.assertRaises(member_files.MissingColumnsError) as caught:
            member_files.match_headings(["名称", "备注"])
        self.assertEqual(caught.exception.args[0], ["code", "level", "region"])

    def test_template_headings_are_recognised_and_belong_to_one_column_each(self):
        for lang in ("zh_CN", "en_US"):
            headings = [column.heading(lang) for column in member_files.COLUMNS]
            found, unread = member_files.match_headings(headings)
            self.assertEqual(list(found), list(member_files.FIELDS))
            self.assertEqual(list(found.values()), headings)
            self.assertEqual(unread, [])
        known = [heading for column in member_files.COLUMNS for heading in column.headings]
        self.assertEqual(len(known), len(set(known)))

    def test_template_examples_are_good_cells(self):
        texts = {column.field: column.example for column in member_files.COLUMNS}
        self.assertNotIsInstance(self._judge(**{**texts, "level": "L", "region": "R"}), tuple)

    def test_deep_tree_is_walked_without_recursion_in_any_order(self):
        for order in (range(5000), reversed(range(5000))):
            found = member_files.build_tree({str(n): str(n - 1) for n in order})
            self.assertEqual(found.depths["4999"], 4999)
            self.assertFalse(found.cycle_of)

    def test_cycle_names_its_members_and_takes_along_who_stands_below(self):
        found = member_files.build_tree({"d": "c", "c": "b", "b": "a", "a": "c", "e": ""})
        self.assertEqual(found.cycle_of["d"], ("c", "b", "a"))
        self.assertEqual(set(found.cycle_of), set("abcd"))
        self.assertEqual(found.depths, {"e": 0})
