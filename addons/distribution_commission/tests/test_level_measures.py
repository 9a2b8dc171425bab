from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from odoo import Command
from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.tests import tagged

FROM, TO = date(2025, 9, 1), date(2026, 3, 1)
CENT = Decimal("0.01")


@tagged("post_install", "-at_install")
class TestLevelMeasures(AccountTestInvoicingCommon):
    """What is measured on invoices and refunds, against sums made one by one in Python."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids += cls.env.ref("distribution_member.group_distribution_admin")
        cls.measures = cls.env["distribution.level.rule.line"]
        level = cls.env["distribution.level"].create({"name": "Shop", "code": "S", "rank": 1})
        region = cls.env["distribution.region"].create({"name": "North", "code": "N"})
        cls.members = cls.env["distribution.member"]
        for code in "ABCD":
            partner = cls.env["res.partner"].create({"name": code, "is_company": True})
            # sudo: people make applicants, which may not order
            cls.members += (
                cls.env["distribution.member"]
                .sudo()
                .create(
                    {
                        "partner_id": partner.id,
                        "code": code,
                        "level_id": level.id,
                        "region_id": region.id,
                        "date_start": "2020-01-01",
                        "state": "active",
                    }
                )
            )
        cls.members = cls.members.with_env(cls.env)
        cls.half = cls.env["account.payment.term"].create(
            {
                "name": "Half and half",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": days})
                    for days in (10, 40)
                ],
            }
        )

    def _measure(self):
        values = self.measures._measure_values("punctuality", self.members, FROM, TO)
        return {self.env["distribution.member"].browse(key).code: values[key] for key in values}

    def _invoice(self, member, amount, day, **values):
        return self._create_invoice(
            partner_id=member.partner_id.id,
            invoice_date=day,
            post=True,
            invoice_line_ids=[
                self._prepare_invoice_line(price_unit=amount, name="Goods", tax_ids=[])
            ],
            **values,
        )

    def _pay(self, invoice, amount, day):
        return self._register_payment(invoice, amount=amount, payment_date=day)

    def test_punctuality_equals_the_reference(self):
        random = Random(7)
        invoices = self.env["account.move"]
        for _number in range(30):
            day = date(2025, 7, 1) + timedelta(days=random.randrange(260))
            amount = random.randrange(100, 100_000) / 100
            terms = self.half if random.random() < 0.4 else self.env["account.payment.term"]
            invoice = self._invoice(
                random.choice(self.members[:3]),
                amount,
                day,
                invoice_payment_term_id=terms.id,
                **({} if terms else {"invoice_date_due": day + timedelta(days=20)}),
            )
            invoices += invoice
            for _payment in range(random.choice((0, 1, 1, 2))):
                paid = round(invoice.amount_residual * random.choice((1, 1, 0.5)), 2)
                if paid:
                    self._pay(
                        invoice, paid, day + timedelta(days=random.choice((0, 9, 20, 21, 41)))
                    )
        measured = self._measure()
        self.assertEqual(measured, self._refer(invoices))
        self.assertGreaterEqual(len(measured), 3)
        self.assertTrue(any(0 < value < 100 for value in measured.values()))

    def _refer(self, invoices):
        """Return {code: percent}, instalment by instalment."""
        due, in_time = defaultdict(Decimal), defaultdict(Decimal)
        for line in invoices.line_ids.filtered(lambda line: line.display_type == "payment_term"):
            if not FROM <= line.date_maturity < TO:
                continue
            paid = sum(
                Decimal(str(part.amount))
                for part in line.matched_credit_ids
                if max(part.debit_move_id.date, part.credit_move_id.date) <= line.date_maturity
            )
            amount = Decimal(str(line.balance))
            due[line.partner_id.name] += amount
            in_time[line.partner_id.name] += amount if paid >= amount else 0
        return {
            code: (in_time[code] / amount * 100).quantize(CENT, ROUND_HALF_UP)
            for code, amount in due.items()
        }

    def test_who_had_nothing_to_pay_has_no_data(self):
        self._invoice(self.members[0], 100, "2025-08-01", invoice_date_due="2025-08-31")
        self._invoice(self.members[1], 100, "2025-08-01", invoice_date_due="2026-03-01")
        self.assertEqual(self._measure(), {})

    def test_payment_on_the_day_is_in_time_and_a_day_later_is_not(self):
        for member, day in zip(self.members, ("2025-10-01", "2025-10-02"), strict=False):
            invoice = self._invoice(member, 100, "2025-09-01", invoice_date_due="2025-10-01")
            self._pay(invoice, 100, day)
        self.assertEqual(self._measure(), {"A": Decimal("100.00"), "B": Decimal("0.00")})

    def test_part_of_an_instalment_is_not_in_time(self):
        invoice = self._invoice(self.members[0], 100, "2025-09-01", invoice_date_due="2025-10-01")
        self._pay(invoice, 99.99, "2025-09-20")
        self.assertEqual(self._measure(), {"A": Decimal("0.00")})

    def test_invoices_in_another_currency_are_paid_in_that_currency(self):
        currency = self.setup_other_currency("EUR")
        invoice = self._invoice(
            self.members[0],
            100,
            "2025-09-01",
            invoice_date_due="2025-10-01",
            currency_id=currency.id,
        )
        self._register_payment(
            invoice, amount=100, payment_date="2025-09-20", currency_id=currency.id
        )
        self.assertEqual(self._measure(), {"A": Decimal("100.00")})

    def test_value_opens_the_invoices_that_fell_due(self):
        due = self._invoice(self.members[0], 100, "2025-09-01", invoice_date_due="2025-10-01")
        self._invoice(self.members[0], 100, "2025-08-01", invoice_date_due="2025-08-31")
        self._invoice(self.members[1], 100, "2025-09-01", invoice_date_due="2025-10-01")
        action = self.measures._open_measured("punctuality", self.members[0], FROM, TO)
        self.assertEqual(self.env["account.move"].search(action["domain"]), due)

    def test_punctuality_is_one_query(self):
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.measures._measure_values("punctuality", self.members, FROM, TO)

    def test_refund_of_returned_goods_is_taken_off_the_purchases(self):
        member = self.members[0]
        refund = self._create_invoice(
            "out_refund",
            partner_id=member.partner_id.id,
            invoice_date="2026-02-20",
            invoice_line_ids=[
                self._prepare_invoice_line(
                    price_unit=100, quantity=3, product_id=self.product_a, tax_ids=[]
                )
            ],
        )
        values = {"product_id": self.product_a.id, "product_uom_qty": 3}
        self.env["rma"].sudo().create(  # not what is tested
            {
                "partner_id": member.partner_id.id,
                "partner_invoice_id": member.partner_id.id,
                "order_id": self._order(member).id,
                "refund_id": refund.id,
                "refund_line_id": refund.invoice_line_ids.id,
                **values,
            }
        )
        period = (self.members, date(2026, 2, 1), date(2026, 3, 1))
        self.assertEqual(self.measures._measure_values("own_purchases", *period)[member.id], 1000)
        refund.action_post()
        self.assertEqual(self.measures._measure_values("own_purchases", *period)[member.id], 700)

    def _order(self, member):
        """Return an order of February for 1000."""
        line = {"product_id": self.product_a.id, "product_uom_qty": 10, "price_unit": 100}
        order = self.env["sale.order"].create(
            {
                "partner_id": member.partner_id.id,
                "order_line": [Command.create({**line, "tax_ids": False})],
            }
        )
        order.with_context(skip_procurement=True).action_confirm()
        order.date_order = "2026-02-10 04:00:00"
        return order
