from lxml import etree
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .common import OrderCommon

MONDAY = "2026-03-02 01:00:00"  # nine o'clock in China


@tagged("post_install", "-at_install")
class TestOrderSubmission(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("sub_manager", "manager")
        cls.colleague = cls._create_user("sub_colleague", "manager")
        cls.clerk = cls._create_user("sub_clerk", "user")
        cls.north.manager_ids = cls.manager | cls.colleague
        cls.north.staff_ids = cls.clerk
        cls.product.list_price = 100.0

    def _order(self, quantity=1, member=None, user=None, **values):
        return (
            self.env["sale.order"]
            .with_user(user or self.env.user)
            .create(
                {
                    "partner_id": (member or self.shop).partner_id.id,
                    "order_line": [
                        (0, 0, {"product_id": self.product.id, "product_uom_qty": quantity})
                    ],
                    **values,
                }
            )
        )

    def _limit(self, amount, member=None):
        (member or self.shop).partner_id.credit_limit = amount

    # === states === #

    def test_submitted_order_waits_and_is_confirmed_by_a_colleague(self):
        order = self._order(user=self.manager)
        self.assertEqual(order.distribution_state, "draft")
        order.action_distribution_submit()
        self.assertEqual(order.distribution_state, "submitted")
        self.assertFalse(order.approval_reason)
        order.with_user(self.colleague).action_distribution_approve()
        self.assertRecordValues(order, [{"distribution_state": "approved", "state": "sale"}])

    def test_nobody_approves_the_own_order(self):
        order = self._order(user=self.manager)
        order.action_distribution_submit()
        self.assertFalse(order.distribution_can_decide)
        with self.assertRaisesRegex(UserError, "handed in .* yourself"):
            order.action_distribution_approve()
        self.assertTrue(order.with_user(self.colleague).distribution_can_decide)

    def test_plain_user_decides_nothing(self):
        order = self._order()
        order.action_distribution_submit()
        with self.assertRaises(AccessError):
            order.with_user(self.clerk).action_distribution_approve()
        self.assertEqual(order.distribution_state, "submitted")

    def test_order_without_a_reason_is_confirmed_at_once_where_the_company_says_so(self):
        self.company.distribution_confirm_at_once = True
        self._limit(250)
        good, bad = self._order(2), self._order(1)
        good.action_distribution_submit()
        bad.action_distribution_submit()
        self.assertEqual(good.distribution_state, "approved")
        self.assertEqual(bad.distribution_state, "approving")

    def test_rejected_order_says_why_and_can_be_submitted_again(self):
        order = self._order()
        order.action_distribution_submit()
        with self.assertRaisesRegex(UserError, "Say why"):
            order.with_user(self.manager).action_distribution_reject("  ")
        wizard = (
            self.env["distribution.order.rejection"]
            .with_user(self.manager)
            .create({"order_ids": order.ids, "reason": "Full pallets only"})
        )
        wizard.action_reject()
        self.assertRecordValues(
            order,
            [{"distribution_state": "rejected", "distribution_answer": "Full pallets only"}],
        )
        order.order_line.product_uom_qty = 40
        order.action_distribution_submit()
        self.assertRecordValues(
            order, [{"distribution_state": "submitted", "distribution_answer": False}]
        )

    def test_what_waits_stays_as_it_was_submitted_until_taken_back(self):
        order = self._order(user=self.manager)
        order.action_distribution_submit()
        line = order.order_line
        for change in (
            lambda: line.write({"price_unit": 1.0}),
            lambda: line.unlink(),
            lambda: order.write({"order_line": [(0, 0, {"product_id": self.product.id})]}),
            lambda: order.write({"partner_shipping_id": self.distributor.partner_id.id}),
            lambda: line.copy({"order_id": order.id}),
        ):
            with self.assertRaisesRegex(UserError, "waits for a decision"):
                change()
        order.action_distribution_withdraw()
        self.assertEqual(order.distribution_state, "draft")
        line.write({"price_unit": 1.0})

    def test_price_stays_when_the_price_list_changes_after_submission(self):
        order = self._order()
        order.action_distribution_submit()
        self.product.list_price = 130.0
        order.with_user(self.manager).action_distribution_approve()
        self.assertEqual(order.order_line.price_unit, 100.0)

    def test_state_is_not_written_past_the_buttons(self):
        order = self._order(user=self.manager)
        for values in (
            {"distribution_submitted_date": "2026-01-01"},
            {"distribution_is_rejected": True},
            {"approval_hours": 0.1},
            {"approval_deadline": "2030-01-01"},
            {"approval_in_time": 100.0},
            {"distribution_state": "approved"},
            {"distribution_reasons": False},
            {"validation_status": "validated"},
        ):
            with self.assertRaisesRegex(UserError, "by its buttons only"):
                order.write(values)

    def test_frozen_member_cannot_submit(self):
        order = self._order()
        self.shop.action_suspend("Licence expired")
        with self.assertRaisesRegex(UserError, "cannot order"):
            order.action_distribution_submit()

    def test_empty_or_foreign_order_cannot_be_submitted(self):
        with self.assertRaisesRegex(UserError, "is empty"):
            self._order(order_line=[]).action_distribution_submit()
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        with self.assertRaisesRegex(UserError, "no member"):
            self._order(partner_id=stranger.id).action_distribution_submit()

    def test_cancelled_order_is_cancelled(self):
        order = self._order()
        order.action_distribution_submit()
        order._action_cancel()
        self.assertEqual(order.distribution_state, "cancelled")

    def test_what_others_have_delivered_is_past(self):
        order_import = self._create_import(self._row("Z1"))
        order_import.action_preview()
        order_import.action_commit()
        self.assertEqual(order_import.order_ids.distribution_state, "done")

    def test_form_of_a_members_order_has_our_buttons_instead_of_ocas(self):
        view = self.env["sale.order"].get_view(self.env.ref("sale.view_order_form").id, "form")
        form = etree.fromstring(view["arch"])
        for node in form.xpath("//button[@name='restart_validation']"):
            self.assertIn("or distribution_member_id", node.get("invisible"))
        self.assertTrue(form.xpath("//button[@name='restart_validation']"))
        banner = form.xpath("//div[.//field[@name='to_validate_message']]")[-1]
        self.assertIn("or distribution_member_id", banner.get("invisible"))

    # === clock === #

    def test_clock_counts_working_hours_until_the_decision(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        with freeze_time(MONDAY):
            order = self._order()
            order.action_distribution_submit()
            self.assertEqual(
                order.approval_deadline, fields.Datetime.to_datetime("2026-03-02 04:00:00")
            )
        with freeze_time("2026-03-02 03:00:00"):
            order.with_user(self.manager).action_distribution_approve()
        self.assertAlmostEqual(order.approval_hours, 2.0)
        self.assertEqual(order.approval_in_time, 100.0)
        self.assertFalse(order.approval_deadline)

    def test_late_order_is_found(self):
        with freeze_time(MONDAY):
            order = self._order()
            order.action_distribution_submit()
        with freeze_time("2026-03-03 03:00:00"):
            late = self.env["sale.order"].search([("is_approval_late", "=", True)])
            self.assertIn(order, late)
            order.invalidate_recordset(["is_approval_late"])
            self.assertTrue(order.is_approval_late)
            order.with_user(self.manager).action_distribution_approve()
        self.assertEqual(order.approval_in_time, 0.0)

    # === forms === #

    def test_settings_hold_the_rules(self):
        with Form(self.env["res.config.settings"]) as form:
            form.distribution_approval_goal_hours = 4.0
            form.distribution_overdue_days = 15
        form.save().execute()
        self.assertEqual(self.company.distribution_approval_goal_hours, 4.0)
        self.assertEqual(self.company.distribution_overdue_days, 15)
