from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..models import shortage_watch_mixin
from .shortage_common import ShortageCommon

NOON = fields.Datetime.to_datetime("2026-03-04 12:00:00")


@tagged("post_install", "-at_install")
class TestShortage(ShortageCommon):
    def _check_at(self, moment):
        with freeze_time(moment):
            return self.alerts._check_stock()

    # === OPENING === #

    def test_stock_below_the_minimum_opens_one_alert(self):
        alert = self._open_alert(minimum=10, stock=4)
        self.assertRecordValues(
            alert,
            [
                {
                    "product_id": self.paint.id,
                    "warehouse_id": self.warehouse.id,
                    "state": "open",
                    "user_id": self.keeper.id,
                    "free_quantity": 4.0,
                    "opened_quantity": 4.0,
                    "reorder_point": 10.0,
                    "goal_hours": 1.0,
                }
            ],
        )
        self._stock(-1)
        self.assertFalse(self.alerts._check_stock())
        self.assertEqual(self._alert(), alert)
        self.assertEqual((alert.free_quantity, alert.opened_quantity), (3.0, 4.0))

    def test_stock_at_the_minimum_opens_none(self):
        self.assertFalse(self._open_alert(minimum=10, stock=10))

    def test_goods_without_demand_open_none(self):
        self._create_rule()
        self._refresh()
        self.assertFalse(self.alerts._check_stock())

    def test_free_is_what_nobody_waits_for(self):
        self._create_fixed(10)
        self._stock(30)
        self._refresh()
        self._promise(8, is_reserved=True)
        self._promise(7, is_reserved=False)
        self.assertEqual(self._point().free_quantity, 15)
        self.assertFalse(self.alerts._check_stock())
        self._promise(6, is_reserved=False)
        self.assertEqual(self.alerts._check_stock().free_quantity, 9)

    def test_moves_within_a_warehouse_and_deliveries_in_steps_count_once(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._create_fixed(10)
        self._stock(30)
        self._refresh()
        order = self._promise(12, is_reserved=False)
        self.assertEqual(self._point().free_quantity, 18)
        picking = order.picking_ids.filtered(lambda one: one.state != "waiting")
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()
        self.points.invalidate_model()
        self.assertEqual(self._point().free_quantity, 18)

    def test_responsible_of_the_rule_comes_first(self):
        other = self._create_user("t_other", "user")
        self._create_fixed(10, user_id=other.id)
        self._refresh()
        self.assertEqual(self.alerts._check_stock().user_id, other)

    def test_responsible_is_told_once(self):
        alert = self._open_alert()
        self.assertEqual(alert.activity_ids.user_id, self.keeper)
        self.alerts._check_stock()
        self.assertEqual(len(alert.activity_ids), 1)

    def test_flood_of_alerts_is_told_in_few_activities(self):
        products = [self._create_storable(f"T-F{number}") for number in range(6)]
        for product in products:
            self._create_fixed(5, product_id=product.id)
        self._refresh()
        with patch.object(shortage_watch_mixin, "ACTIVITIES_AT_ONCE", 4):
            alerts = self.alerts._check_stock()
        self.assertEqual(len(alerts), 6)
        self.assertEqual(len(alerts.activity_ids), 4)
        self.assertEqual(
            [note for note in alerts.activity_ids.mapped("note") if note and "2 more" in note],
            [alerts.activity_ids.filtered("note").note],
        )

    def test_look_at_many_points_asks_few_questions(self):
        for number in range(8):
            self._create_fixed(5, product_id=self._create_storable(f"T-M{number}").id)
        self._refresh()
        self.alerts._check_stock()
        self.env.invalidate_all()
        with self.assertQueryCount(6):  # as many as for one
            self.alerts._check_stock()

    # === END === #

    def test_alert_ends_above_the_release_point_only(self):
        alert = self._open_alert(minimum=100, stock=90)
        self._stock(14)  # 104: above the point, not by 5 %
        self.alerts._check_stock()
        self.assertEqual(alert.state, "open")
        self._stock(1)
        self.alerts._check_stock()
        self.assertEqual(alert.state, "closed")
        self.assertTrue(alert.closed)
        self.assertFalse(alert.activity_ids)

    def test_shortage_that_comes_back_soon_is_the_same_one(self):
        with freeze_time(NOON):
            alert = self._open_alert()
        self._stock(20)
        self._check_at(NOON + timedelta(minutes=10))
        self._stock(-20)
        self.assertFalse(self._check_at(NOON + timedelta(minutes=20)))
        self.assertEqual((alert.state, alert.times_opened), ("open", 2))
        self.assertFalse(alert.closed)
        self.assertFalse(alert.activity_ids)  # told once, not again
        self.assertEqual(alert.deadline, NOON + timedelta(minutes=70))

    def test_shortage_that_comes_back_late_is_another_one(self):
        alert = self._open_alert()
        self._stock(20)
        self.alerts._check_stock()
        alert._write_state("closed", closed=fields.Datetime.now() - timedelta(hours=25))
        self.env.flush_all()
        self._stock(-20)
        again = self.alerts._check_stock()
        self.assertTrue(again)
        self.assertNotEqual(again, alert)
        self.assertEqual(again.activity_ids.user_id, self.keeper)

    def test_alert_ends_when_the_product_is_not_watched_any_more(self):
        alert = self._open_alert()
        self.env["distribution.stock.rule"].search([]).unlink()
        self._refresh()
        self.alerts._check_stock()
        self.assertEqual(alert.state, "closed")

    # === ACTING === #

    def test_short_product_cannot_be_closed_by_hand(self):
        alert = self._open_alert(minimum=100, stock=90)
        with self.assertRaisesRegex(UserError, "still short: 90 free, 100 wanted"):
            alert.with_user(self.keeper).action_close()
        self._stock(12)
        alert.with_user(self.keeper).action_close()
        self.assertEqual(alert.state, "closed")

    def test_taking_on_twice_is_refused(self):
        alert = self._open_alert()
        alert.with_user(self.keeper).action_take()
        with self.assertRaisesRegex(UserError, "Being Handled"):
            alert.with_user(self.keeper).action_take()

    def test_colleague_who_is_not_responsible_only_looks(self):
        alert = self._open_alert()
        colleague = self._create_user("t_colleague", "user")
        self.assertEqual(alert.with_user(colleague).state, "open")
        with self.assertRaises(AccessError):
            alert.with_user(colleague).action_take()
        alert.user_id = False
        alert.with_user(colleague).action_take()
        self.assertEqual(alert.user_id, colleague)

    def test_clock_and_figures_are_nobodys_to_write(self):
        alert = self._open_alert()
        manager = self._create_user("t_manager", "manager")
        for values in ({"response_hours": 0.1}, {"first_action": NOON}, {"reorder_point": 0}):
            with self.subTest(values=values), self.assertRaises(UserError):
                alert.with_user(manager).write(values)

    # === WHO WAITS, WHAT THERE IS === #

    def test_affected_lines_are_those_not_all_delivered(self):
        alert = self._open_alert(minimum=10, stock=9)
        delivered = self._promise(5, is_reserved=True)
        delivered.picking_ids.move_ids.picked = True
        delivered.picking_ids._action_done()
        waiting = self._promise(8, is_reserved=False)
        self._order_days_ago(1, 9)  # of a platform, which has delivered it
        self.assertEqual(alert.affected_line_ids, waiting.order_line)
        action = alert.action_open_lines()
        self.assertEqual(self.env["sale.order.line"].search(action["domain"]), waiting.order_line)

    def test_affected_lines_of_other_regions_are_not_shown(self):
        alert = self._open_alert()
        self._promise(8, is_reserved=False)
        self.assertFalse(alert.with_user(self.keeper).affected_line_ids)
        self.north.staff_ids = self.keeper
        alert.invalidate_recordset()
        self.assertEqual(alert.with_user(self.keeper).affected_count, 1)

    def test_substitutes_show_their_free_stock_in_the_warehouse(self):
        instead = self._create_storable("T-S")
        self.paint.product_tmpl_id.distribution_substitute_ids = instead.product_tmpl_id
        self._stock(33, instead)
        alert = self._open_alert()
        self.assertEqual(alert.substitute_ids, instead)
        self.assertEqual(
            alert.with_user(self.keeper)
            .substitute_ids.with_context(distribution_warehouse_id=self.warehouse.id)
            .distribution_free_quantity,
            33,
        )

    def test_goods_on_their_way_are_named(self):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.in_type_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.paint.id,
                            "product_uom_qty": 200,
                            "location_id": self.env.ref("stock.stock_location_suppliers").id,
                            "location_dest_id": self.warehouse.lot_stock_id.id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        alert = self._open_alert()
        self.assertRegex(alert.incoming, rf": 200 .*\({picking.name}\)$")

    def test_scheduler_opens_alerts(self):
        self._create_fixed(10)
        self._refresh()
        with self.enter_registry_test_mode():
            self.env.ref("distribution_order.ir_cron_shortage_check").method_direct_trigger()
        self.assertEqual(self._alert().state, "open")
