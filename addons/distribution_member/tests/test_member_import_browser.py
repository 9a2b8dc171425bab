from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.tests import tagged

from ..controllers import member_import as controller
from ..models import distribution_member_import, member_import_run_mixin
from .browser_common import BrowserCommon
from .import_common import MemberImportCommon


@tagged("post_install", "-at_install")
class TestMemberImportBrowser(MemberImportCommon, BrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("ib_manager", "manager")
        cls.north.manager_ids = cls.manager
        cls.imports = cls.env["distribution.member.import"]
        cls.imports.search([]).unlink()

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(distribution_member_import, "MEMBERS_AT_ONCE", 3))
        self.startPatcher(patch.object(member_import_run_mixin, "MEMBERS_PER_BATCH", 3))
        self.template = self.startPatcher(
            patch.object(controller, "build_template", wraps=controller.build_template)
        )
        self._let_the_scheduler_work_between_two_looks()

    def _let_the_scheduler_work_between_two_looks(self):
        read = type(self.imports).web_read
        looks = []

        def look(records, specification):
            if records.is_running:
                if looks:
                    records.with_user(SUPERUSER_ID)._process_batch()
                looks.append(records)
            return read(records, specification)

        look._readonly = False
        self.startPatcher(patch.object(type(self.imports), "web_read", look))

    def _import(self):
        self.start_tour(
            "/odoo/action-distribution_member.distribution_member_import_action",
            "distribution_member_import",
            login="ib_manager",
        )
        self.template.assert_called_once()
        done = self.imports.search([])
        self.assertEqual(
            (done.state, done.name, done.user_id), ("done", "members.csv", self.manager)
        )
        members = self.env["distribution.member"].search([("code", "=like", "N_")], order="code")
        self.assertEqual(members.mapped("code"), ["N1", "N2", "N3", "N4", "N5"])
        self.assertEqual(set(members.create_uid), set(self.manager))
        self.assertEqual(members[1].upline_id, members[0])
        left = done.line_ids.filtered(lambda line: not line.is_imported)
        self.assertEqual((left.code, left.finding), ("N6", "unknown_region"))

    def test_manager_imports_members_at_a_desk(self):
        self._import()

    def test_manager_imports_members_on_a_phone(self):
        self._use_a_phone()
        self._import()
