from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import OrderCommon

MONDAY = "2026-03-02 01:00:00"  # nine o'clock in China


@tagged("post_install", "-at_install")
class TestOrderApproval(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("app_manager", "manager")
        cls.colleague = cls._create_user("app_colleague", "manager")
        cls.elsewhere = cls._create_user("app_elsewhere", "manager")
        cls.director = cls._create_user("app_director", "admin")
        cls.north.manager_ids = cls.manager
        cls.south.manager_ids = cls.elsewhere
        cls.product.list_price = 100.0
        cls.shop.partner_id.credit_limit = 1_000
        cls.tier = cls.env.ref("distribution_order.tier_credit")
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"

    def _order(self, quantity=20, **values):
        line = {"product_id": self.product.id, "product_uom_qty": quantity}
        return self.env["sale.order"].create(
            {
                "partner_id": self.shop.partner_id.id,
                "order_line": [(0, 0, line)],
                **values,
            }
        )

    def _submit(self, **values):
        order = self._order(**values)
        order.action_distribution_submit()
        return order

    def _tier(self, user, **values):
        return self.env["tier.definition"].create(
            {
                "name": "Test",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "reviewer_id": user.id,
                "definition_domain": "[('distribution_submitted_date', '!=', False)]",
                "approve_sequence": True,
                **values,
            }
        )

    # === who decides === #

    def test_order_over_the_limit_waits_for_the_managers_of_its_region(self):
        order = self._submit()
        self.assertEqual(order.distribution_state, "approving")
        self.assertIn(self.manager, order.review_ids.reviewer_ids)
        self.assertNotIn(self.elsewhere, order.review_ids.reviewer_ids)
        with self.assertRaises(AccessError):
            order.with_user(self.elsewhere).action_distribution_approve()
        finance = self._create_user("app_finance", "finance")
        with self.assertRaises(AccessError):
            order.with_user(finance).action_distribution_approve()
        order.with_user(self.manager).action_distribution_approve()
        self.assertRecordValues(order, [{"distribution_state": "approved", "state": "sale"}])

    def test_list_of_each_is_what_waits_for_them(self):
        order = self._submit()
        domain = [("distribution_can_decide", "=", True)]
        search = self.env["sale.order"].with_user
        self.assertIn(order, search(self.manager).search(domain))
        self.assertNotIn(order, search(self.elsewhere).search(domain))
        self.assertIn(order, search(self.elsewhere).sudo().search([("id", "=", order.id)]))
        order.with_user(self.manager).action_distribution_approve()
        self.assertNotIn(order, search(self.manager).search(domain))

    def test_manager_who_submits_does_not_decide(self):
        self.north.manager_ids |= self.colleague
        order = self._order().with_user(self.manager)
        order.action_distribution_submit()
        self.assertNotIn(self.manager, order.sudo().review_ids.reviewer_ids)
        with self.assertRaisesRegex(UserError, "not for you"):
            order.action_distribution_approve()
        order.with_user(self.colleague).action_distribution_approve()
        self.assertEqual(order.state, "sale")

    def test_tiers_come_one_after_the_other(self):
        domain = "[('amount_untaxed', '>=', 2000)]"
        self._tier(self.elsewhere, sequence=1, definition_domain=domain)
        order = self._submit(quantity=20)
        self.assertFalse(order.with_user(self.elsewhere).distribution_can_decide)
        with self.assertRaisesRegex(UserError, "waits for .*app_manager"):
            order.with_user(self.elsewhere).action_distribution_approve()
        order.with_user(self.manager).action_distribution_approve()
        self.assertEqual(order.distribution_state, "approving")
        order.with_user(self.elsewhere).action_distribution_approve()
        self.assertEqual(order.distribution_state, "approved")

    def test_one_refusal_rejects(self):
        self._tier(self.director, sequence=1)
        order = self._submit()
        order.with_user(self.manager).action_distribution_reject("Too much")
        self.assertEqual(order.distribution_state, "rejected")
        self.assertFalse(order._get_open_reviews())
        order.action_distribution_submit()
        self.assertEqual(order.distribution_state, "approving")

    def test_reviews_cannot_be_written_past_the_buttons(self):
        order = self._submit()
        review = order.review_ids
        for user in (self.elsewhere, self.manager):
            for act in (
                lambda one: one.write({"status": "approved", "done_by": one.env.uid}),
                lambda one: one.unlink(),
                lambda one: one.write({"reviewer_ids": [(4, one.env.uid)]}),
                lambda one: one.copy(),
            ):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    act(review.with_user(user))
        self.assertEqual(order.distribution_state, "approving")

    def test_confirm_button_waits_for_the_tiers_too(self):
        order = self._submit()
        with self.assertRaisesRegex(UserError, "waits for its approval"):
            order.with_user(self.manager).action_confirm()

    # === what was approved === #

    def test_approval_covers_the_figures_that_were_seen(self):
        order = self._submit(quantity=20)
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.shop.partner_id.id,
                "invoice_line_ids": [
                    (0, 0, {"name": "Goods", "price_unit": 500, "tax_ids": False})
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "More than was"), self.cr.savepoint():
            order.with_user(self.manager).action_distribution_approve()
        self.assertEqual(order.distribution_state, "approving")
        order.action_distribution_withdraw()
        order.action_distribution_submit()
        order.with_user(self.manager).action_distribution_approve()
        self.assertEqual(order.state, "sale")

    # === the upline === #

    def test_upline_decides_where_a_tier_says_so(self):
        self.env.ref("distribution_order.tier_upline").active = True
        buyer = self._create_portal_user("upline_buyer", self.distributor)
        order = self._submit(quantity=1)
        self.assertEqual(order.review_ids.reviewer_ids, buyer)
        order.with_user(buyer).sudo().action_distribution_approve()
        self.assertEqual(order.distribution_state, "approved")

    def test_viewers_of_the_upline_do_not_decide(self):
        self.env.ref("distribution_order.tier_upline").active = True
        self._create_portal_user("upline_admin", self.distributor)
        viewer = self._create_portal_user("upline_viewer", self.distributor)
        self.distributor.colleague_ids.filtered(lambda one: one.user_id == viewer).role = "viewer"
        order = self._submit(quantity=1)
        self.assertNotIn(viewer, order.review_ids.reviewer_ids)

    # === absence === #

    def test_who_stands_in_decides_on_these_days_only(self):
        order = self._submit()
        today = fields.Date.context_today(order)
        absence = (
            self.env["distribution.absence"]
            .with_user(self.manager)
            .create({"delegate_id": self.colleague.id, "date_from": today, "date_to": today})
        )
        self.assertIn(self.colleague, order.review_ids.reviewer_ids)
        self.assertTrue(order.with_user(self.colleague).distribution_can_decide)
        absence.write(
            {"date_from": today + timedelta(days=1), "date_to": today + timedelta(days=2)}
        )
        self.assertNotIn(self.colleague, order.review_ids.reviewer_ids)
        with freeze_time(today + timedelta(days=1)):
            self.env["distribution.absence"]._cron_refresh_reviewers()
            self.assertIn(self.colleague, order.review_ids.reviewer_ids)

    def test_who_stands_in_does_not_decide_on_the_own_order(self):
        order = self._order().with_user(self.colleague)
        order.sudo().user_id = self.colleague
        order.sudo(False)
        self.north.manager_ids |= self.colleague
        today = fields.Date.context_today(order)
        self.env["distribution.absence"].create(
            {
                "user_id": self.manager.id,
                "delegate_id": self.colleague.id,
                "date_from": today,
                "date_to": today,
            }
        )
        order.action_distribution_submit()
        self.assertNotIn(self.colleague, order.sudo().review_ids.reviewer_ids)

    def test_absence_of_a_colleague_is_not_ones_own_to_enter(self):
        with self.assertRaises(AccessError):
            self.env["distribution.absence"].with_user(self.colleague).create(
                {
                    "user_id": self.manager.id,
                    "delegate_id": self.colleague.id,
                    "date_to": "2030-01-01",
                }
            )

    # === reminders === #

    def _watch(self, moment):
        cron = self.env.ref("distribution_order.ir_cron_watch_approvals")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_reviewers_are_reminded_then_others_are_asked_and_nothing_is_approved(self):
        self.tier.distribution_escalate_user_ids = self.director
        with freeze_time(MONDAY):
            order = self._submit()
        self._watch("2026-03-02 02:00:00")
        self.assertFalse(order.activity_ids)
        self._watch("2026-03-02 02:45:00")
        self._watch("2026-03-02 03:00:00")
        self.assertEqual(
            order.activity_ids.user_id & (self.manager | self.director),
            self.manager | (self.director & order.review_ids.reviewer_ids),
        )
        reminded = len(order.activity_ids)
        self.assertAlmostEqual(order.approval_hours, 2.0)
        self._watch("2026-03-02 05:30:00")
        self.assertIn(self.director, order.review_ids.reviewer_ids)
        self.assertGreater(len(order.activity_ids), reminded)
        self._watch("2026-03-09 05:30:00")
        self.assertEqual(order.distribution_state, "approving")
        with freeze_time("2026-03-09 06:00:00"):
            order.with_user(self.director).action_distribution_approve()
        self.assertEqual(order.distribution_state, "approved")
        self.assertFalse(order.activity_ids)
