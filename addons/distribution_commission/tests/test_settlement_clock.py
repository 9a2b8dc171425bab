from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .settlement_common import FEBRUARY, JANUARY, SettlementCommon


@tagged("post_install", "-at_install")
class TestSettlementClock(SettlementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.settlements = cls.env["distribution.settlement"]
        cls.cycle.responsible_id = cls.approver

    def _create(self, period=JANUARY):
        return self.settlements._ensure_settlement(self.cycle, *period)

    def _count_reminders(self, settlement):
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search_count([("res_model", "=", settlement._name), ("res_id", "=", settlement.id)])
        )

    def test_promise_is_three_days(self):
        settlement = self._create()
        self.assertEqual(settlement.date_run, date(2026, 2, 1))
        self.assertEqual(settlement.deadline, date(2026, 2, 3))
        for day, delay, is_late in (("02-01", 1, False), ("02-03", 3, False), ("02-04", 4, True)):
            with self.subTest(day=day), freeze_time(f"2026-{day} 12:00:00"):
                settlement.invalidate_recordset()
                self.assertEqual((settlement.delay_days, settlement.is_late), (delay, is_late))
                late = self.settlements.search(
                    [("id", "=", settlement.id), ("deadline", "<", "today")]
                )
                self.assertEqual(bool(late), is_late)

    def test_finance_is_reminded_once_before_the_deadline(self):
        settlement = self._create()
        for day, expected in (("01-31", 0), ("02-01", 0), ("02-02", 1), ("02-03", 1), ("02-09", 1)):
            with self.subTest(day=day), freeze_time(f"2026-{day} 12:00:00"):
                self.settlements._cron_remind()
                self.settlements._cron_remind()
                self.assertEqual(self._count_reminders(settlement), expected)
        activity = settlement.activity_ids
        self.assertEqual(
            (activity.user_id, activity.date_deadline), (self.approver, date(2026, 2, 3))
        )
        activity.action_feedback()
        with freeze_time("2026-02-10 12:00:00"):
            self.settlements._cron_remind()
        self.assertEqual(self._count_reminders(settlement), 1)

    def test_missed_deadline_is_reminded_of_as_well(self):
        settlement = self._create()
        with freeze_time("2026-03-10 12:00:00"):
            self.settlements._cron_remind()
        self.assertEqual(self._count_reminders(settlement), 1)

    def test_publishing_closes_the_reminder(self):
        settlement = self._create()
        with freeze_time("2026-02-02 12:00:00"):
            self.settlements._cron_remind()
            settlement = settlement.with_user(self.maker)
            settlement.action_compute()
            settlement.action_publish()
        self.assertFalse(settlement.activity_ids)
        with freeze_time("2026-02-03 12:00:00"):
            self.settlements._cron_remind()
        self.assertEqual(self._count_reminders(settlement), 1)

    def test_somebody_of_finance_is_reminded_when_nobody_is_named(self):
        self.cycle.responsible_id = False
        responsible = self._create()._find_responsible()
        self.assertTrue(responsible.has_group("distribution_member.group_distribution_finance"))
        self.assertFalse(responsible.has_group("distribution_member.group_distribution_admin"))

    def test_scheduler_plans_the_next_run_of_each_cycle(self):
        weekly = self.env["distribution.settlement.cycle"].create(
            {"name": "Weekly", "code": "W", "frequency": "weekly"}
        )
        with freeze_time("2026-02-11 12:00:00"):
            self.settlements._cron_compute()
        planned = self.settlements.search(
            [("cycle_id", "in", (self.cycle | weekly).ids), ("state", "=", "draft")]
        )
        self.assertEqual(
            {(one.cycle_id, one.date_from, one.date_to) for one in planned},
            {(self.cycle, *FEBRUARY), (weekly, date(2026, 2, 9), date(2026, 2, 15))},
        )

    def test_cycle_that_cannot_be_computed_does_not_stop_the_others(self):
        broken, sound = self.env["distribution.settlement.cycle"].create(
            [{"name": "A broken one", "code": "B"}, {"name": "Sound", "code": "S"}]
        )
        ensure = type(self.settlements)._ensure_period_over
        reason = "Not today"

        def refuse(settlement):
            if settlement.cycle_id == broken:
                raise UserError(reason)
            return ensure(settlement)

        self.patch(type(self.settlements), "_ensure_period_over", refuse)
        with (
            freeze_time("2026-02-11 12:00:00"),
            self.assertLogs("odoo.addons.distribution_commission", "WARNING") as logs,
        ):
            self.settlements._cron_compute()
        self.assertIn(reason, logs.output[0])
        last = [("date_from", "=", "2026-01-01"), ("cycle_id", "in", (broken | sound).ids)]
        states = {one.cycle_id: one.state for one in self.settlements.search(last)}
        self.assertEqual(states, {broken: "draft", sound: "computed"})
