from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from .document_common import DocumentCommon

TABLES = ("distribution_commission_movement", "distribution_commission_entry")
COMPARED = (
    *("kind", "depth", "member_id", "buyer_id", "plan_id", "rule_id", "lost_rule_id"),
    *("order_line_id", "quantity", "base_amount", "rate", "fixed_amount", "uncapped_amount"),
    *("capped_by", "amount", "currency_id", "date", "available_date"),
)


class EstimateCommon(DocumentCommon):
    def _quote(self, *lines, member=None):
        return self.env["sale.order"].create(
            {
                "partner_id": (member or self.shop).partner_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            "tax_ids": False,
                        }
                    )
                    for product, quantity, price in lines
                ],
            }
        )

    def _read_rows(self, order):
        """Return what the ledger says of an order, as the estimate's rows."""
        entries = self.ledger.search([("order_id", "=", order.id)], order="depth, order_line_id")
        return entries.read(COMPARED, load=None)

    def _compare(self, rows):
        """Return rows without what differs by nature, as texts in an order of their own."""
        return sorted(str([str(row[name] or "") for name in COMPARED]) for row in rows)


@tagged("post_install", "-at_install")
class TestEstimate(EstimateCommon):
    """What a quotation would earn: what its confirmation then writes, and nothing is written."""

    def test_estimate_is_what_the_confirmation_writes(self):
        for name, rules, values in self._get_terms():
            with self.subTest(name), self.cr.savepoint() as savepoint:
                self._create_plan(*rules, **values)
                self._order((self.product, 2, 100.0))
                order = self._quote((self.product, 10, 99.99), (self.product, 3, 0.33))
                estimated = order._estimate_commission()
                self.assertTrue(estimated)
                order.action_confirm()
                self.assertEqual(self._compare(estimated), self._compare(self._read_rows(order)))
                savepoint.rollback()
                self.env.invalidate_all()

    def _get_terms(self):
        """Return (name, rules, values) of plans of all kinds but bonuses."""
        distributor = {"level_id": self.distributor.level_id.id}
        return (
            (
                "rebate and overrides",
                (
                    {"kind": "rebate", "rate": 2.345},
                    {"kind": "override", "depth": 1, "rate": 3.0},
                    {"kind": "override", "depth": 2, "fixed_amount": 0.5},
                    {"kind": "rebate", "rate": 1.0, "product_id": self.product.id},
                ),
                {"hold_days": 5},
            ),
            (
                "differentials",
                (
                    {"kind": "differential", "rate": 3.0},
                    {"kind": "differential", "rate": 7.0, **distributor},
                    {"kind": "differential", "rate": 10.0, "level_id": self.agent.level_id.id},
                ),
                {},
            ),
            (
                "caps",
                (
                    {"kind": "rebate", "rate": 20.0, "max_amount": 90.0},
                    {"kind": "override", "depth": 1, "rate": 20.0, "period_cap": 100.0},
                ),
                {"payout_cap": 15.0},
            ),
            ("margin", ({"kind": "rebate", "rate": 5.0},), {"base": "margin"}),
        )

    def test_plans_by_later_events_are_told_as_if_all_had_happened(self):
        for trigger in ("delivered", "invoiced", "paid"):
            self._pay_on(trigger, {"kind": "rebate", "rate": 5.0}, name=trigger)
        order = self._quote((self.product, 10, 100.0))
        estimated = order._estimate_commission()
        self.assertEqual(sorted(row["amount"] for row in estimated), [50.0, 50.0, 50.0])

    def test_it_follows_the_order(self):
        self._pay_on("confirmed", {"kind": "rebate", "rate": 5.0})
        order = self._quote((self.product, 10, 100.0))
        self.assertEqual([row["amount"] for row in order._estimate_commission()], [50.0])
        order.order_line.write({"product_uom_qty": 4, "price_unit": 100.0})
        self.assertEqual([row["amount"] for row in order._estimate_commission()], [20.0])
        order.action_confirm()
        self.assertFalse(order._estimate_commission())
        self.assertFalse(order.has_commission_estimate)

    def test_nothing_is_written(self):
        self._pay_on("confirmed", {"kind": "rebate", "rate": 5.0})
        order = self._quote((self.product, 10, 100.0))
        before = self._count()
        self.assertTrue(order.commission_estimate)
        self.assertTrue(order._estimate_commission())
        self.env.flush_all()
        self.assertEqual(self._count(), before)
        # A read-only transaction would have refused the least change.
        with self.cr.savepoint():
            self.cr.execute("SET TRANSACTION READ ONLY")
            order.invalidate_recordset(["commission_estimate"])
            self.assertIn("50.00", order.commission_estimate)
            self.cr.execute("SELECT 1")

    def _count(self):
        return [
            self.env.execute_query(
                SQL(
                    "SELECT COUNT(*), (SELECT last_value FROM %s) FROM %s",
                    SQL.identifier(f"{table}_id_seq"),
                    SQL.identifier(table),
                )
            )
            for table in TABLES
        ]

    def test_everybody_sees_as_much_as_of_the_ledger(self):
        self._pay_on(
            "confirmed",
            {"kind": "rebate", "rate": 5.0},
            {"kind": "override", "depth": 1, "rate": 3.0},
        )
        self.distributor.region_id = self.env["distribution.region"].create(
            {"name": "Far", "code": "FAR"}
        )
        order = self._quote((self.product, 10, 100.0))
        finance = self._create_user("es_finance", "finance")
        manager = self._create_user("es_manager", "manager")
        self.shop.region_id.manager_ids = manager
        self.env.invalidate_all()
        for user, expected, hidden in (
            (finance, {"SHOP", "DIST"}, False),
            (manager, {"SHOP"}, True),
        ):
            with self.subTest(user=user.login):
                shown = order.with_user(user)._prepare_estimate()
                self.assertEqual(set(shown["entries"].member_id.mapped("code")), expected)
                self.assertEqual(shown["is_all"], not hidden)
        _currency, amount, share = order.with_user(finance)._prepare_estimate()["totals"][0]
        self.assertEqual((amount, share), (80.0, 8.0))

    def test_who_has_no_right_on_commission_sees_no_estimate(self):
        order = self._quote((self.product, 10, 100.0))
        for role in ("user", "reviewer"):
            seller = self._create_user(f"es_{role}", role)
            seller.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
            with self.subTest(role=role):
                with self.assertRaises(AccessError):
                    order.with_user(seller).action_estimate_commission()
                with self.assertRaises(AccessError):
                    order.with_user(seller).read(["commission_estimate"])

    def test_number_of_queries_does_not_grow_with_the_order(self):
        self._pay_on(
            "confirmed",
            {"kind": "rebate", "rate": 5.0},
            {"kind": "override", "depth": 1, "rate": 3.0},
        )
        for lines in (1, 30):
            order = self._quote(*[(self.product, 1, 100.0)] * lines)
            order._estimate_commission()
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(lines=lines), self.assertQueryCount(12):
                self.assertEqual(len(order._estimate_commission()), 2 * lines)


@tagged("post_install", "-at_install")
class TestEstimatePortal(EstimateCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self._pay_on(
            "confirmed",
            {"kind": "rebate", "rate": 5.0},
            {"kind": "override", "depth": 1, "rate": 3.21},
        )
        self.order = self._quote((self.product, 10, 100.0))
        self.order.action_quotation_sent()

    def _log_in(self, member, role):
        user = self._create_portal_user(f"es_{role}", member)
        user.lang = "en_US"
        member.colleague_ids.filtered(lambda one: one.user_id == user).role = role
        self.authenticate(user.login, user.login)

    def _open(self, token=False):
        url = self.order.get_portal_url() if token else f"/my/orders/{self.order.id}"
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.order.name, answer.text)
        return answer.text

    def test_buyer_sees_its_own_part_and_nobody_elses(self):
        self._log_in(self.shop, "admin")
        page = self._open()
        self.assertIn("commission_own_estimate", page)
        self.assertIn("50.00", page)
        self.assertNotIn("32.10", page)
        self.order.order_line.write({"product_uom_qty": 4, "price_unit": 100.0})
        self.assertIn("20.00", self._open())

    def test_nothing_to_tell_is_not_told(self):
        self.order.order_line.price_unit = 0
        self._log_in(self.shop, "admin")
        self.assertNotIn("commission_own_estimate", self._open())

    def test_who_may_see_no_money_sees_no_estimate(self):
        self._create_portal_user("es_first", self.shop)  # somebody must be the administrator
        self._log_in(self.shop, "buyer")
        self.assertNotIn("commission_own_estimate", self._open())

    def test_link_of_the_order_tells_others_nothing(self):
        self.assertNotIn("commission_own_estimate", self._open(token=True))
        self._log_in(self.distributor, "admin")
        self.assertNotIn("commission_own_estimate", self._open(token=True))

    def test_confirmed_order_has_no_estimate(self):
        self.order.action_confirm()
        self._log_in(self.shop, "admin")
        self.assertNotIn("commission_own_estimate", self._open())

    def test_answer_to_an_order_of_the_app_tells_it_to_who_may_see_money(self):
        for role, is_told in (("admin", True), ("buyer", False)):
            user = self._create_portal_user(f"es_app_{role}", self.shop)
            self.shop.colleague_ids.filtered(lambda one, user=user: one.user_id == user).role = role
            answer = self.order.with_user(user).sudo()._prepare_cart_answer()
            with self.subTest(role=role):
                self.assertEqual(answer["name"], self.order.name)
                self.assertEqual("50.00" in answer.get("estimate", ""), is_told)
                self.assertNotIn("32.10", answer.get("estimate", ""))
