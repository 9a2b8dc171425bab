import os
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .. import sensitive_cipher
from ..models.encrypted_field import KEY_RING_VARIABLE
from .common import DistributionCommon

ACCOUNT = "6222 0212-3456 7890"


@tagged("post_install", "-at_install")
class TestSensitive(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.finance = cls._create_user("t_finance", "finance")
        cls.finance.group_ids += cls.env.ref("base.group_allow_export")
        cls.shop.bank_account = ACCOUNT

    def _stored(self, record, field="bank_account"):
        record.flush_recordset()
        self.env.cr.execute(f"SELECT {field} FROM {record._table} WHERE id = %s", [record.id])
        return self.env.cr.fetchone()[0]

    @contextmanager
    def _attempt(self, error):
        """Expect a refusal without the savepoint of `assertRaises`, which would undo its trail."""
        try:
            yield
        except error:
            return
        self.fail(f"not refused by {error.__name__}")

    def test_number_is_masked_wherever_it_is_read(self):
        shop = self.shop.with_user(self.finance)
        self.assertEqual(shop.bank_account, "****7890")
        self.assertEqual(shop.read(["bank_account"])[0]["bank_account"], "****7890")
        self.assertEqual(shop.export_data(["bank_account"])["datas"], [["****7890"]])
        shop.invalidate_recordset()
        self.assertEqual(
            shop.search_read([("id", "=", shop.id)], ["bank_account"])[0]["bank_account"],
            "****7890",
        )

    def test_database_holds_no_clear_text(self):
        token = self._stored(self.shop)
        self.assertTrue(token.startswith("v1:"))
        self.assertNotIn("62220212", token)

    def test_number_given_at_creation_is_encrypted(self):
        member = self._create_member(
            "NEW", rank=3, region=self.north, id_number="11010519491231002x"
        )
        self.assertTrue(self._stored(member, "id_number").startswith("v1:"))
        self.assertEqual(member._decrypt("id_number"), "11010519491231002X")

    def test_reveal_gives_the_number_and_is_recorded(self):
        shop = self.shop.with_user(self.finance)
        self.assertEqual(shop.reveal("bank_account", "Payout by hand"), "6222021234567890")
        row = self.env["distribution.audit"].search([("action", "=", "reveal")], limit=1)
        self.assertRecordValues(
            row,
            [
                {
                    "user_id": self.finance.id,
                    "res_id": shop.id,
                    "member_id": shop.id,
                    "field_name": "bank_account",
                    "new_value": "****7890",
                    "reason": "Payout by hand",
                    "is_refused": False,
                }
            ],
        )

    def test_reveal_is_refused_and_recorded_without_the_role(self):
        manager = self._create_user("t_manager", "manager")
        self.north.manager_ids = manager
        with self.enter_registry_test_mode(), self._attempt(AccessError):
            self.shop.with_user(manager).reveal("bank_account", "Curious")
        row = self.env["distribution.audit"].search([("action", "=", "reveal")], limit=1)
        self.assertTrue(row.is_refused)
        self.assertEqual(row.user_id, manager)

    def test_reveal_needs_a_reason(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self.shop.with_user(self.finance).reveal("bank_account", " ")

    def test_whole_number_is_found_and_parts_are_not(self):
        members = self.env["distribution.member"].with_user(self.finance)
        self.assertEqual(members.search([("bank_account", "=", "6222021234567890")]), self.shop)
        self.assertEqual(members.search([("bank_account", "ilike", ACCOUNT)]), self.shop)
        self.assertFalse(members.search([("bank_account", "ilike", "62220212")]))
        self.assertEqual(members.search([("bank_account", "!=", False)]), self.shop)
        self.assertNotIn(self.shop, members.search([("bank_account", "=", False)]))
        self.assertEqual(
            members.search([]).filtered_domain([("bank_account", "=", ACCOUNT)]), self.shop
        )
        with self.assertRaises(UserError):
            members.search([("bank_account", ">", "1")])

    def test_groups_and_aggregates_are_refused(self):
        members = self.env["distribution.member"]
        for groups, aggregates in ((["bank_account"], []), ([], ["bank_account:array_agg"])):
            with self.subTest(groups=groups), self.assertRaises(UserError):
                members._read_group([], groups, aggregates)

    def test_token_does_not_decrypt_in_another_row(self):
        token = self._stored(self.shop)
        self.env.cr.execute(
            "UPDATE distribution_member SET bank_account = %s WHERE id = %s",
            [token, self.agent.id],
        )
        self.agent.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "cannot be decrypted"):
            self.agent._decrypt("bank_account")

    def test_nothing_is_stored_without_a_key(self):
        with (
            patch.dict(os.environ, {KEY_RING_VARIABLE: ""}),
            self.assertRaisesRegex(UserError, "nothing was saved"),
        ):
            self.agent.bank_account = ACCOUNT
        self.assertFalse(self.agent.bank_account)

    def test_clear_text_never_passes_the_field_itself(self):
        with self.assertRaises(sensitive_cipher.CipherError):
            self.agent._fields["bank_account"].convert_to_column(ACCOUNT, self.agent)

    def test_mask_sent_back_changes_nothing(self):
        before = self._stored(self.shop)
        self.shop.write({"bank_account": "****7890"})
        self.assertEqual(self._stored(self.shop), before)
        with self.assertRaisesRegex(UserError, "masked"):
            self.shop.write({"bank_account": "****1234"})

    def test_form_keeps_the_number(self):
        with Form(self.shop) as form:
            form.bank_account = "1111222233334444"
        self.assertEqual(self.shop._decrypt("bank_account"), "1111222233334444")

    def test_copy_takes_no_number_along(self):
        partner = self.env["res.partner"].create({"name": "Copy"})
        copied = self.shop.copy({"code": "COPY", "partner_id": partner.id})
        self.assertFalse(copied.bank_account)
