import io
from datetime import date

from odoo.tests import tagged

from ..reports.member_workbook import build_errors, build_export, build_template
from ..tabular_files import read_rows
from .import_common import HEADINGS, MemberImportCommon


@tagged("post_install", "-at_install")
class TestMemberImportUpdate(MemberImportCommon):
    def _upload(self, content, **values):
        import base64

        member_import = self.env["distribution.member.import"].create(
            {"name": "members.xlsx", "file": base64.b64encode(content), **values}
        )
        member_import.action_preview()
        return member_import

    def test_export_imported_again_changes_nothing(self):
        self.distributor.bank_account = "6222021234567890"
        members = self.agent | self.distributor | self.shop
        for lang in ("en_US", "zh_CN"):
            self.env["res.lang"]._activate_lang(lang)
            with self.subTest(lang=lang):
                content = build_export(members.with_context(lang=lang))
                member_import = self._upload(content, on_existing="update")
                self.assertEqual(
                    {verdict[:2] for verdict in self._verdicts(member_import).values()},
                    {("skipped", "unchanged")},
                )
                self.assertEqual(member_import.line_count, 3)

    def test_changed_cells_are_written_and_empty_ones_are_not(self):
        self.shop.date_end = "2027-01-01"
        member_import = self._preview(
            ("SHOP", "New name", "T3", "T-S", "DIST2", "13800138000", ""),
            headings=(*HEADINGS, "手机", "授权截止日期"),
            on_existing="update",
        )
        self.assertEqual(member_import.line_ids.operation, "update")
        member_import.action_commit()
        self.assertEqual(
            (self.shop.name, self.shop.region_id, self.shop.upline_id, self.shop.date_end),
            ("New name", self.south, self.other_distributor, date(2027, 1, 1)),
        )
        self.assertEqual(self.shop.partner_id.phone, "13800138000")
        last = self.shop.upline_history_ids.sorted("date_from")[-1]
        self.assertEqual(
            (last.upline_id, last.reason), (self.other_distributor, "Imported from members.csv")
        )

    def test_guarded_facts_of_members_are_not_changed_by_a_file(self):
        for heading, text, reason in (
            ("状态", "已终止", "state_differs"),
            ("加入日期", "2024-01-01", "start_differs"),
            ("开户行账号", "****1111", "masked"),
        ):
            with self.subTest(heading=heading):
                member_import = self._preview(
                    (*self._row("SHOP", "DIST"), text),
                    headings=(*HEADINGS, heading),
                    on_existing="update",
                )
                self.assertEqual(self._verdicts(member_import)[2][:2], ("error", reason))

    def test_new_level_may_not_rise_above_the_upline_or_sink_below_the_downline(self):
        member_import = self._preview(
            self._row("SHOP", "DIST", rank=2),
            self._row("DIST2", "AGENT", rank=1, region="T-S"),
            on_existing="update",
        )
        self.assertEqual(
            {verdict[1] for verdict in self._verdicts(member_import).values()},
            {"rank_not_falling"},
        )
        alone = self._preview(self._row("DIST", "AGENT", rank=3), on_existing="update")
        self.assertEqual(
            self._verdicts(alone)[2], ("error", "rank_not_falling", "DIST (3) → SHOP (3)")
        )

    def test_level_and_upline_change_together_in_both_directions(self):
        moved = self._create_member("MOVE", rank=2, upline=self.agent, region=self.north)
        for rank, upline in ((3, self.distributor), (2, self.agent)):
            with self.subTest(rank=rank):
                self._preview(
                    self._row("MOVE", upline.code, rank=rank), on_existing="update"
                ).action_commit()
                self.assertEqual((moved.level_rank, moved.upline_id), (rank, upline))

    def test_other_option_makes_the_verdicts_out_of_date(self):
        member_import = self._preview(self._row("SHOP", "AGENT"), on_existing="update")
        self.assertEqual(member_import.ok_count, 1)
        member_import.on_existing = "refuse"
        self.assertEqual(member_import.line_ids.state, "unchecked")
        with self.assertRaisesRegex(Exception, "1 lines have errors"):
            member_import.action_commit()

    def test_template_is_read_by_the_import_itself(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        for lang in ("en_US", "zh_CN"):
            content = build_template(self.env(context={"lang": lang}))
            self.assertEqual(list(read_rows(content)), [])

    def test_errors_come_back_with_their_reasons_and_formulas_stay_text(self):
        import openpyxl

        member_import = self._preview(("X", "=1+1", "T3", "T-N", ""), self._row("OK"))
        book = openpyxl.load_workbook(io.BytesIO(build_errors(member_import._search_errors())))
        rows = list(book.worksheets[0].iter_rows())
        self.assertEqual(len(rows), 2)
        name = rows[1][1]
        self.assertEqual((name.value, name.data_type), ("=1+1", "s"))
        self.assertIn("begins with a sign", rows[1][-1].value)
        self.assertEqual(rows[1][-2].value, "2")
        self.assertEqual(self._upload(build_errors(member_import._search_errors())).error_count, 1)
