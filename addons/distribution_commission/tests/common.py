from odoo.addons.distribution_order.tests.common import OrderCommon
from odoo.fields import Command
from odoo.tools import mute_logger
from psycopg2 import IntegrityError


class CommissionCommon(OrderCommon):
    """The small channel with a monthly cycle and an active plan: 2 % / 3 % / 1 %.

    :cvar breaks_the_ledger: the tests write behind the engine's back
    """

    breaks_the_ledger = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.distribution_tz = "Asia/Shanghai"
        cls.cycle = cls.env["distribution.settlement.cycle"].create(
            {"name": "Test Monthly", "code": "T"}
        )
        cls.plan = cls._create_plan(
            {"kind": "rebate", "rate": 2.0},
            {"kind": "override", "depth": 1, "rate": 3.0},
            {"kind": "override", "depth": 2, "rate": 1.0},
        )
        cls.ledger = cls.env["distribution.commission.entry"]

    @classmethod
    def _create_plan(cls, *rules, activate=True, **values):
        plan = cls.env["distribution.commission.plan"].create(
            {
                "name": "Test Plan",
                "cycle_id": cls.cycle.id,
                "date_from": "2020-01-01",
                "rule_ids": [Command.create(rule) for rule in rules],
                **values,
            }
        )
        if activate:
            plan.action_activate()
        return plan

    @classmethod
    def _sell(cls, member, *lines, date="2026-01-05 10:00:00", origin=None):
        """Override of the order's factory to post what the order earns."""
        order = cls._sell_unposted(member, *lines, date=date, origin=origin)
        cls.env["distribution.commission.entry"].accrue(order.ids)
        return order

    @classmethod
    def _sell_unposted(cls, member, *lines, date="2026-01-05 10:00:00", origin=None):
        """Return a past order that has earned nothing yet.

        Confirming dates an order to now, so the plans rest until the day is set.
        """
        plans = cls.env["distribution.commission.plan"].search([])
        states = {plan: plan.state for plan in plans}
        plans.state = "draft"
        order = cls._make_past_order(member, *lines, date=date, origin=origin)
        for plan, state in states.items():
            plan.state = state
        return order

    def _read_entries(self, order):
        """Return {member code: amount} of what an order earned."""
        entries = self.ledger.search([("order_id", "=", order.id)])
        return {entry.member_id.code: entry.amount for entry in entries}

    def _settle(self, date_from, date_to, publish=True):
        settlement = self.env["distribution.settlement"].create(
            {"cycle_id": self.cycle.id, "date_from": date_from, "date_to": date_to}
        )
        settlement.action_compute()
        if publish:
            settlement.action_publish()
        return settlement

    def assert_ledger_balanced(self, settlement):
        """Fail when the control totals of a settlement do not meet."""
        failed = [total for total in settlement.check_totals() if not total["ok"]]
        self.assertFalse(failed)

    def assert_database_refuses(self, query, params=None):
        """Fail unless the database itself refuses a change of what is history."""
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError) as caught,
            self.cr.savepoint(),
        ):
            self.cr.execute(query, params)
        self.assertEqual(caught.exception.pgcode, "23514")

    def tearDown(self):
        """Whatever a test did, the ledger must be as it must be; tests that break it say so."""
        if not self.breaks_the_ledger:
            self.env.transaction.clear()  # what was refused is still to be written
            self.assertEqual(self.env["distribution.integrity.check"].find_findings(), [])
        super().tearDown()
