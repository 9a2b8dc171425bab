from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DistributionCommon

FIELDS = ["id", "code", "partner_id", "level_id", "region_id", "upline_id"]


@tagged("post_install", "-at_install")
class TestMemberLoad(DistributionCommon):
    """Odoo's own import of records ("Import Records", `load` by RPC) keeps every rule of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user("t_admin", "admin")
        for name in ("One", "Two"):
            cls.env["res.partner"].create({"name": name, "is_company": True})

    @mute_logger("odoo.sql_db")
    def _load(self, *rows, more=()):
        members = self.env["distribution.member"].with_user(self.admin)
        return members.load([*FIELDS, *more], [list(row) for row in rows])

    def _row(self, code, partner, upline, *more, rank=3):
        return (f"t.{code}", code, partner, f"Level {rank}", "City / North", upline, *more)

    def test_uplines_above_their_downline_are_found_by_code(self):
        result = self._load(
            self._row("ONE", "One", "DIST"), self._row("TWO", "Two", "[AGENT] Firm AGENT", rank=2)
        )
        self.assertEqual(result["messages"], [])
        one, two = self.env["distribution.member"].browse(result["ids"])
        self.assertEqual((one.upline_id, two.upline_id), (self.distributor, self.agent))
        self.assertEqual((one.state, one.status_history_ids.state), ("applicant", "applicant"))
        self.assertEqual(one.upline_history_ids.upline_id, self.distributor)
        self.assertIn(f"/{self.distributor.id}/", one.parent_path)

    def test_upline_of_the_same_file_must_stand_above(self):
        two, one = self._row("TWO", "Two", "AGENT", rank=2), self._row("ONE", "One", "TWO")
        result = self._load(one, two)
        self.assertFalse(result["ids"])
        self.assertEqual(
            [(message["field"], message["rows"]["from"]) for message in result["messages"]],
            [("upline_id", 0)],
        )
        result = self._load(two, one)
        self.assertEqual(result["messages"], [])
        members = self.env["distribution.member"].browse(result["ids"])
        self.assertEqual(members[1].upline_id, members[0])

    def test_what_has_a_button_is_not_loaded(self):
        for field, value in (("state", "Active"), ("freeze_order", "1")):
            with self.subTest(field=field):
                result = self._load(self._row("ONE", "One", "DIST", value), more=(field,))
                self.assertFalse(result["ids"])
                self.assertEqual(result["messages"][0]["rows"]["from"], 0)
        self.assertFalse(self.env["distribution.member"].search([("code", "=", "ONE")]))

    def test_upline_of_a_known_member_is_not_loaded(self):
        self.env["ir.model.data"].create(
            {"module": "t", "name": "SHOP", "model": self.shop._name, "res_id": self.shop.id}
        )
        members = self.env["distribution.member"].with_user(self.admin)
        result = members.load(["id", "upline_id"], [["t.SHOP", "DIST2"]])
        self.assertFalse(result["ids"])
        self.assertEqual(self.shop.upline_id, self.distributor)

    def test_taken_code_and_rank_that_does_not_fall_are_named_by_line(self):
        result = self._load(
            self._row("ONE", "One", "DIST"), self._row("TWO", "Two", "DIST", rank=2)
        )
        self.assertFalse(result["ids"])
        self.assertEqual([message["rows"]["from"] for message in result["messages"]], [1])
        self.assertIn("rank must fall", result["messages"][0]["message"])
        result = self._load(self._row("SHOP", "One", "DIST"))
        self.assertFalse(result["ids"])
        self.assertEqual([message["rows"]["from"] for message in result["messages"]], [0])

    def test_numbers_are_encrypted_and_need_a_consent_as_everywhere(self):
        more = ("subject_type", "bank_account")
        account = "6222021234567890"
        result = self._load(self._row("ONE", "One", "DIST", "Natural Person", account), more=more)
        self.assertFalse(result["ids"])
        self.assertIn("consent", result["messages"][0]["message"])
        result = self._load(self._row("ONE", "One", "DIST", "Company", account), more=more)
        self.assertEqual(result["messages"], [])
        member = self.env["distribution.member"].browse(result["ids"])
        self.assertEqual(member.bank_account, "****7890")
        member.flush_recordset()
        self.env.cr.execute(
            "SELECT bank_account FROM distribution_member WHERE id = %s", [member.id]
        )
        self.assertTrue(self.env.cr.fetchone()[0].startswith("v1:"))
