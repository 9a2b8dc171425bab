import os
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

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
        member = self._create_member("NEW", rank=3, region=self.north, bank_account="6222 0000 1")
        self.assertTrue(self._stored(member).startswith("v1:"))
        self.assertEqual(member._decrypt("bank_account"), "622200001")
        row = self.env["distribution.audit"].search([("action", "=", "sensitive_write")], limit=1)
        self.assertEqual((row.res_id, row.new_value), (member.id, "****0001"))

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
        with self.assertRaisesRegex(UserError, "was not saved"):
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

    # === WAYS AROUND === #

    def test_default_of_the_context_is_encrypted(self):
        members = self.env["distribution.member"].with_context(default_bank_account=ACCOUNT)
        partner = self.env["res.partner"].create({"name": "By default"})
        member = members.create(
            {
                "partner_id": partner.id,
                "code": "DEF",
                "level_id": self.levels[2].id,
                "region_id": self.north.id,
            }
        )
        self.assertTrue(self._stored(member).startswith("v1:"))
        self.assertEqual(member._decrypt("bank_account"), "6222021234567890")

    def test_rows_of_one_create_get_tokens_of_their_own(self):
        partners = self.env["res.partner"].create([{"name": name} for name in "ABC"])
        members = self.env["distribution.member"].create(
            [
                {
                    "partner_id": partner.id,
                    "code": f"ROW{partner.name}",
                    "level_id": self.levels[2].id,
                    "region_id": self.north.id,
                    **({"bank_account": ACCOUNT} if partner.name != "B" else {}),
                }
                for partner in partners
            ]
        )
        self.assertEqual(members.mapped("bank_account"), ["****7890", False, "****7890"])
        self.assertNotEqual(self._stored(members[0]), self._stored(members[2]))
        self.assertEqual(members[2]._decrypt("bank_account"), "6222021234567890")

    def test_many_records_are_written_at_once_each_with_a_row_in_the_trail(self):
        members = self.agent | self.distributor | self.shop
        members.write({"bank_account": "1111222233334444", "date_end": "2999-01-01"})
        self.assertEqual(set(members.mapped("bank_account")), {"****4444"})
        self.assertEqual(
            [member._decrypt("bank_account") for member in members], ["1111222233334444"] * 3
        )
        rows = self.env["distribution.audit"].search(
            [("action", "=", "sensitive_write"), ("new_value", "=", "****4444")], order="res_id"
        )
        self.assertEqual(rows.mapped("res_id"), sorted(members.ids))
        old = {row.res_id: row.old_value for row in rows}
        self.assertEqual(old[self.shop.id], "****7890")
        self.assertFalse(old[self.agent.id])

    def test_mask_for_many_records_is_refused(self):
        with self.assertRaisesRegex(UserError, "masked"):
            (self.agent | self.shop).write({"bank_account": "****7890"})

    def test_trail_is_rolled_back_with_the_change(self):
        audit = self.env["distribution.audit"]
        count = audit.search_count([])
        with self.assertRaisesRegex(ValueError, "undo"), self.cr.savepoint():
            self.shop.bank_account = "5555666677778888"
            self.assertEqual(audit.search_count([]), count + 1)
            raise ValueError("undo")
        self.assertEqual(audit.search_count([]), count)

    def test_number_written_through_the_contact_is_encrypted(self):
        self.shop.partner_id.write(
            {"distribution_member_ids": [(1, self.shop.id, {"bank_account": "9999000011112222"})]}
        )
        self.assertTrue(self._stored(self.shop).startswith("v1:"))
        self.assertEqual(self.shop._decrypt("bank_account"), "9999000011112222")

    def test_number_imported_from_a_file_is_encrypted(self):
        result = self.env["distribution.member"].load(
            ["code", "partner_id/.id", "level_id/.id", "region_id/.id", "bank_account"],
            [
                [
                    "LOADED",
                    str(self.env["res.partner"].create({"name": "Loaded"}).id),
                    str(self.levels[2].id),
                    str(self.north.id),
                    ACCOUNT,
                ]
            ],
        )
        self.assertFalse(result["messages"])
        member = self.env["distribution.member"].browse(result["ids"])
        self.assertTrue(self._stored(member).startswith("v1:"))

    def test_web_client_reads_and_saves_masks_only(self):
        shop = self.shop.with_user(self.finance).sudo(False)
        specification = {"bank_account": {}}
        self.assertEqual(shop.web_read(specification)[0]["bank_account"], "****7890")
        saved = self.shop.web_save({"bank_account": "1212343456567878"}, specification)
        self.assertEqual(saved[0]["bank_account"], "****7878")
        changed = self.shop.onchange(
            {"bank_account": "1111222233334444"}, ["bank_account"], specification
        )
        self.assertNotIn("1111222233334444", str(changed))
        found = shop.web_search_read([("id", "=", shop.id)], specification)
        self.assertEqual(found["records"][0]["bank_account"], "****7878")

    def test_numbers_have_no_order(self):
        members = self.env["distribution.member"].with_user(self.finance)
        for call in (
            lambda: members.search([], order="bank_account"),
            lambda: members.search_read([], ["code"], order="bank_account desc"),
            lambda: members.formatted_read_group([], ["bank_account"], []),
            lambda: members.formatted_read_group([], [], ["bank_account:count_distinct"]),
            lambda: self.env["distribution.member.upline"]._read_group(
                [], ["member_id.bank_account"], []
            ),
        ):
            with self.subTest(call=call), self.assertRaises(UserError):
                call()

    def test_search_by_number_is_for_those_who_may_see_it(self):
        manager = self._create_user("t_guesser", "manager")
        self.north.manager_ids = manager
        members = self.env["distribution.member"].with_user(manager)
        uplines = self.env["distribution.member.upline"].with_user(manager)
        self.assertIn(self.shop, members.search([("bank_account", "!=", False)]))
        for call in (
            lambda: members.search([("bank_account", "=", ACCOUNT)]),
            lambda: members.search_count([("bank_account", "in", [ACCOUNT])]),
            lambda: members.browse(self.shop.id).filtered_domain([("bank_account", "=", ACCOUNT)]),
            lambda: uplines.search([("member_id.bank_account", "=", ACCOUNT)]),
        ):
            with self.subTest(call=call), self.assertRaises(AccessError):
                call()
        found = self.env["distribution.member.upline"].search(
            [("member_id.bank_account", "=", ACCOUNT)]
        )
        self.assertEqual(found.member_id, self.shop)

    def test_reveal_of_a_foreign_or_missing_record_gets_one_answer(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        level = self.levels[2].copy({"company_id": other.id, "code": "E3"})
        foreign = self._create_member(
            "E", rank=3, region=self.north, company_id=other.id, level_id=level.id
        )
        messages = set()
        for member in (foreign, foreign.browse(2**31 - 1)):
            with self.enter_registry_test_mode():
                try:
                    member.with_user(self.finance).reveal("bank_account", "Curious")
                except AccessError as error:
                    messages.add(str(error))
        self.assertEqual(len(messages), 1)
        rows = self.env["distribution.audit"].search([("is_refused", "=", True)], limit=2)
        self.assertEqual(set(rows.mapped("user_id")), {self.finance})
