from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .performance_common import PerformanceCommon


@tagged("post_install", "-at_install")
class TestPerformanceScore(PerformanceCommon):
    def test_score_is_explained_with_weights(self):
        self._set_target(self.dealer, 12000.0)
        self._sell(self.dealer, "2024-02-10", 1000.0)
        self._sell(self.dealer, "2024-03-10", 870.0)
        card = self.env["distribution.scorecard"]._ensure_for(self.company)
        card.write(
            {
                "attainment_weight": 30.0,
                "growth_weight": 30.0,
                "growth_zero": -20.0,
                "growth_full": 20.0,
            }
        )
        self._refresh("2024-03-01", "2024-04-05")
        row = self._find(self.dealer, "2024-03-01")
        # 30 × 87 % = 26.1; growth -13 of -20…20 is 17.5 points of 100, × 30 = 5.25; of 60 measured
        self.assertEqual((row.attainment_points, row.growth_points), (87.0, 17.5))
        self.assertEqual(row.score, 52.25)
        self.assertEqual(
            row.score_explanation.splitlines()[:3],
            [
                "Attainment at this rate 87 % → 26.1/30",
                "Growth -13 % → 5.25/30",
                "Payment punctuality: not measured",
            ],
        )
        self.assertIn("Together 31.35/60 → score 52.25, rank 1", row.score_explanation)

    def test_points_end_at_none_and_at_all(self):
        self._set_target(self.dealer, 1200.0)
        self._set_target(self.shop, 1200.0)
        self._sell(self.dealer, "2024-03-10", 5000.0)
        self._sell(self.shop, "2024-03-10", -10.0, quantity=-1)
        self._refresh("2024-03-01", "2024-04-05")
        self.assertEqual(self._find(self.dealer, "2024-03-01").score, 100.0)
        self.assertEqual(self._find(self.shop, "2024-03-01").score, 0.0)

    def test_weights_must_be_100(self):
        card = self.env["distribution.scorecard"]._ensure_for(self.company)
        self.assertEqual(card.total_weight, 100.0)
        self.assertEqual(card, card._ensure_for(self.company))
        for change in (
            {"growth_weight": 10.0},
            {"growth_weight": -10.0, "attainment_weight": 70.0},
            {"returns_full": 10.0},
            {"growth_full": -30.0},
        ):
            with (
                self.subTest(change),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                card.write(change)
                self.env.flush_all()

    def test_scorecard_says_what_it_does(self):
        card = self.env["distribution.scorecard"]._ensure_for(self.company)
        self.assertIn("Return rate: up to 15 points. None at 10 %, all at 0 %", card.explanation)


@tagged("post_install", "-at_install")
class TestPerformancePunctuality(AccountTestInvoicingCommon):
    """What was paid in time, on real invoices."""

    def _create_member(self):
        level = self.env["distribution.level"].create({"name": "Shop", "code": "S", "rank": 1})
        region = self.env["distribution.region"].create({"name": "North", "code": "N"})
        values = {
            "partner_id": self.partner_a.id,
            "code": "A",
            "level_id": level.id,
            "region_id": region.id,
            "date_start": "2020-01-01",
            "state": "active",
        }
        # sudo: people make applicants
        return self.env["distribution.member"].sudo().create(values)

    def test_punctuality_is_by_what_fell_due_in_the_month(self):
        self.env.user.group_ids += self.env.ref("distribution_member.group_distribution_admin")
        member = self._create_member()
        for amount, due, paid in (
            (300.0, "2024-03-01", "2024-03-01"),
            (100.0, "2024-03-31", "2024-04-01"),
            (200.0, "2024-04-01", "2024-03-01"),
            (600.0, "2024-03-15", None),
        ):
            invoice = self._create_invoice(
                partner_id=member.partner_id.id,
                invoice_date="2024-02-01",
                invoice_date_due=due,
                invoice_payment_term_id=False,
                post=True,
                invoice_line_ids=[
                    self._prepare_invoice_line(price_unit=amount, name="Goods", tax_ids=[])
                ],
            )
            if paid:
                self._register_payment(invoice, amount=amount, payment_date=paid)
        rows = self.env["distribution.performance"].sudo()  # as the scheduler does
        rows._refresh_month(self.env.company, invoice.invoice_date.replace(month=3))
        row = rows.search([("member_id", "=", member.id)])
        self.assertRecordValues(
            row, [{"due_amount": 1000.0, "paid_amount": 300.0, "punctuality_percent": 30.0}]
        )
        opened = self.env["account.move"].sudo().search(row.action_open_invoices()["domain"])
        self.assertEqual(sum(opened.mapped("amount_total")), 1000.0)
