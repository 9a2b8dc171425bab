from dataclasses import replace
from decimal import Decimal

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..clients.errors import (
    AuthenticationError,
    BusyError,
    RefusedError,
    TransportError,
)
from .erp_common import ErpCommon
from .fake_erp import Fault

WORKFLOW = RefusedError(
    "refused", messages=("已关联工作流实例，不支持通过 WebAPI 接口进行传统审批",)
)


@tagged("post_install", "-at_install")
class TestOrderPush(ErpCommon):
    def _document(self, order):
        return order.distribution_erp_document_ids.filtered("is_current")

    # === THE WAY THERE === #

    def test_confirmed_order_of_a_member_waits_and_is_sent_step_by_step(self):
        order = self._confirm(5, 3)
        document = self._document(order)
        self.assertEqual((document.state, document.number), ("pending", f"ODOO-{order.name}"))
        self.assertEqual(self.erp.calls, [], "nothing is sent while the order is confirmed")
        run = self._push()
        self.assertEqual((run.state, run.seen, run.changed, run.failed), ("done", 1, 1, 0))
        self.assertEqual(document.state, "audited")
        self.assertEqual(set(document.entries.values()), set(order.order_line.ids))
        there = self.erp.orders[document.number]
        self.assertEqual((there.status, there.total), ("C", Decimal("80")))
        self.assertEqual(there.customer, self.shop.code)

    def test_orders_of_others_and_of_past_files_stay_here(self):
        partner = self.env["res.partner"].create({"name": "Walk-in"})
        walk_in = self._confirm(member=self.shop).copy({"partner_id": partner.id})
        walk_in.action_confirm()
        self.assertFalse(walk_in.distribution_erp_document_ids)
        order_import = self._create_import(self._row("Z1"))
        order_import.action_preview()
        order_import.action_commit()
        self.assertFalse(order_import.order_ids.distribution_erp_document_ids)

    def test_it_stops_where_the_company_wants(self):
        for until, letter in (("save", "A"), ("submit", "B")):
            with self.subTest(until=until):
                self.backend.push_until = until
                order = self._confirm()
                self._push()
                number = self._document(order).number
                self.assertEqual(self.erp.orders[number].status, letter)
                self.erp.calls.clear()
                self.backend.push_orders()
                self.assertEqual(self.erp.calls, [], "it is through, and is not looked at again")

    def test_k3_wise_is_through_when_an_order_is_saved(self):
        self.backend.write({"kind": "k3wise", "push_until": "audit", "sends_members": True})
        self.backend.state = "ready"
        order = self._confirm()
        self._push()
        document = self._document(order)
        self.assertEqual(document.state, "saved")
        self.assertEqual(self.erp.orders[document.number].status, "A")
        self.assertNotIn("submit_order", self.erp.calls)
        self.erp.calls.clear()
        self.backend.push_orders()
        self.assertEqual(self.erp.calls, [], "it is through, and is not looked at again")

    def test_number_that_kingdee_gives_itself_stops_the_order(self):
        self.erp.given_number = "XSDD000077"
        order = self._confirm()
        self._push()
        document = self._document(order)
        self.assertEqual((document.state, document.problem), ("failed", "differs"))
        self.assertIn("XSDD000077", document.message)
        self._push()
        self.assertEqual(self.erp.calls.count("save_order"), 1, "never sent again by itself")

    def test_state_in_kingdee_is_told_in_the_language_of_who_looks(self):
        orders = self.env["sale.order"].with_context(lang="zh_CN")
        field = orders.fields_get(["distribution_erp_state"])["distribution_erp_state"]
        self.assertEqual(dict(field["selection"])["audited"], "已审核")

    # === ANSWERS THAT ARE LOST === #

    def test_answer_lost_after_any_step_makes_no_second_order(self):
        for step in ("save_order", "submit_order", "audit_order"):
            with self.subTest(step=step):
                order = self._confirm()
                self.erp.fail(step, Fault(TransportError("reset"), is_after=True))
                self._push()
                document = self._document(order)
                self.assertIn(document.state, ("sending", "saved", "submitted"))
                self.assertEqual(document.problem, "transport")
                self.erp.calls.clear()
                self._push()
                self.assertEqual(document.state, "audited")
                self.assertNotIn(step, self.erp.calls, "what was done is not done again")
                self.assertFalse(document.problem)

    def test_call_that_never_arrived_is_made_again(self):
        order = self._confirm()
        self.erp.fail("save_order", Fault(TransportError("refused")), Fault(TransportError("x")))
        for _try in range(3):
            self._push()
        self.assertEqual(self._document(order).state, "audited")
        self.assertEqual(self._document(order).attempts, 3)

    def test_pauses_grow_and_hold(self):
        order = self._confirm()
        document = self._document(order)
        self.erp.fail("save_order", *(Fault(TransportError("x")) for _try in range(3)))
        pauses = []
        for _try in range(3):
            self._push()
            pause = document.next_try - fields.Datetime.now()  # write_date is the test's beginning
            pauses.append(round(pause.total_seconds() / 60))
            self.erp.calls.clear()
            self.backend.push_orders()
            self.assertEqual(self.erp.calls, [], "not due yet")
        self.assertEqual(pauses, [1, 2, 4])

    def test_order_that_somebody_edits_there_waits_some_minutes(self):
        order = self._confirm()
        document = self._document(order)
        self.erp.fail("submit_order", Fault(BusyError("locked", code=13)))
        self._push()
        self.assertEqual((document.state, document.problem), ("saved", "busy"))
        self.assertFalse(order.activity_ids)
        self._push()
        self.assertEqual(document.state, "audited")

    # === REFUSALS === #

    def test_refusal_stands_before_a_person_and_stops_no_other_order(self):
        first, second = self._confirm(), self._confirm()
        words = "字段“销售员”是必填项"
        self.erp.fail("save_order", Fault(RefusedError("refused", code=11, messages=(words,))))
        run = self._push()
        document = self._document(first)
        self.assertEqual((document.state, document.problem), ("failed", "refused"))
        self.assertIn(words, document.message)
        self.assertIn(words, first.activity_ids.note)
        self.assertEqual(self._document(second).state, "audited")
        self.assertEqual((run.state, run.failed), ("done", 1))
        self.erp.calls.clear()
        self._push()
        self.assertEqual(self.erp.calls, [], "nobody tries on its own again")
        document.action_resend()
        self._push()
        self.assertEqual(document.state, "audited")
        self.assertFalse(first.activity_ids, "what is done asks for nothing")

    def test_what_is_mended_here_counts_when_it_is_sent_again(self):
        self.product.default_code = False
        order = self._confirm()
        self._push()
        document = self._document(order)
        self.assertEqual((document.state, document.problem), ("failed", "incomplete"))
        self.assertIn("no code", document.message)
        self.product.default_code = "T-1"
        document.action_resend()
        self._push()
        self.assertEqual(document.state, "audited")

    def test_unit_that_nobody_mapped_is_named(self):
        self.backend.unit_ids.unlink()
        order = self._confirm()
        self._push()
        self.assertIn(self.pcs.name, self._document(order).message)

    def test_refused_credentials_stop_everything_until_a_person_looks(self):
        order = self._confirm()
        self.erp.fail("save_order", Fault(AuthenticationError("no", code=1, messages=("会话",))))
        run = self._push()
        self.assertEqual((run.state, self.backend.state), ("failed", "stopped"))
        self.assertTrue(self.backend.activity_ids)
        self.assertNotEqual(self._document(order).state, "failed", "it is not the order's fault")
        with self.assertRaisesRegex(UserError, "not connected"):
            self.backend.push_orders()
        later = self._confirm()
        self.assertEqual(self._document(later).state, "pending", "what happens meanwhile waits")
        self.backend.state = "ready"
        self._push()
        self.assertEqual(self._document(order).state, "audited")
        self.assertEqual(self._document(later).state, "audited")

    def test_error_of_ours_stops_one_document_only(self):
        first, second = self._confirm(), self._confirm()
        self.erp.fail("save_order", Fault(ZeroDivisionError("oops")))
        with mute_logger("odoo.addons.distribution_erp_sync.models.journal_worker"):
            self._push()
        self.assertEqual(self._document(first).problem, "error")
        self.assertNotIn("oops", self._document(first).message)
        self.assertEqual(self._document(second).state, "audited")

    # === WHAT IS THERE IS NOT WHAT WAS SENT === #

    def test_another_total_there_is_shown_and_goes_no_further(self):
        order = self._confirm()
        self.erp.fail("save_order", Fault(TransportError("reset"), is_after=True))
        self._push()
        document = self._document(order)
        there = self.erp.orders[document.number]
        self.erp.change(document.number, total=there.total + 1)
        self._push()
        self.assertEqual((document.state, document.problem), ("failed", "differs"))
        self.assertIn("total: 51 there, 50 here", document.message)
        self.assertNotIn("submit_order", self.erp.calls)
        self.erp.change(document.number, total=there.total)
        document.action_resend()
        self._push()
        self.assertEqual(document.state, "audited")

    def test_number_that_is_somebody_elses_is_not_adopted(self):
        other = self._pushed(4)
        order = self._confirm(5)
        there = self.erp.orders[self._document(other).number]
        number = self._document(order).number
        self.erp.orders[number] = replace(there, number=number)
        self._push()
        self.assertEqual(self._document(order).problem, "differs")

    def test_workflow_there_decides_and_we_look_again(self):
        order = self._confirm()
        document = self._document(order)
        self.erp.fail("submit_order", Fault(WORKFLOW), Fault(WORKFLOW))
        self._push()
        self.assertTrue(document.is_waiting_there)
        self.assertEqual(document.state, "saved")
        self._push()
        self.assertTrue(document.is_waiting_there)
        self.erp.change(document.number, status="C")
        self._push()
        self.assertEqual(document.state, "audited")
        self.assertFalse(document.is_waiting_there)

    # === WORKERS === #

    def test_document_that_another_worker_has_is_left_to_it(self):
        order = self._confirm()
        taken = self.journal._take_due(self.backend, ("order",), 1)
        self.assertEqual(taken, self._document(order))
        self.assertEqual(taken.state, "sending")
        self._push()
        self.assertEqual(self.erp.calls, [])
        taken.sudo().leased_until = "2020-01-01 00:00:00"  # it was killed
        self._push()
        self.assertEqual(taken.state, "audited")
        self.assertEqual(self.erp.calls[0], "find_orders", "who takes over looks first")

    def test_journal_is_not_written_by_hand(self):
        order = self._confirm()
        admin = self._create_user("erp_admin", "admin")
        document = self._document(order).with_user(admin)
        with self.assertRaisesRegex(UserError, "buttons only"):
            document.write({"state": "audited"})
        with self.assertRaisesRegex(UserError, "Only what needs you"):
            document.action_resend()
        document.action_withdraw()
        self.assertEqual(document.state, "withdrawn")
