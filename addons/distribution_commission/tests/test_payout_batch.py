import base64
import csv
import io

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .payout_common import PayoutCommon


@tagged("post_install", "-at_install")
class TestPayoutBatch(PayoutCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.partner_id.name = "=HYPERLINK(evil)"
        cls.shop.write({"bank_account": "6222020200112233", "payout_bank_name": "工行重庆分行"})
        cls.agent.bank_account = "6222020200445566"
        for statement in cls.january.statement_ids:
            statement.with_user(cls.people[statement.member_id]).action_confirm()
        cls.paid = cls.statement | cls._statement_of(cls.agent)
        cls.paid.with_user(cls.maker).action_pay()
        cls.maker.password = "sc_maker"

    def _make(self, statements=None, reason="Payout of January"):
        make = self.env["distribution.payout.batch.make"].with_user(self.maker)
        wizard = make.create({"statement_ids": (statements or self.paid).ids, "reason": reason})
        return self.env["distribution.payout.batch"].browse(wizard.action_make()["res_id"])

    def _answer(self, batch, *rows):
        text = "备注,金额,处理结果,失败原因\n" + "\n".join(rows)
        batch.with_user(self.maker).result_file = base64.b64encode(text.encode("gb18030"))

    def _find_reveals(self):
        return self.env["distribution.audit"].search(
            [("action", "=", "reveal"), ("field_name", "=", "bank_account")]
        )

    def test_file_has_the_columns_of_the_bank_and_no_formula(self):
        batch = self._make()
        self.authenticate("sc_maker", "sc_maker")
        answer = self.url_open(batch.action_download()["url"])
        self.assertTrue(answer.content.startswith(b"\xef\xbb\xbf"))
        head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        self.assertEqual(
            head, ["序号", "收款人名称", "收款账号", "开户行", "联行号", "金额", "用途", "备注"]
        )
        row = next(row for row in rows if row[7] == self.statement.number)
        self.assertEqual(
            row[1:6], ["'=HYPERLINK(evil)", "6222020200112233", "工行重庆分行", "", "20.00"]
        )
        self.assertEqual(len(rows), 2)

    def test_every_download_is_recorded_for_every_member_with_the_reason(self):
        batch = self._make()
        self.assertFalse(self._find_reveals())
        batch.with_user(self.maker)._build_file()
        rows = self._find_reveals()
        self.assertEqual({*rows.mapped("member_id")}, {self.shop.id, self.agent.id})
        self.assertEqual({*rows.mapped("reason")}, {"Payout of January"})
        self.assertEqual(rows.user_id, self.maker)
        with self.assertRaises(UserError):
            self._make(self.paid, reason=" ")

    def test_others_get_no_file(self):
        batch = self._make()
        for login, user in (("po_AGENT", self.people[self.agent]), ("po_m", None)):
            user = user or self._create_user("po_m", "manager")
            user.password = login
            self.authenticate(login, login)
            self.assertEqual(self.url_open(batch.action_download()["url"]).status_code, 404)
            with self.assertRaises(AccessError):
                batch.with_user(user)._build_file()

    def test_statement_is_in_one_open_file_only(self):
        batch = self._make()
        with self.assertRaises(UserError):
            self._make()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["distribution.payout.batch.line"].create(
                {
                    "batch_id": batch.id,
                    "statement_id": self.statement.id,
                    "reference": "X",
                    "amount": 1.0,
                }
            )
        batch.with_user(self.maker).action_cancel()
        self.assertEqual(self._make().pending_count, 2)

    def test_bank_pays_one_and_fails_another_which_is_tried_again(self):
        batch = self._make()
        agent = self._statement_of(self.agent)
        self._answer(
            batch, f"{self.statement.number},20.00,成功,", f"{agent.number},10,失败,户名不符"
        )
        self.assertEqual(self.statement.state, "paid")
        self.assertEqual(agent.state, "confirmed")
        failed = batch.line_ids.filtered(lambda line: line.state == "failed")
        self.assertEqual((failed.statement_id, failed.failure), (agent, "户名不符"))
        self.assertEqual(batch.state, "done")
        with self.assertRaises(UserError):
            self._answer(batch, f"{agent.number},10,成功,")
        again = self._make(self.paid)
        self.assertEqual(again.line_ids.statement_id, agent)
        self._answer(again, f"{agent.number},10.00,交易成功,")
        self.assertEqual(agent.state, "paid")

    def test_answer_about_something_else_changes_nothing(self):
        batch = self._make()
        number = self.statement.number
        for row in (
            f"{number},20.01,成功,",
            "OTHER,20,成功,",
            f"{number},x,成功,",
            f"{number},20,?,",
        ):
            with self.subTest(row=row), self.assertRaises(UserError), self.cr.savepoint():
                self._answer(batch, row)
        self.assertEqual(batch.pending_count, 2)
        self.assertNotEqual(self.statement.state, "paid")

    def test_members_without_account_or_with_stopped_payout_are_named(self):
        distributor = self._statement_of(self.distributor)
        distributor.with_user(self.maker).action_pay()
        with self.assertRaisesRegex(UserError, "DIST"):
            self._make(distributor)
        today = self.company._get_distribution_today()
        self.shop.action_freeze("payout", today, "Account in dispute")
        with self.assertRaisesRegex(UserError, "Account in dispute"):
            self._make()
