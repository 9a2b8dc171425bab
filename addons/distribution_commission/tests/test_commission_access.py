from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CommissionCommon

READ, ALL = {"read"}, {"read", "write", "create", "unlink"}
# model: {role: operations}; roles that are not named may do nothing
RIGHTS = {
    "distribution.commission.entry": {"manager": READ, "finance": READ, "admin": READ},
    "distribution.commission.plan": {"manager": READ, "finance": READ, "admin": ALL},
    "distribution.commission.rule": {"manager": READ, "finance": READ, "admin": ALL},
    "distribution.settlement.cycle": {
        "user": READ,
        "reviewer": READ,
        "manager": READ,
        "finance": READ,
        "admin": ALL,
    },
    "distribution.settlement": {"manager": READ, "finance": ALL, "admin": ALL},
    "distribution.settlement.check": {"manager": READ, "finance": READ, "admin": READ},
    "distribution.commission.adjustment": {"finance": ALL, "admin": ALL},
    "distribution.withholding.table": {"finance": READ, "admin": ALL},
    "distribution.withholding.bracket": {"finance": READ, "admin": ALL},
    "distribution.statement": {
        "manager": READ,
        "finance": {"read", "write"},
        "admin": {"read", "write"},
        "portal": {"read", "write"},
    },
}
ROLES = ("user", "reviewer", "manager", "finance", "admin")


@tagged("post_install", "-at_install")
class TestCommissionAccess(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: cls._create_user(f"tc_{role}", role) for role in ROLES}
        cls.users["outsider"] = cls._create_user("tc_outsider")
        cls.users["portal"] = cls._create_portal_user("tc_portal", cls.shop)
        cls.north.manager_ids = cls.users["manager"]
        cls._sell(cls.shop, (cls.product, 10, 100.0))
        cls._sell(cls.other_distributor, (cls.product, 10, 100.0))

    def test_each_role_has_its_rights_on_each_model(self):
        for model, rights in RIGHTS.items():
            for role, user in self.users.items():
                for operation in sorted(ALL):
                    with self.subTest(model=model, role=role, operation=operation):
                        self.assertEqual(
                            self.env[model].with_user(user).has_access(operation),
                            operation in rights.get(role, set()),
                        )

    def test_nobody_jumps_to_a_state(self):
        finance, admin = self.users["finance"], self.users["admin"]
        settlement = self._settle("2026-01-01", "2026-01-31", publish=False).with_user(finance)
        with self.assertRaisesRegex(UserError, "buttons only"):
            settlement.write({"state": "published"})
        with self.assertRaisesRegex(UserError, "buttons only"):
            self.plan.with_user(admin).with_context(distribution_state=True).write(
                {"state": "draft"}
            )
        with self.assertRaisesRegex(UserError, "buttons only"):
            settlement.create(
                {
                    "cycle_id": self.cycle.id,
                    "date_from": "2026-02-01",
                    "date_to": "2026-02-28",
                    "state": "published",
                }
            )

    def test_context_cannot_set_the_first_state(self):
        plans = self.env["distribution.commission.plan"].with_user(self.users["admin"])
        plan = plans.with_context(default_state="active").create(
            {"name": "Forged", "cycle_id": self.cycle.id}
        )
        self.assertEqual(plan.state, "draft")

    def test_finance_deletes_a_settlement_that_is_not_published(self):
        settlement = self._settle("2026-01-01", "2026-01-31", publish=False)
        settlement.with_user(self.users["finance"]).unlink()
        self.assertFalse(settlement.exists())

    def test_manager_sees_what_the_own_region_earns(self):
        entries = self.ledger.with_user(self.users["manager"]).search([])
        self.assertEqual(set(entries.sudo().member_id.mapped("code")), {"SHOP", "DIST"})
        settlement = self._settle("2026-01-01", "2026-01-31")
        statements = settlement.statement_ids.with_user(self.users["manager"])
        visible = statements.search([("settlement_id", "=", settlement.id)])
        self.assertEqual(set(visible.sudo().member_id.mapped("code")), {"SHOP", "DIST"})

    def test_distributor_sees_published_statements_of_its_own(self):
        statements = self.env["distribution.statement"].with_user(self.users["portal"])
        settlement = self._settle("2026-01-01", "2026-01-31", publish=False)
        self.assertFalse(statements.search([]))
        settlement.action_publish()
        self.assertEqual(statements.search([]).sudo().member_id, self.shop)

    def test_finance_settles_a_month_with_its_own_rights(self):
        finance = self.users["finance"]
        settlement = (
            self.env["distribution.settlement"]
            .with_user(finance)
            .create({"cycle_id": self.cycle.id, "date_from": "2026-01-01", "date_to": "2026-01-31"})
        )
        settlement.action_compute()
        settlement.action_publish()
        self.assertEqual(settlement.statement_count, 4)
        self.assertTrue(settlement.statement_ids[0].entry_ids[0].explanation)

    def test_salesperson_confirms_an_order_without_seeing_the_commission(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.partner_id.id,
                "user_id": self.users["manager"].id,
                "order_line": [(0, 0, {"product_id": self.product.id, "price_unit": 100.0})],
            }
        )
        order.with_user(self.users["manager"]).action_confirm()
        self.assertEqual(len(self._read_entries(order)), 3)
