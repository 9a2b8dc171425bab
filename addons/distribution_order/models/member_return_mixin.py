from dataclasses import dataclass
from datetime import date, datetime

from odoo import fields, models
from odoo.tools.date_utils import start_of, subtract
from pytz import UTC, timezone

from ..queries import own_purchases, returns
from .company_return_mixin import MONTHS


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What a member may return in a period, in its company's currency, without tax.

    >>> Quota(percent=5.0, bought=400_000.0, used=14_000.0, date_from=date(2026, 1, 1)).left
    6000.0
    """

    percent: float
    bought: float
    used: float
    date_from: date

    @property
    def allowed(self) -> float:
        """Return the share of what was bought in the period before; nothing below zero."""
        return max(0.0, self.bought * self.percent / 100)

    @property
    def left(self) -> float:
        """Return what may still be asked for; negative beyond the quota."""
        return self.allowed - self.used


class DistributionMemberReturnMixin(models.AbstractModel):
    """How much of what it buys a member may give back."""

    _name = "distribution.member.return.mixin"
    _description = "Returns of a Member"

    def _find_return_quota(self):
        """Return the quota of the running period, or None where the level sets no limit."""
        self.ensure_one()
        percent = self.level_id.return_quota_percent
        if not percent:
            return None
        tz = self.env["distribution.level.rule.line"]._get_measure_tz(self.company_id)
        today = fields.Datetime.now().replace(tzinfo=UTC).astimezone(timezone(tz)).date()
        period = self.company_id.distribution_return_period
        date_from = start_of(today, period)
        before = subtract(date_from, months=MONTHS[period])
        self.env.flush_all()
        execute = self.env.execute_query
        ((bought,),) = execute(own_purchases.total(self.id, before, date_from, tz))
        ((used,),) = execute(returns.asked_since(self.id, self._get_midnight(date_from)))
        return Quota(percent=percent, bought=bought, used=used, date_from=date_from)

    def _get_midnight(self, day):
        """Return when a day begins where the company counts its days, in UTC."""
        tz = self.env["distribution.level.rule.line"]._get_measure_tz(self.company_id)
        start = timezone(tz).localize(datetime.combine(day, datetime.min.time()))
        return start.astimezone(UTC).replace(tzinfo=None)
