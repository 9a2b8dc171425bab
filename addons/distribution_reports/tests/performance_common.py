from unittest.mock import patch

from odoo import fields

from .common import SalesReportCommon


class PerformanceCommon(SalesReportCommon):
    """The small channel, on a day that the test chooses, without proposed warnings in the way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.rows = cls.env["distribution.performance"]
        cls.warnings = cls.env["distribution.performance.warning"]
        cls.plan.action_activate()

    def _today(self, day):
        """Let it be a day of the company: noon there."""
        return patch.object(
            self.env.registry["res.company"],
            "_get_distribution_today",
            lambda _company: fields.Date.to_date(day),
        )

    @classmethod
    def _sell(cls, member, day, amount, quantity=1):
        """Sell on a day, at noon in China."""
        return cls._create_order(
            member.partner_id, f"{day} 04:00", (cls.screw, quantity, amount / quantity)
        )

    @classmethod
    def _set_target(cls, member, amount=12000.0, year=2024, **values):
        target = cls.env["distribution.target"].create(
            {"member_id": member.id, "year": year, "amount": amount, **values}
        )
        target.action_set()
        return target

    def _refresh(self, month, today):
        with self._today(today):
            self.rows._refresh_month(self.company, fields.Date.to_date(month))

    def _find(self, member, month):
        return self.rows.search([("member_id", "=", member.id), ("date", "=", month)])
