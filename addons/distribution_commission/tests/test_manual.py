from decimal import Decimal

from odoo.tests import freeze_time, tagged

from ..commission_terms import pay, read_tiers
from .manual_tables import read_number, read_table
from .payout_common import PayoutCommon
from .settlement_common import FEBRUARY, JANUARY, MARCH

COLUMNS = {
    "期初余额": "opening_balance",
    "本期应得": "earned",
    "扣回": "clawback",
    "调整": "adjustment",
    "扣留质保金": "holdback",
    "抵扣负余额": "recovered",
    "税前应付": "gross",
    "代扣个税": "tax",
    "应付": "payable",
    "结转下期": "carried",
}
TIERS = [(0, 2), (100_000, 3), (150_000, 4)]


@tagged("post_install", "-at_install")
class TestManual(PayoutCommon):
    """The month of docs/manual/commission is what happens, figure by figure."""

    def _prepare_month(self):
        """Return the members of the manual by their codes, in a branch of their own."""
        self.company.distribution_withholding = "labour_monthly"
        self.env["distribution.withholding.table"].search([]).currency_id = self.company.currency_id
        self.cycle = self.env["distribution.settlement.cycle"].create(
            {
                "name": "Manual",
                "code": "MAN",
                "minimum_payout": 300.0,
                "recovery_cap": 50.0,
                "holdback_rate": 2.0,
                "holdback_days": 90,
            }
        )
        agent = self._create_member("A01", 1, self.north)
        distributor = self._create_member("D101", 2, self.north, upline=agent)
        shop = self._create_member("S111", 3, self.north, upline=distributor)
        person = self._create_member(
            "S312", 3, self.north, upline=distributor, subject_type="person"
        )
        members = agent | distributor | shop | person
        members.settlement_cycle_id = self.cycle
        for member in shop | distributor:
            self.people[member] = self._create_portal_user(f"man_{member.code}", member)
        return {member.code: member for member in members}

    def _sell_january(self, members):
        """Return {document of the manual: order}."""
        first = self._sell(members["S111"], (self.product, 100, 200.0))
        second = self._sell(members["D101"], (self.product, 300, 100.0), date="2026-01-12 10:00:00")
        third = self._sell(members["S312"], (self.product, 50, 100.0), date="2026-01-20 10:00:00")
        back = self._give_back(members, first, 10, "2026-01-26 10:00:00")
        return {"订单 1": first, "订单 2": second, "订单 3": third, "退货": back}

    def _give_back(self, members, order, quantity, date):
        line = (self.product, -quantity, 200.0)
        return self._sell(members["S111"], line, date=date, origin=order.order_line)

    def _settle_month(self, first_day):
        return self._settle_cycle(self.cycle, first_day)

    def _assert_figures(self, month, settlement):
        rows = read_table("month.md", f"figures: {month}")
        statements = {one.member_id.code: one for one in settlement.statement_ids}
        self.assertEqual({row["成员"] for row in rows}, set(statements))
        for row in rows:
            for heading, field in COLUMNS.items():
                self.assertEqual(
                    statements[row["成员"]][field],
                    read_number(row[heading]),
                    f"{month} {row['成员']} {heading}",
                )

    def _assert_entries(self, orders, members):
        names = {order: name for name, order in orders.items()}
        found = {
            (
                names[entry.order_id],
                entry.member_id.code,
                entry.depth,
                entry.base_amount,
                entry.rate,
                entry.amount,
            )
            for entry in self.ledger.search([("order_id", "in", [o.id for o in orders.values()])])
        }
        told = set()
        for row in read_table("month.md", "entries"):
            numbers = [read_number(row[name]) for name in ("层级", "计佣金额", "比例（%）", "金额")]
            told.add((row["单据"], row["受益方"], *numbers))
            _depth, base, rate, amount = numbers
            self.assertAlmostEqual(base * rate / 100, amount)
        self.assertEqual(told, found)

    def _read_steps(self):
        return {row["步骤"]: read_number(row["金额"]) for row in read_table("month.md", "steps")}

    def test_the_worked_month_is_what_the_system_does(self):
        members = self._prepare_month()
        orders = self._sell_january(members)
        self._assert_entries(orders, members)
        self._adjust(members["S312"], 1_800.0, JANUARY[1], self.cycle, "展会")
        with freeze_time("2026-02-02 10:00:00"):
            january = self._settle_month(JANUARY[0])
            self._assert_figures("2026-01", january)
            self.assertEqual(self._answer_and_pay(january, members), self._read_steps())
        self._give_back(members, orders["订单 1"], 90, "2026-02-10 10:00:00")
        self._assert_figures("2026-02", self._settle_month(FEBRUARY[0]))
        self._sell(members["S111"], (self.product, 200, 200.0), date="2026-03-10 10:00:00")
        self._assert_figures("2026-03", self._settle_month(MARCH[0]))

    def _answer_and_pay(self, january, members):
        """Do what the manual tells after the publication; return its figures."""
        said = {}
        disputed = self._find_statement(january, members["D101"])
        line = disputed.entry_ids.filtered(lambda entry: entry.amount == 150.0)
        self._as_member(disputed).action_dispute(line.ids, "Too little")
        said["D101 提出异议后，因异议暂扣"] = disputed.disputed_amount
        said["D101 提出异议后，当前应付"] = disputed.payable_now
        confirmed = self._find_statement(january, members["S111"])
        self._as_member(confirmed).action_confirm()
        said["S111 确认后，当前应付"] = confirmed.payable_now
        (confirmed | disputed).action_pay()
        self._register(confirmed.move_id)
        said["S111 付款后，已付"] = confirmed.paid_amount
        self._undo_payment(confirmed.move_id)
        said["S111 的款被银行退回后，已付"] = confirmed.paid_amount
        dispute = disputed.dispute_ids
        self._decide(dispute, "action_accept", correction=30.0)
        said["D101 的异议被接受，更正"] = dispute.correction
        said["D101 的异议处理后，当前应付"] = disputed.payable_now
        correction = dispute.sudo().adjustment_id
        correction.with_user(self.approver).sudo(False).action_approve()
        return said

    def test_tiers_of_the_manual_pay_what_it_says(self):
        rows = read_table("rules.md", "tiers")
        self.assertTrue(rows)
        tiers = read_tiers(TIERS)
        for row in rows:
            volume = Decimal(row["累计额"].replace(",", ""))
            for heading, mode in (("分段累进", "marginal"), ("全额", "cliff")):
                worth = round(pay(tiers, volume, mode), 2)
                self.assertEqual(float(worth), read_number(row[heading]), (volume, mode))

    def test_tax_of_the_manual_is_what_is_withheld(self):
        self._prepare_month()
        self.cycle.write({"minimum_payout": 0.0, "holdback_rate": 0.0})
        rows = read_table("settlement.md", "tax")
        self.assertTrue(rows)
        expected = {}
        for number, row in enumerate(rows):
            person = self._create_member(f"P{number}", 1, self.north, subject_type="person")
            person.settlement_cycle_id = self.cycle
            self._adjust(person, read_number(row["当月税前合计"]), JANUARY[1], self.cycle)
            expected[person] = read_number(row["代扣个税"])
        statements = self._settle_month(JANUARY[0]).statement_ids
        found = {one.member_id: one.tax for one in statements}
        self.assertEqual({person: found[person] for person in expected}, expected)
