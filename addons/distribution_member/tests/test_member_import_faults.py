from odoo.tests import tagged

from .import_common import HEADINGS, MemberImportCommon


@tagged("post_install", "-at_install")
class TestMemberImportFaults(MemberImportCommon):
    def _assert_verdicts(self, rows, expected, **values):
        """Check what is said of rows; expected are (reason code, culprit)."""
        member_import = self._preview(*rows, **values)
        found = [verdict[1:] for verdict in self._verdicts(member_import).values()]
        self.assertEqual(found, expected)
        for line in member_import.line_ids.filtered("finding"):
            with self.subTest(line=line.number):
                self.assertEqual(line.state, "error")
                self.assertRegex(line.reason, r"\.$")
                self.assertNotIn("%(", line.reason)

    def test_unfit_uplines_are_named(self):
        company = self.env["res.company"].create({"name": "Other"})
        self._create_member("FOREIGN", rank=1, region=self.city, company_id=company.id)
        self._create_member("GONE", rank=1, region=self.city, state="terminated")
        self._assert_verdicts(
            [
                self._row("A", "NOBODY", rank=2),
                self._row("B", "FOREIGN"),
                self._row("C", "GONE"),
                self._row("D", "DIST", rank=2),
                self._row("E", "A"),
                (*self._row("F", "DIST"), "2019-01-01"),
                self._row("G", "G"),
            ],
            [
                ("unknown_upline", "NOBODY"),
                ("upline_elsewhere", "FOREIGN"),
                ("upline_terminated", "GONE"),
                ("rank_not_falling", "DIST (2) → D (2)"),
                ("upline_has_error", "2"),
                ("upline_joined_later", "2020-01-01"),
                ("own_upline", "G"),
            ],
            headings=(*HEADINGS, "加入日期"),
        )

    def test_members_of_a_cycle_are_named_and_who_stands_below_it(self):
        circle = ("cycle", "A → B → A")
        self._assert_verdicts(
            [self._row("A", "B"), self._row("B", "A", rank=2), self._row("C", "B")],
            [circle, circle, circle],
        )

    def test_codes_that_are_taken_or_stand_twice_are_named(self):
        self._assert_verdicts(
            [self._row("SHOP"), self._row("A"), self._row("A"), ("", "No code", "T3", "T-N", "")],
            [("existing_member", ""), ("", ""), ("duplicate_line", "3"), ("empty", "")],
        )

    def test_unknown_and_ambiguous_places_are_named(self):
        self.env["distribution.region"].create(
            [
                {"name": "Centre", "code": f"T-{part.code}-C", "parent_id": part.id}
                for part in (self.north, self.south)
            ]
        )
        self._assert_verdicts(
            [
                self._row("A", rank=9),
                self._row("B", region="Nowhere"),
                self._row("C", region="Centre"),
                self._row("D", region="City/North/Centre"),
            ],
            [
                ("unknown_level", "T9"),
                ("unknown_region", "Nowhere"),
                ("ambiguous_region", "Centre"),
                ("", ""),
            ],
        )

    def test_level_and_region_are_found_by_their_chinese_names(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.levels[2].with_context(lang="zh_CN").name = "终端网点"
        self.north.with_context(lang="zh_CN").name = "渝北区"
        self._assert_verdicts([("A", "甲", "终端网点", "渝北区", "")], [("", "")])

    def test_name_that_a_spreadsheet_would_run_is_refused(self):
        member_import = self._preview(("X", '=HYPERLINK("http://x")', "T3", "T-N", ""))
        self.assertEqual(self._verdicts(member_import)[2][:2], ("error", "formula"))
