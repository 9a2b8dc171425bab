from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged

from .shortage_common import ShortageCommon

NOON = fields.Datetime.to_datetime("2026-03-04 12:00:00")


@tagged("post_install", "-at_install")
class TestShortageClock(ShortageCommon):
    def _check_at(self, moment):
        with freeze_time(moment):
            return self.alerts._check_stock()

    def test_response_within_the_goal(self):
        with freeze_time(NOON):
            alert = self._open_alert()
        with freeze_time(NOON + timedelta(minutes=45)):
            alert.with_user(self.keeper).action_take()
        self.assertRecordValues(
            alert,
            [
                {
                    "state": "handling",
                    "first_action": NOON + timedelta(minutes=45),
                    "response_hours": 0.75,
                    "is_late": False,
                    "in_time_rate": 100.0,
                    "deadline": False,
                }
            ],
        )
        self.assertFalse(alert.activity_ids)

    def test_response_after_the_goal_is_late(self):
        with freeze_time(NOON):
            alert = self._open_alert()
            self.assertFalse(alert.is_overdue)
        with freeze_time(NOON + timedelta(minutes=61)):
            alert.invalidate_recordset(["is_overdue"])
            self.assertTrue(alert.is_overdue)
            self.assertIn(alert, self.alerts.search([("is_overdue", "=", True)]))
            alert.with_user(self.keeper).action_take()
        self.assertEqual((alert.is_late, alert.in_time_rate), (True, 0.0))

    def test_clock_counts_working_hours(self):
        self.company.resource_calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Test",
                "tz": "UTC",
                "attendance_ids": [
                    (0, 0, {"name": "x", "dayofweek": "2", "hour_from": 8, "hour_to": 17}),
                    (0, 0, {"name": "y", "dayofweek": "3", "hour_from": 8, "hour_to": 17}),
                ],
            }
        )
        with freeze_time(fields.Datetime.to_datetime("2026-03-04 16:30:00")):  # a Wednesday
            alert = self._open_alert()
        self.assertEqual(alert.deadline, fields.Datetime.to_datetime("2026-03-05 08:30:00"))
        with freeze_time(fields.Datetime.to_datetime("2026-03-05 08:15:00")):
            alert.with_user(self.keeper).action_take()
        self.assertEqual((alert.response_hours, alert.in_time_rate), (0.75, 100.0))

    def test_plan_is_the_first_act(self):
        alert = self._open_alert()
        alert.with_user(self.keeper).plan = "500 ordered"
        self.assertEqual(alert.state, "handling")
        first = alert.first_action
        alert.with_user(self.keeper).expected_date = self.today
        self.assertEqual(alert.first_action, first)

    def test_alert_over_in_time_without_an_act_is_no_part_of_the_share(self):
        with freeze_time(NOON):
            alert = self._open_alert()
        self._stock(20)
        self._check_at(NOON + timedelta(minutes=30))
        self.assertFalse(alert.is_late)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT in_time_rate IS NULL FROM distribution_shortage WHERE id = %s", [alert.id]
        )
        self.assertEqual(self.env.cr.fetchall(), [(True,)])

    def test_alert_over_without_an_act_after_the_goal_was_missed(self):
        with freeze_time(NOON):
            alert = self._open_alert()
        self._stock(20)
        self._check_at(NOON + timedelta(hours=2))
        self.assertRecordValues(
            alert,
            [{"is_late": True, "in_time_rate": 0.0, "response_hours": 2.0, "first_action": False}],
        )
