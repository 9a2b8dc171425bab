from datetime import date

from odoo.exceptions import RedirectWarning, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from .import_common import HEADINGS, MemberImportCommon

PERSON_HEADINGS = (*HEADINGS, "主体类型", "身份证号", "开户行账号", "书面同意日期")
FULL_HEADINGS = (
    *HEADINGS,
    *("统一社会信用代码", "联系人", "手机", "邮箱", "地址", "开户行账号"),
    *("加入日期", "授权截止日期", "状态"),
)
ID_NUMBER = "11010519491231002X"
CREDIT_CODE = "91110000600037341L"
# What two contacts never have in common.
NOT_COMPARED = {"id", "parent_id", "commercial_partner_id", *MAGIC_COLUMNS}


@tagged("post_install", "-at_install")
class TestMemberImport(MemberImportCommon):
    def test_members_are_made_uplines_first_in_whatever_order_they_stand(self):
        member_import = self._preview(
            self._row("N3", "N2", rank=3), self._row("N2", "AGENT", rank=2), self._row("N1", rank=1)
        )
        self.assertEqual(member_import.state, "previewed")
        self.assertFalse(self._find("N1"))
        member_import.action_commit()
        self.assertEqual((member_import.state, member_import.imported_count), ("done", 3))
        self.assertEqual(
            self._find("N3").get_upline_chain("2030-01-01"), [self._find("N2").id, self.agent.id]
        )
        self.assertEqual(self._find("N3").upline_id, self._find("N2"))
        self.assertIn(f"/{self._find('N2').id}/", self._find("N3").parent_path)
        self.assertFalse(self._find("N1").upline_id)
        self.assertEqual(self.env["distribution.member.closure"]._find_differences(), [])

    def _import_full_line(self):
        """Return the member of a line with every column."""
        member_import = self._preview(
            (
                *("　ＦＵＬＬ ", " 重庆（某某）  公司", "level 3", "North", "DIST"),
                *(CREDIT_CODE.lower(), "张三", "138 0013 8000", "z@example.cn", "解放碑 1 号"),
                *("6222 0212 3456 7890", "2024/1/2", "2027-12-31", "有效"),
            ),
            headings=FULL_HEADINGS,
        )
        self.assertEqual(self._verdicts(member_import), {2: ("ok", "", "")})
        member_import.action_commit()
        return self._find("FULL")

    def test_every_column_arrives_at_the_member(self):
        member = self._import_full_line()
        self.assertRecordValues(
            member,
            [
                {
                    "name": "重庆（某某） 公司",
                    "level_id": self.levels[2].id,
                    "region_id": self.north.id,
                    "upline_id": self.distributor.id,
                    "state": "active",
                    "subject_type": "company",
                    "date_start": date(2024, 1, 2),
                    "date_end": date(2027, 12, 31),
                    "bank_account": "****7890",
                }
            ],
        )
        self.assertEqual(member._decrypt("bank_account"), "6222021234567890")

    def test_every_column_arrives_at_the_contact_and_its_person(self):
        partner = self._import_full_line().partner_id
        shared = {"vat": CREDIT_CODE, "street": "解放碑 1 号"}
        self.assertRecordValues(
            partner,
            [
                {
                    **shared,
                    "phone": "138 0013 8000",
                    "email": "z@example.cn",
                    "is_company": True,
                }
            ],
        )
        self.assertRecordValues(
            partner.child_ids,
            [{**shared, "name": "张三", "commercial_partner_id": partner.id}],
        )

    def test_histories_begin_with_the_membership(self):
        member = self._import_full_line()
        first = {"date_from": date(2024, 1, 2), "date_to": False}
        self.assertRecordValues(
            member.upline_history_ids, [{**first, "upline_id": self.distributor.id}]
        )
        self.assertRecordValues(member.status_history_ids, [{**first, "state": "active"}])
        self.assertRecordValues(
            self.env["distribution.member.level"].search([("member_id", "=", member.id)]),
            [{**first, "level_id": self.levels[2].id}],
        )

    def test_contacts_are_as_odoo_itself_makes_them(self):
        """Odoo's copying between company and contact is left out: nothing may be lost by it."""
        self.levels[2].pricelist_id = self.env["product.pricelist"].create(
            {"name": "Shops", "company_id": False}
        )
        headings = (*HEADINGS, "统一社会信用代码", "联系人", "地址")
        self._preview(
            (*self._row("QUICK"), CREDIT_CODE, "张三", "路 1"), headings=headings
        ).action_commit()
        quick = self._find("QUICK").partner_id
        slow = self.env["res.partner"].create(
            {
                "name": "Firm QUICK",
                "is_company": True,
                "vat": CREDIT_CODE,
                "street": "路 1",
                "country_id": self.company.country_id.id,
            }
        )
        slow.specific_property_product_pricelist = self.levels[2].pricelist_id
        self.env["res.partner"].create({"name": "张三", "parent_id": slow.id, "type": "contact"})
        for name, field in self.env["res.partner"]._fields.items():
            if not field.store or field.type in ("one2many", "many2many") or name in NOT_COMPARED:
                continue
            for left, right in ((quick, slow), (quick.child_ids, slow.child_ids)):
                with self.subTest(field=name, is_company=left.is_company):
                    self.assertEqual(left[name], right[name])

    def test_nothing_is_imported_while_a_line_has_an_error(self):
        member_import = self._preview(self._row("GOOD"), self._row("BAD", "NOBODY"))
        with self.assertRaisesRegex(UserError, "1 lines have errors"):
            member_import.action_commit()
        self.assertFalse(self._find("GOOD"))
        self.assertEqual(member_import.state, "previewed")

    def test_other_lines_are_imported_and_corrected_ones_follow(self):
        member_import = self._preview(
            self._row("GOOD"), self._row("BAD", "NOBODY"), on_error="skip"
        )
        member_import.action_commit()
        self.assertTrue(self._find("GOOD"))
        self.assertFalse(self._find("BAD"))
        self.assertEqual((member_import.state, member_import.error_count), ("done", 1))
        member_import.line_ids.filtered(lambda line: line.code == "BAD").upline = "DIST"
        member_import.action_retry_errors()
        self.assertEqual((member_import.state, member_import.error_count), ("previewed", 0))
        member_import.action_commit()
        self.assertEqual(self._find("BAD").upline_id, self.distributor)
        self.assertEqual((member_import.state, member_import.imported_count), ("done", 2))

    def test_same_file_is_refused_the_second_time(self):
        self._preview(self._row("ONCE")).action_commit()
        again = self._create_import(self._row("ONCE"))
        with self.assertRaisesRegex(RedirectWarning, "imported on"):
            again.action_preview()

    def test_unreadable_files_fail_with_a_reason_and_can_be_replaced(self):
        member_import = self.env["distribution.member.import"].create(
            {"name": "x.csv", "file": self._build_file(("1", "2"), headings=("成员编码", "备注"))}
        )
        member_import.action_preview()
        self.assertEqual(member_import.state, "failed")
        self.assertRegex(member_import.failure, "Name, Level, Region")
        member_import.file = self._build_file(self._row("NOW"), headings=HEADINGS)
        self.assertFalse(member_import.failure)
        member_import.action_preview()
        self.assertEqual((member_import.state, member_import.ok_count), ("previewed", 1))

    def test_columns_that_are_not_read_are_named(self):
        member_import = self._preview(
            (*self._row("A"), "x", "y"), headings=(*HEADINGS, "备注", "折扣")
        )
        self.assertEqual(member_import.unread_headings, "备注, 折扣")

    def test_numbers_of_persons_need_a_consent_which_is_kept(self):
        day = "2026-01-05"
        member_import = self._preview(
            (*self._row("P1"), "自然人", ID_NUMBER, "", ""),
            (*self._row("P2"), "个体工商户", "", "6222021234567890", ""),
            (*self._row("P3"), "自然人", ID_NUMBER, "6222021234567890", day),
            headings=PERSON_HEADINGS,
            on_error="skip",
        )
        self.assertEqual(
            [verdict[1] for verdict in self._verdicts(member_import).values()],
            ["no_consent", "no_consent", ""],
        )
        member_import.action_commit()
        member = self._find("P3")
        self.assertEqual(member._decrypt("id_number"), ID_NUMBER)
        consent = member.consent_ids
        self.assertEqual(
            (consent.purpose_id.code, consent.channel, consent.date.date()),
            ("sensitive", "import", date(2026, 1, 5)),
        )
        self.assertIn("members.csv", consent.evidence)

    def test_staged_numbers_are_encrypted_and_masked(self):
        member_import = self._preview(
            (*self._row("P"), "自然人", ID_NUMBER, "", "2026-01-05"), headings=PERSON_HEADINGS
        )
        self.env.cr.execute("SELECT id_number FROM distribution_member_import_line WHERE code='P'")
        self.assertTrue(self.env.cr.fetchone()[0].startswith("v1:"))
        self.assertEqual(member_import.line_ids.id_number, "****002X")
        self.assertFalse(member_import.file)
        self.assertFalse(
            self.env["ir.attachment"].search([("res_model", "=", "distribution.member.import")])
        )

    def test_contact_with_the_credit_code_becomes_the_member(self):
        partner = self.env["res.partner"].create(
            {"name": "Known", "is_company": True, "vat": CREDIT_CODE}
        )
        headings = (*HEADINGS, "统一社会信用代码")
        self._preview((*self._row("KNOWN"), CREDIT_CODE), headings=headings).action_commit()
        self.assertEqual(self._find("KNOWN").partner_id, partner)
        member_import = self._preview((*self._row("TWICE"), CREDIT_CODE), headings=headings)
        self.assertEqual(
            self._verdicts(member_import), {2: ("error", "existing_credit_code", "KNOWN")}
        )

    def test_line_that_became_impossible_is_named_and_the_others_are_imported(self):
        member_import = self._preview(self._row("LATE"), self._row("FINE"), on_error="skip")
        self._create_member("LATE", rank=3, region=self.north)
        with mute_logger("odoo.sql_db"):
            member_import.action_commit()
        self.assertTrue(self._find("FINE"))
        self.assertEqual(self._verdicts(member_import)[2][:2], ("error", "refused"))
        self.assertIn("code already", member_import.line_ids[0].reason)

    def test_all_or_nothing_leaves_nothing_when_a_line_became_impossible(self):
        member_import = self._preview(self._row("FINE"), self._row("LATE"))
        self._create_member("LATE", rank=3, region=self.north)
        with mute_logger("odoo.sql_db"):
            member_import.action_commit()
        self.assertFalse(self._find("FINE"))
        self.assertEqual((member_import.state, member_import.error_count), ("previewed", 1))

    def test_import_is_recorded_in_the_audit_trail(self):
        member_import = self._preview(self._row("A"), self._row("B"))
        member_import.action_commit()
        row = self.env["distribution.audit"].search([("action", "=", "member_import")], limit=1)
        self.assertEqual((row.res_id, row.new_value), (member_import.id, "2 + 0"))
