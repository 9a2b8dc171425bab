from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..clients.errors import RefusedError, TransportError
from .erp_common import ErpCommon
from .fake_erp import Fault


@tagged("post_install", "-at_install")
class TestOrderDetours(ErpCommon):
    """Orders that do not simply go through: deleted on their way, or before their member."""

    # === WHAT IS DELETED THERE === #

    def _assert_needs_person(self, order, words):
        document = order._get_current_erp_document()
        self.assertEqual((document.state, document.problem), ("failed", "differs"))
        self.assertIn(words, document.message)
        self.assertIn(words, order.activity_ids.note)
        self.assertNotIn(document.number, self.erp.orders, "it was deleted on purpose")
        document.action_resend()
        self._push()
        self.assertEqual(document.state, "audited")
        self.assertIn(document.number, self.erp.orders)
        self.assertFalse(order.activity_ids)

    def test_order_deleted_there_on_its_way_is_sent_again_by_a_person_only(self):
        order = self._confirm()
        self.erp.fail("submit_order", Fault(TransportError("reset")))
        self._push()
        self.assertEqual(order._get_current_erp_document().state, "saved")
        del self.erp.orders[order._get_current_erp_document().number]
        self._push()
        self._assert_needs_person(order, "deleted")

    def test_order_deleted_there_between_two_steps_is_sent_again_by_a_person_only(self):
        for step in ("submit_order", "audit_order"):
            with self.subTest(step=step):
                order = self._confirm()
                number = order._get_current_erp_document().number

                def delete(*_args, number=number):
                    del self.erp.orders[number]
                    raise RefusedError("refused", code=11, messages=("单据不存在",))

                with patch.object(self.erp, step, delete):
                    self._push()
                self._assert_needs_person(order, "deleted")

    def test_order_that_the_comparison_misses_is_sent_again_by_a_person(self):
        order = self._pushed(5)
        del self.erp.orders[order._get_current_erp_document().number]
        self.backend.reconcile()
        self._assert_needs_person(order, "not there any more")

    def test_order_cancelled_here_and_deleted_there_needs_nobody(self):
        order = self._confirm()
        self.erp.fail("submit_order", Fault(TransportError("reset")))
        self._push()
        document = order._get_current_erp_document()
        del self.erp.orders[document.number]
        order._action_cancel()
        self._push()
        self.assertEqual(document.state, "withdrawn")
        self.assertFalse(order.activity_ids)
        self.assertEqual(self.erp.orders, {})

    # === MEMBERS GO FIRST === #

    def test_order_of_a_member_that_is_not_there_sends_the_member_at_once(self):
        self.backend.sends_members = True
        members = self.backend.stream_ids.filtered(lambda stream: stream.kind == "members")
        members.next_run = fields.Datetime.now() + timedelta(minutes=30)
        cron = self.env.ref("distribution_erp_sync.ir_cron_erp_base_data")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        order = self._confirm()
        self._push()
        self.assertEqual(order._get_current_erp_document().state, "sending")
        self.assertFalse(members.next_run, "due at once")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]) - triggers)
        self.backend.sync_members()
        self.backend.push_orders()
        self.assertEqual(
            order._get_current_erp_document().state, "audited", "without another pause"
        )

    def test_member_that_a_person_has_to_look_at_is_not_hastened(self):
        self.backend.sends_members = True
        self.erp.fail("save_customer", Fault(RefusedError("refused", messages=("名称重复",))))
        self.backend.sync_members()
        members = self.backend.stream_ids.filtered(lambda stream: stream.kind == "members")
        self._confirm()
        self._push()
        self.assertTrue(members.next_run)
