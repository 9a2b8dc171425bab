from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools.date_utils import start_of

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnLimits(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level = cls.shop.level_id
        today = fields.Date.context_today(cls.env["rma"])
        cls.last_quarter = start_of(today, "quarter") - timedelta(days=20)

    def _deliver_days_ago(self, days):
        moment = fields.Datetime.now() - timedelta(days=days)
        return self._deliver(self.shop, (self.product, 5, 100.0), date=moment).order_line.move_ids

    def _give_quota(self, percent=5.0, bought=40):
        """Let the shop return so many percent of what it bought at 100.00 in the last quarter."""
        self.level.return_quota_percent = percent
        self._make_past_order(
            self.shop, (self.product, bought, 100.0), date=f"{self.last_quarter} 04:00:00"
        )

    # === window === #

    def test_return_within_the_window_has_nothing_against_it(self):
        self.level.return_days = 7
        rma = self._ask(1, move=self._deliver_days_ago(7))
        self.assertRecordValues(rma, [{"distribution_age_days": 7, "distribution_is_late": False}])
        self.assertFalse(rma.distribution_limits_text)

    def test_return_after_the_window_says_so_with_its_days(self):
        self.level.return_days = 7
        rma = self._ask(1, move=self._deliver_days_ago(8))
        self.assertTrue(rma.distribution_is_late)
        self.assertIn("8 days ago", rma.distribution_limits_text)
        self.assertIn("up to 7 days", rma.distribution_limits_text)
        self.assertEqual(rma.distribution_state, "waiting")

    def test_company_may_refuse_what_is_late(self):
        self.level.return_days = 7
        self.company.distribution_return_over = "refuse"
        move = self._deliver_days_ago(8)
        with self.assertRaises(UserError) as refused:
            self._ask(1, move=move)
        self.assertIn("up to 7 days", str(refused.exception))
        self._ask(1)

    def test_without_a_window_nothing_is_late(self):
        rma = self._ask(1, move=self._deliver_days_ago(500))
        self.assertFalse(rma.distribution_is_late)

    # === quota === #

    def test_quota_is_a_share_of_what_was_bought_in_the_period_before(self):
        self._give_quota()
        quota = self.shop._find_return_quota()
        self.assertEqual((quota.allowed, quota.used, quota.left), (200.0, 0.0, 200.0))
        self._ask(1)
        quota = self.shop._find_return_quota()
        self.assertEqual((quota.used, quota.left), (100.0, 100.0))

    def test_request_beyond_the_quota_says_so_with_the_figures(self):
        self._give_quota()
        first = self._ask(2)
        self.assertFalse(first.distribution_is_over_quota)
        rma = self._ask(1)
        self.assertTrue(rma.distribution_is_over_quota)
        text = rma.distribution_limits_text.replace("\xa0", "")
        for figure in ("200.00", "0.00", "100.00"):
            self.assertIn(figure, text)

    def test_lines_of_one_request_count_together(self):
        self._give_quota()
        other = self._deliver_days_ago(1)
        rmas = self._ask(quantities={self.move.id: 2, other.id: 1})
        self.assertEqual(rmas.mapped("distribution_is_over_quota"), [True, True])

    def test_company_may_refuse_what_is_beyond_the_quota(self):
        self._give_quota()
        self.company.distribution_return_over = "refuse"
        with self.assertRaises(UserError) as refused:
            self._ask(3)
        self.assertIn("200.00", str(refused.exception))
        self._ask(2)

    def test_what_was_withdrawn_or_rejected_gives_the_quota_back(self):
        self._give_quota()
        self._ask(2)._withdraw()
        self._ask(2).with_user(self.manager).action_distribution_reject("No")
        self.assertFalse(self._ask(2).distribution_is_over_quota)

    def test_what_is_wrong_with_a_delivery_counts_against_no_limit(self):
        self._give_quota(percent=0.1)
        self.level.return_days = 1
        move = self._deliver_days_ago(9)
        operation = self.env.ref("distribution_order.rma_operation_short_refund")
        rma = self.rmas.create(
            {
                **self.rmas._prepare_return(move, 2),
                "operation_id": operation.id,
                "distribution_kind": "short",
            }
        )
        self.assertFalse(rma.distribution_limits_text)
        self.assertEqual(self.shop._find_return_quota().used, 0.0)

    def test_period_of_the_quota_is_the_companys(self):
        self._give_quota()
        self.company.distribution_return_period = "year"
        expected = start_of(fields.Date.context_today(self.rmas), "year")
        self.assertEqual(self.shop._find_return_quota().date_from, expected)

    def test_levels_without_a_quota_have_none(self):
        self.assertIsNone(self.shop._find_return_quota())
