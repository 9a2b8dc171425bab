from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestAffectedOrders(OrderCommon):
    """Open orders that a transfer or the end of a membership touches."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("ao_manager", "manager")
        cls.north.manager_ids = cls.manager
        cls._sell(cls.shop, (cls.product, 1, 10.0))
        cls.quotation, cls.waiting, cancelled, cls.of_upline, cls.of_other = cls.env[
            "sale.order"
        ].create(
            [
                {
                    "partner_id": member.partner_id.id,
                    "order_line": [Command.create({"product_id": cls.product.id})],
                }
                for member in (*[cls.shop] * 3, cls.distributor, cls.other_distributor)
            ]
        )
        cls.waiting.action_confirm()
        cancelled.action_cancel()

    def _create_wizard(self, kind, members, user=None):
        chosen = {"member_ids": members.ids} if kind == "transfer" else {"member_id": members.id}
        wizards = self.env[f"distribution.member.{kind}"].with_user(user or self.env.user)
        return wizards.create({**chosen, "reason": "Seen before confirming"})

    def _open(self, wizard):
        action = wizard.action_open_orders()
        return self.env[action["res_model"]].with_env(wizard.env).search(action["domain"])

    def test_transfer_touches_the_open_orders_of_the_branch(self):
        wizard = self._create_wizard("transfer", self.distributor)
        self.assertEqual(self._open(wizard), self.quotation | self.waiting | self.of_upline)
        self.assertEqual(wizard.open_order_count, 3)

    def test_termination_touches_the_own_open_orders(self):
        for member, expected in (
            (self.shop, self.quotation | self.waiting),
            (self.distributor, self.of_upline),
        ):
            wizard = self._create_wizard("terminate", member)
            with self.subTest(member=member.code):
                self.assertEqual(self._open(wizard), expected)
                self.assertEqual(wizard.open_order_count, len(expected))

    def test_number_costs_one_query_however_large_the_branch(self):
        for kind, members in (
            ("terminate", self.shop),
            ("transfer", self.distributor | self.other_distributor),
        ):
            wizard = self._create_wizard(kind, members)
            self.assertTrue(wizard.affected_ids)
            self.env.flush_all()
            with self.subTest(wizard=kind), self.assertQueryCount(1):
                self.assertTrue(wizard.open_order_count)

    def test_manager_is_told_of_the_orders_that_open(self):
        wizard = self._create_wizard("terminate", self.shop, self.manager)
        self.assertEqual(wizard.open_order_count, 2)
        self.assertEqual(len(self._open(wizard)), 2)

    def test_who_may_not_read_orders_is_told_nothing(self):
        rights = self.env["ir.model.access"].search([("model_id.model", "=", "sale.order")])
        rights.active = False
        for kind in ("transfer", "terminate"):
            with self.subTest(wizard=kind):
                wizard = self._create_wizard(kind, self.shop, self.manager)
                self.assertEqual(wizard.open_order_count, 0)
                form = Form(
                    wizard, view=f"distribution_member.distribution_member_{kind}_view_form"
                )
                self.assertFalse(form.open_order_count)
