from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models import distribution_order_import
from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderImportScheduler(OrderCommon):
    def setUp(self):
        super().setUp()
        for name, value in (("ORDERS_AT_ONCE", 3), ("ORDERS_PER_BATCH", 2)):
            self.startPatcher(patch.object(distribution_order_import, name, value))
        self.order_import = self._create_import(*(self._row(f"A{n}") for n in range(5)))
        self.order_import.action_preview()

    def test_large_file_is_left_to_the_scheduler(self):
        self.order_import.action_commit()
        self.assertTrue(self.order_import.is_running)
        self.assertEqual(self.order_import.order_count, 0)
        with self.assertRaisesRegex(UserError, "being imported"):
            self.order_import.action_commit()
        with self.enter_registry_test_mode():
            self.env.ref("distribution_order.ir_cron_order_import").method_direct_trigger()
        self.order_import.invalidate_recordset()
        self.assertEqual((self.order_import.state, self.order_import.is_running), ("done", False))
        self.assertEqual((self.order_import.order_count, self.order_import.progress), (5, 100.0))

    def test_batch_after_batch_shows_its_progress(self):
        self.assertTrue(self.order_import._process_batch())
        self.order_import.invalidate_recordset()
        self.assertEqual((self.order_import.order_count, self.order_import.progress), (2, 40.0))
        self.assertTrue(self.order_import._process_batch())
        self.assertFalse(self.order_import._process_batch())
        self.assertEqual(self.order_import.state, "done")
