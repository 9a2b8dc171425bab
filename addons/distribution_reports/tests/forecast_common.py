from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command, Date

from .. import forecast_engine
from ..forecast_engine import Frequency, Outcome, Step
from ..forecast_engine.checks import find_reason
from ..models import forecast_making_mixin
from .common import SalesReportCommon
from .pure.forecast_world import make_values

CRON = "distribution_reports.ir_cron_forecast"
MONTHS = 30


class FakePool:
    """Stands in for the processes: the mean of the last periods, at once."""

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        pass

    def forecast(self, series, horizon):
        yield [self._guess(one, horizon) for one in series]

    def _guess(self, series, horizon):
        reason = None if series.is_rest else find_reason(series)
        if reason:
            return Outcome(key=series.key, reason=reason)
        recent = series.values[-3:] or (0.0,)
        value = sum(recent) / len(recent)
        steps = tuple(
            Step(
                horizon=number,
                value=value,
                low=0.8 * value,
                high=1.2 * value,
                accuracy=90.0,
                naive_accuracy=80.0,
                variance=value,
                error=0.1 * value,
                naive_error=0.2 * value,
                sales=value,
            )
            for number in range(1, horizon + 1)
        )
        return Outcome(
            key=series.key, method="Fake", steps=steps, last_expected=value, last_low=0.8 * value
        )


class ForecastCommon(SalesReportCommon):
    """Thirty months of sales to Dealer and Shop; Agent has bought for two months only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.runs = cls.env["distribution.forecast.run"]
        cls.forecasts = cls.env["distribution.forecast"]
        cls.today = cls.env.company._get_distribution_today()
        cls.first = Frequency.MONTH.start_of(cls.today)
        cls._sell_months(cls.dealer, cls.drill, make_values(MONTHS, level=4000.0))
        cls._sell_months(cls.shop, cls.screw, make_values(MONTHS, level=1500.0, seed=9))
        cls._sell_months(cls.agent, cls.screw, [300.0, 200.0])
        # The month that is running is not looked at.
        cls._sell_on(cls.dealer, cls.drill, {cls.today: 99999.0})
        cls.env.flush_all()

    @classmethod
    def _sell_months(cls, member, product, amounts):
        """Sell on the tenth of each month, the last of them the one before this."""
        count = len(amounts)
        cls._sell_on(
            member,
            product,
            {
                Frequency.MONTH.shift(cls.first, number - count) + timedelta(days=9): amount
                for number, amount in enumerate(amounts)
            },
        )

    @classmethod
    def _sell_on(cls, member, product, amounts):
        """Make confirmed orders in bulk, each of one line worth an amount, on days."""
        line = {"product_id": product.id, "product_uom_qty": 10.0, "tax_ids": False}
        orders = cls.env["sale.order"].create(
            [
                {
                    "partner_id": member.partner_id.id,
                    "state": "sale",
                    "order_line": [Command.create({**line, "price_unit": amount / 10.0})],
                }
                for amount in amounts.values()
            ]
        )
        for order, day in zip(orders, amounts, strict=True):
            order.date_order = f"{Date.to_string(day)} 04:00:00"

    @contextmanager
    def _faked(self):
        """Leave the library out: these tests are about what is around it."""
        with (
            patch.object(forecast_making_mixin, "Pool", FakePool),
            patch.object(forecast_engine, "is_available", lambda: True),
        ):
            yield

    def _make_run(self, **values):
        run = self.runs.create(values)
        with self._faked():
            run.action_run()
            self._run_scheduler()
        self.assertEqual(run.state, "done", run.error)
        return run

    def _run_scheduler(self):
        with self.enter_registry_test_mode():
            self.env.ref(CRON).method_direct_trigger()
        self.env.invalidate_all()

    def _find(self, run, key, horizon=1, measure="amount"):
        return self.forecasts.search(
            [
                ("run_id", "=", run.id),
                ("series_key", "=", key),
                ("horizon", "=", horizon),
                ("measure", "=", measure),
            ]
        ).ensure_one()
