from odoo.tests import Form, tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestMemberTermination(CommissionCommon):
    """Money that the end of a membership touches is shown before it is confirmed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("mt_manager", "manager")
        cls.north.manager_ids = cls.manager
        # 20 for the shop, 30 for the distributor above it, 10 for the agent
        cls.order = cls._sell(cls.shop, (cls.product, 10, 100.0))

    def _create_wizard(self, member, user=None):
        wizards = self.env["distribution.member.terminate"].with_user(user or self.env.user)
        return wizards.create({"member_id": member.id, "reason": "Closed down"})

    def _open(self, action):
        return self.env[action["res_model"]].search(action["domain"])

    def test_unsettled_commission_is_the_members_own(self):
        wizard = self._create_wizard(self.distributor)
        entries = self._open(wizard.action_open_unsettled())
        self.assertEqual(entries.member_id, self.distributor)
        self.assertEqual(wizard.unsettled_count, 1)
        self.assertEqual(wizard.unsettled_amounts, self.company.currency_id.format(30.0))
        self.assertEqual(wizard.open_statement_count, 0)

    def test_commission_goes_to_the_open_statement_and_leaves_with_it(self):
        settlement = self._settle("2026-01-01", "2026-01-31", publish=False)
        wizard = self._create_wizard(self.distributor)
        self.assertEqual((wizard.unsettled_count, wizard.unsettled_amounts), (0, ""))
        self.assertEqual(wizard.open_statement_count, 1)
        self.assertEqual(
            self._open(wizard.action_open_statements()),
            settlement.statement_ids.filtered(lambda row: row.member_id == self.distributor),
        )
        settlement.action_publish()
        wizard = self._create_wizard(self.distributor)
        self.assertEqual(wizard.open_statement_count, 0)

    def test_each_number_costs_one_query(self):
        self.assertTrue(self._create_wizard(self.shop).unsettled_amounts)  # reads the currency
        wizard = self._create_wizard(self.distributor)
        self.assertEqual(wizard.affected_ids, self.distributor)
        self.env.flush_all()
        for name in ("unsettled_count", "open_statement_count"):
            with self.subTest(field=name), self.assertQueryCount(1):
                wizard[name]

    def test_manager_is_told_of_own_regions_and_nothing_without_the_right(self):
        wizard = self._create_wizard(self.shop, self.manager)
        self.assertEqual(wizard.unsettled_count, 1)
        models = ("distribution.commission.entry", "distribution.statement")
        self.env["ir.model.access"].search([("model_id.model", "in", models)]).active = False
        wizard = self._create_wizard(self.shop, self.manager)
        self.assertEqual((wizard.unsettled_count, wizard.unsettled_amounts), (0, ""))
        self.assertEqual(wizard.open_statement_count, 0)
        form = Form(wizard, view="distribution_member.distribution_member_terminate_view_form")
        self.assertFalse(form.unsettled_count)

    def test_transfer_tells_of_readable_commission_and_forbids_by_all(self):
        """The manager of the north may not read what the agent of the city earned."""
        wizard = (
            self.env["distribution.member.transfer"]
            .with_user(self.manager)
            .create(
                {
                    "member_ids": self.shop.ids,
                    "date": "2026-01-01",
                    "reason": "Seen before confirming",
                }
            )
        )
        self.assertEqual((wizard.accrual_count, wizard.accrual_amount), (2, 50.0))
        self.assertIn(self.order.name, wizard.obstacles)
        found = self.ledger.with_user(self.manager).search(wizard.action_open_accruals()["domain"])
        self.assertEqual(len(found), 2)
