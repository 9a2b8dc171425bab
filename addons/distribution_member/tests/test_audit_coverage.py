from contextlib import suppress

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from ..models.distribution_audit import ACTIONS
from . import access_cases_levels as levels
from .application_common import ApplicationCommon
from .import_common import MemberImportCommon


@tagged("post_install", "-at_install")
class TestAuditCoverage(ApplicationCommon, MemberImportCommon):
    """Each act of the list is done by a person, and leaves a row with who, what and why.

    `_do_<action>` performs one; a new action without it fails the test.
    """

    def _today(self):
        return fields.Date.context_today(self.env.user)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.audit = cls.env["distribution.audit"]
        cls.finance = cls._create_user("ac_finance", "finance")
        cls.manager.group_ids += cls.env.ref("base.group_allow_export")

    # === ACTS === #

    def _do_reveal(self):
        self.shop.bank_account = "6222021234567890"
        self.shop.with_user(self.finance).reveal("bank_account", "Payout")

    def _do_reveal_document(self):
        application = self._create_application(31)
        application.document_ids.with_user(self.admin)._read_file()

    def _do_sensitive_write(self):
        self.shop.with_user(self.admin).bank_account = "1111222233334444"

    def _do_export_personal(self):
        self.shop.with_user(self.manager).export_data(["code"])

    def _do_print_personal(self):
        report = self.env["ir.actions.report"].with_user(self.admin)
        with suppress(Exception):  # whether there is a program that makes PDF files does not matter
            report._render_qweb_pdf("distribution_member.report_sightings", self.shop.ids)

    def _do_upline_change(self):
        self.shop.with_user(self.manager).change_upline(self.agent.id, self._today(), "Closer")

    def _do_branch_transfer(self):
        self.env["distribution.member.transfer"].with_user(self.admin).create(
            {
                "member_ids": self.shop.ids,
                "upline_id": self.other_distributor.id,
                "date": self._today(),
                "reason": "Divided anew",
            }
        ).action_confirm()

    def _do_level_change(self):
        self.other_distributor.with_user(self.manager).change_level(
            self.levels[2].id, self._today(), "Small"
        )

    def _do_level_suggestion_dismiss(self):
        levels.make_suggestion(self, self.shop).with_user(self.manager).action_dismiss("Not yet")

    def _object(self):
        suggestion = levels.make_suggestion(self, self.shop)
        suggestion.with_user(self.manager).objection = "Closed for works"
        return suggestion

    def _do_level_objection(self):
        self._object()

    def _do_level_objection_answer(self):
        self._object().with_user(self.manager).action_dismiss("The works explain it")

    def _do_region_change(self):
        self.shop.with_user(self.manager).region_id = self.south

    def _do_member_activate(self):
        self._create_member("ACT", 3, self.north, state="applicant").with_user(
            self.manager
        ).action_activate()

    def _do_member_suspend(self):
        self.shop.with_user(self.manager).action_suspend("Late")

    def _do_member_terminate(self):
        self.shop.with_user(self.manager).action_terminate("Closed")

    def _do_member_renew(self):
        self.shop.date_end = self._today()
        self.shop.with_user(self.manager).action_renew("2999-12-31", "Contract signed")

    def _do_freeze(self):
        self.shop.with_user(self.manager).action_freeze("order", self._today(), "Late")

    def _do_unfreeze(self):
        self._do_freeze()
        self.shop.with_user(self.manager).action_unfreeze("order", self._today(), "Paid")

    def _hand_in(self, number):
        application = self._create_application(number)
        application.action_submit()
        return application

    def _do_application_approve(self):
        application = self._hand_in(32)
        application.document_ids.with_user(self.reviewer).action_accept()
        application.with_user(self.admin).action_approve()

    def _do_application_reject(self):
        self._hand_in(33).with_user(self.reviewer).action_reject("No shop")

    def _do_inviter_change(self):
        application = self._hand_in(37)
        application.with_user(self.reviewer)._change_inviter(self.agent, "Chat records")

    def _do_document_verdict(self):
        self._hand_in(34).document_ids.with_user(self.reviewer).action_accept()

    def _authorise(self):
        return self.env["distribution.authorisation"].create(
            {"member_id": self.shop.id, "region_id": self.north.id, "date_from": self._today()}
        )

    def _do_authorisation_issue(self):
        self._authorise().with_user(self.admin).action_issue()

    def _do_authorisation_revoke(self):
        authorisation = self._authorise()
        authorisation.action_issue()
        authorisation.with_user(self.admin).action_revoke("Sold elsewhere")

    def _do_role_change(self):
        employee = self._create_user("ac_employee")
        role = self.env.ref("distribution_member.group_distribution_finance")
        employee.group_ids = [Command.link(role.id)]

    def _invite(self, name):
        return self.env["distribution.member.user"]._invite(
            self.shop, name=name, email=f"{name}@example.com", phone="139", role="buyer"
        )

    def _do_colleague_invite(self):
        self._create_portal_user("ac_first", self.shop)
        self._invite("wu")

    def _do_colleague_change(self):
        self._create_portal_user("ac_chief", self.shop)
        self._invite("zheng").role = "viewer"

    def _do_consent_given(self):
        self._give_consent(self.agent, "marketing")

    def _do_consent_withdrawn(self):
        self._give_consent(self.agent, "marketing")
        self.env["distribution.consent"]._withdraw(self.agent, ["marketing"])

    def _ask(self):
        return self.env["distribution.privacy.request"].create(
            {"kind": "restrict", "member_id": self.shop.id, "outcome": "Not yet"}
        )

    def _do_privacy_request(self):
        self._ask()

    def _do_privacy_decision(self):
        self._ask().with_user(self.finance).action_refuse()

    def _do_personal_erase(self):
        self.shop.action_terminate("Closed")
        self.shop._forget("Request")

    def _do_retention_run(self):
        application = self._hand_in(35)
        application.with_user(self.reviewer).action_reject("No shop")
        application.date_decided = "2020-01-01"
        self.env.ref("distribution_member.distribution_retention_rule_application").with_user(
            self.admin
        ).action_apply()

    def _do_incident(self):
        words = ("title", "data_categories", "cause", "possible_harm", "measures", "self_help")
        self.env["distribution.incident"].create({**dict.fromkeys(words, "X"), "contact": "X"})

    def _do_key_rotation(self):
        self.shop.bank_account = "6222021234567890"
        self.env["distribution.sensitive.key"]._start_rotation()

    def _do_member_import(self):
        self._preview(self._row("AC1", rank=1)).action_commit()

    def _do_access_refused(self):
        with self.enter_registry_test_mode(), suppress(AccessError):
            self.shop.with_user(self.finance).action_freeze("order", self._today(), "Late")

    # === TESTS === #

    def test_every_act_leaves_a_row(self):
        for action, _label in ACTIONS:
            with self.subTest(action=action), self.cr.savepoint() as savepoint:
                before = self.audit.search([], order="id desc", limit=1).id or 0
                getattr(self, f"_do_{action}")()
                rows = self.audit.search([("id", ">", before), ("action", "=", action)])
                self.assertTrue(rows, "the act left no row")
                row = rows[0]
                self.assertTrue(row.user_id and row.date and row.model and row.company_id)
                self.assertEqual(row.is_refused, action == "access_refused")
                for text in rows.mapped("old_value") + rows.mapped("new_value"):
                    self.assertNotRegex(text or "", r"\d{12}", "numbers are masked")
                # With the act goes its row: they are one transaction.
                savepoint.rollback()
                self.env.invalidate_all()
                kept = self.audit.search_count([("id", ">", before), ("action", "=", action)])
                self.assertFalse(kept)

    def test_rows_can_neither_be_changed_nor_deleted_by_anybody(self):
        row = self.audit._record("freeze", self.shop, reason="Late")
        row.flush_recordset()
        for act in (
            lambda: row.sudo().write({"action": "unfreeze"}),
            lambda: row.sudo().write({"user_id": self.admin.id}),
            lambda: row.sudo().write({"reason": "Another reason"}),
            lambda: row.sudo().unlink(),
            lambda: self.env.cr.execute("DELETE FROM distribution_audit WHERE id = %s", row.ids),
            lambda: self.env.cr.execute(
                "UPDATE distribution_audit SET new_value = 'x' WHERE id = %s", row.ids
            ),
            lambda: self.env.cr.execute("TRUNCATE distribution_audit"),
        ):
            with (
                self.subTest(act=act),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.cr.savepoint(),
            ):
                act()
                self.env.flush_all()
        for operation in ("write", "create", "unlink"):
            with self.subTest(operation=operation):
                self.assertFalse(self.audit.with_user(self.admin).has_access(operation))
