from odoo import fields, models

from ..queries import own_months

MONTHS = 12
# The chart is drawn in these units; the page stretches it to the width of the phone.
BAR_HEIGHT = 100
RESULTS_URL = "/my/distribution/results"


class DistributionMemberResultsMixin(models.AbstractModel):
    """What a distributor sees of its own results: month, year, team and rank."""

    _name = "distribution.member.results.mixin"
    _description = "Results of a Member"

    def _prepare_portal_month(self):
        """Return the member's latest month for the home page, or None when there is none yet."""
        month = self._read_own_month()
        return month and {
            **month,
            "currency": self.company_id.currency_id,
            "url": RESULTS_URL,
        }

    def _prepare_results_page(self):
        """Return what the page of results shows. The caller has checked who may see money."""
        self.ensure_one()
        return {
            "currency": self.company_id.currency_id,
            "months": self._prepare_portal_months(),
            **(self._prepare_portal_performance() or {"own": None, "top": [], "team": None}),
        }

    def _prepare_portal_months(self):
        """Return the last twelve months, each beside the same month of the year before.

        :return: dicts with `month`, `amount`, `before`, and the heights of their bars (0 to 100)
        """
        last = fields.Date.start_of(self.company_id._get_distribution_today(), "month")
        days = [fields.Date.subtract(last, months=months) for months in range(2 * MONTHS)]
        amounts = dict(self.env.execute_query(own_months.own_months(self.id, days[-1])))
        largest = max([1, *amounts.values()])

        def height(amount):
            return round(max(amount, 0) * BAR_HEIGHT / largest)

        months = []
        for day in reversed(days[:MONTHS]):
            amount = amounts.get(day, 0.0)
            before = amounts.get(fields.Date.subtract(day, years=1), 0.0)
            months.append(
                {
                    "month": day,
                    "amount": amount,
                    "before": before,
                    "height": height(amount),
                    "height_before": height(before),
                    "orders_url": f"/my/distribution/orders?month={day:%Y-%m}",
                }
            )
        return months
