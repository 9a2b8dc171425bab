from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import distribution_member_import, member_import_run_mixin
from .import_common import MemberImportCommon


@tagged("post_install", "-at_install")
class TestMemberImportScheduler(MemberImportCommon):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(distribution_member_import, "MEMBERS_AT_ONCE", 3))
        self.startPatcher(patch.object(member_import_run_mixin, "MEMBERS_PER_BATCH", 2))
        self.rows = [self._row("S4", "S3"), self._row("S3", rank=2)]
        self.rows += [self._row(f"S{number}", "S3") for number in range(5, 8)]

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("distribution_member.ir_cron_member_import").method_direct_trigger()
        self.env.invalidate_all()

    def test_large_file_is_left_to_the_scheduler(self):
        for on_error in ("refuse", "skip"):
            with self.subTest(on_error=on_error):
                rows = [
                    tuple(cell.replace("S", f"{on_error}-S") for cell in row) for row in self.rows
                ]
                member_import = self._preview(*rows, on_error=on_error)
                member_import.action_commit()
                self.assertTrue(member_import.is_running)
                self.assertEqual(member_import.imported_count, 0)
                with self.assertRaisesRegex(UserError, "being imported"):
                    member_import.action_commit()
                with self.assertRaisesRegex(UserError, "being imported"):
                    member_import.line_ids[0].name = "Now?"
                self._run_cron()
                self.assertEqual((member_import.state, member_import.is_running), ("done", False))
                self.assertEqual((member_import.imported_count, member_import.progress), (5, 100.0))

    def test_skipping_import_goes_batch_by_batch_and_shows_its_progress(self):
        member_import = self._preview(*self.rows, on_error="skip")
        member_import.action_commit()
        self.assertTrue(member_import._process_batch())
        member_import.invalidate_recordset()
        self.assertEqual((member_import.imported_count, member_import.progress), (2, 40.0))
        self.assertTrue(member_import._process_batch())
        self.assertFalse(member_import._process_batch())
        self.assertEqual(member_import.state, "done")

    def test_all_or_nothing_tells_its_progress_before_anything_is_committed(self):
        member_import = self._preview(*self.rows)
        member_import.action_commit()
        seen = []
        report = type(member_import)._report_progress

        def spy(record, made):
            report(record, made)
            seen.append(record._read_progress()[record.id])

        with patch.object(type(member_import), "_report_progress", spy):
            self._run_cron()
        self.assertEqual(seen, [2, 4, 5])
        self.assertFalse(member_import._read_progress())

    def test_members_are_made_by_who_pressed_import(self):
        manager = self._create_user("t_manager", "manager")
        self.north.manager_ids = manager
        member_import = self._create_import(*self.rows, user=manager)
        member_import.action_preview()
        member_import.action_commit()
        self._run_cron()
        self.assertEqual(self._find("S4").create_uid, manager)
