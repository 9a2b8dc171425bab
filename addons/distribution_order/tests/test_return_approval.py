from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnApproval(ReturnCommon):
    # === what can be asked for === #

    def test_request_names_goods_member_value_and_waits_for_the_managers_of_the_region(self):
        rma = self._ask(3)
        self.assertRecordValues(
            rma,
            [
                {
                    "distribution_member_id": self.shop.id,
                    "distribution_region_id": self.shop.region_id.id,
                    "distribution_kind": "return",
                    "distribution_state": "waiting",
                    "distribution_amount": 300.0,
                    "distribution_asked_by_id": self.buyer.id,
                    "order_id": self.order.id,
                    "product_uom_qty": 3.0,
                    "state": "draft",
                }
            ],
        )
        self.assertIn(self.manager, rma.review_ids.reviewer_ids)
        self.assertNotIn(self.elsewhere, rma.review_ids.reviewer_ids)

    def test_lines_of_one_request_share_a_number(self):
        other = self._create_product("T-2", "Primer")
        order = self._deliver(self.shop, (self.product, 4, 10.0), (other, 5, 10.0))
        first, second = order.order_line.move_ids
        rmas = self._ask(quantities={first.id: 1, second.id: 2})
        self.assertEqual(len(rmas), 2)
        self.assertEqual(len(set(rmas.mapped("distribution_request"))), 1)
        self.assertNotEqual(self._ask(1).distribution_request, rmas[0].distribution_request)

    def test_no_more_than_was_delivered_and_not_given_back(self):
        self._ask(8)
        with self.assertRaises(UserError) as refused:
            self._ask(3)
        self.assertIn("2 Units of this delivery can be returned", str(refused.exception))
        self.assertEqual(dict(self.rmas._find_returnable(self.shop)), {self.move: 2.0})
        self._ask(2)
        self.assertFalse(self.rmas._find_returnable(self.shop))

    def test_what_was_withdrawn_or_rejected_can_be_asked_for_again(self):
        self._ask(10)._withdraw()
        self._ask(10).with_user(self.manager).action_distribution_reject("Opened")
        self.assertEqual(dict(self.rmas._find_returnable(self.shop)), {self.move: 10.0})

    def test_plain_returns_of_the_warehouse_count_too(self):
        wizard = (
            self.env["stock.return.picking"]
            .with_context(
                active_model="stock.picking",
                active_id=self.move.picking_id.id,
                active_ids=self.move.picking_id.ids,
            )
            .create({})
        )
        wizard.product_return_moves.quantity = 4
        action = wizard.action_create_returns()
        picking = self.env["stock.picking"].browse(action["res_id"])
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(dict(self.rmas._find_returnable(self.shop)), {self.move: 6.0})

    def test_goods_of_another_member_are_not_offered(self):
        with self.assertRaises(UserError):
            self._ask(1, member=self.other_distributor)
        self.assertFalse(self.rmas.search([("move_id", "=", self.move.id)]))

    def test_back_office_is_held_to_the_same_quantities(self):
        vals = self.rmas._prepare_return(self.move, 11)
        with self.assertRaises(UserError):
            self.rmas.create({**vals, "operation_id": self.env.ref("rma.rma_operation_refund").id})

    def test_reason_may_need_a_picture(self):
        reason = self.env.ref("distribution_order.return_reason_quality")
        with self.assertRaisesRegex(UserError, "Add a picture"):
            self._ask(1, reason_id=reason.id)

    # === who decides === #

    def test_manager_of_the_region_approves_and_the_goods_are_waited_for(self):
        rma = self._ask()
        for user in (self.elsewhere, self._create_user("ret_user", "user")):
            with self.assertRaises(AccessError):
                rma.with_user(user).action_distribution_approve()
        self.assertEqual(rma.distribution_state, "waiting")
        rma.with_user(self.manager).action_distribution_approve()
        self.assertRecordValues(rma, [{"state": "confirmed", "distribution_state": "approved"}])
        self.assertEqual(rma.reception_move_id.product_uom_qty, 2.0)
        self.assertNotEqual(rma.reception_move_id.state, "done")
        self.assertTrue(rma.distribution_decided_date)
        with self.assertRaisesRegex(UserError, "does not wait"):
            rma.with_user(self.manager).action_distribution_approve()

    def test_nobody_approves_what_they_asked_for(self):
        vals = self.rmas._prepare_return(self.move, 1)
        operation = self.env.ref("rma.rma_operation_refund")
        rma = self.rmas.create(
            {**vals, "operation_id": operation.id, "distribution_asked_by_id": self.manager.id}
        )
        with self.assertRaises(UserError):
            rma.with_user(self.manager).action_distribution_approve()
        self.assertFalse(rma.with_user(self.manager).distribution_can_decide)
        self.env.ref("distribution_order.tier_return").active = False
        second = self.rmas.create(
            {**vals, "operation_id": operation.id, "distribution_asked_by_id": self.manager.id}
        )
        with self.assertRaisesRegex(UserError, "yourself"):
            second.with_user(self.manager).action_distribution_approve()
        second.with_user(self._second_manager()).action_distribution_approve()
        self.assertEqual(second.distribution_state, "approved")

    def _second_manager(self):
        user = self._create_user("ret_second", "manager")
        self.north.manager_ids |= user
        return user

    def test_rejection_needs_a_reason_and_the_member_reads_it(self):
        rma = self._ask()
        with self.assertRaises(UserError):
            rma.with_user(self.manager).action_distribution_reject(" ")
        rma.with_user(self.manager).action_distribution_reject("Opened bags")
        self.assertRecordValues(
            rma,
            [
                {
                    "state": "cancelled",
                    "distribution_state": "rejected",
                    "distribution_answer": "Opened bags",
                }
            ],
        )
        self.assertTrue(rma.review_ids, "who decided stays on record")
        with self.assertRaises(UserError):
            rma.action_draft()

    def test_list_of_each_is_what_waits_for_them(self):
        rma = self._ask()
        domain = [("distribution_can_decide", "=", True)]
        self.assertIn(rma, self.rmas.with_user(self.manager).search(domain))
        self.assertNotIn(rma, self.rmas.with_user(self.elsewhere).search(domain))
        self.env.ref("distribution_order.tier_return").active = False
        second = self._ask(1)
        self.assertFalse(second.review_ids)
        self.assertIn(second, self.rmas.with_user(self.manager).search(domain))
        rma.with_user(self.manager).action_distribution_approve()
        self.assertNotIn(rma, self.rmas.with_user(self.manager).search(domain))

    def test_large_returns_ask_twice_where_the_second_tier_is_switched_on(self):
        tier = self.env.ref("distribution_order.tier_return_amount")
        tier.active = True
        tier.definition_domain = "[('distribution_amount', '>=', 500)]"
        director = self._create_user("ret_director", "admin")
        self.assertEqual(len(self._ask(1).review_ids), 1)
        rma = self._ask(5)
        rma.with_user(self.manager).action_distribution_approve()
        self.assertEqual(rma.distribution_state, "waiting")
        rma.with_user(director).action_distribution_approve()
        self.assertEqual(rma.distribution_state, "approved")

    # === what stays as it is === #

    def test_withdrawn_before_a_decision_only(self):
        rma = self._ask()
        rma._withdraw()
        self.assertEqual(rma.distribution_state, "withdrawn")
        decided = self._ask()
        decided.with_user(self.manager).action_distribution_approve()
        with self.assertRaisesRegex(UserError, "decided"):
            decided._withdraw()

    def test_no_plain_write_decides_or_changes_what_was_asked_for(self):
        rma = self._ask().with_user(self.manager)
        for vals in (
            {"state": "confirmed"},
            {"state": "received"},
            {"product_uom_qty": 9},
            {"distribution_is_rejected": True},
            {"move_id": False},
            {"distribution_amount": 1},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                rma.write(vals)
        with self.assertRaises(UserError):
            rma.action_confirm()
        self.assertEqual(rma.distribution_state, "waiting")

    def test_claims_of_deliveries_follow_the_same_approval_without_a_receipt(self):
        rma = self.rmas.create(
            {
                **self.rmas._prepare_return(self.move, 1),
                "operation_id": self.env.ref("distribution_order.rma_operation_short_refund").id,
                "distribution_kind": "short",
                "distribution_asked_by_id": self.buyer.id,
            }
        )
        self.assertEqual(rma.distribution_state, "waiting")
        rma.with_user(self.manager).action_distribution_approve()
        self.assertEqual(rma.distribution_state, "approved")
        self.assertFalse(rma.reception_move_id)

    def test_returns_of_other_customers_go_their_own_way(self):
        partner = self.env["res.partner"].create({"name": "Walk-in"})
        rma = self.rmas.create(
            {
                "partner_id": partner.id,
                "product_id": self.product.id,
                "product_uom_qty": 1,
                "operation_id": self.env.ref("rma.rma_operation_refund").id,
            }
        )
        self.assertFalse(rma.distribution_state)
        self.assertFalse(rma.review_ids)
        rma.action_confirm()
        self.assertEqual(rma.state, "confirmed")

    # === who sees it === #

    def test_staff_sees_the_returns_of_own_regions(self):
        rma = self._ask()
        finance = self._create_user("ret_finance", "finance")
        for user, is_shown in ((self.manager, True), (self.elsewhere, False), (finance, True)):
            with self.subTest(user=user.login):
                found = self.rmas.with_user(user).search([("id", "=", rma.id)])
                self.assertEqual(bool(found), is_shown)
