from datetime import date

from .common import CommissionCommon

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


class SettlementCommon(CommissionCommon):
    """The small channel, with two of finance and an easy way to give a member an amount."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls._create_user("sc_maker", "finance")
        cls.approver = cls._create_user("sc_approver", "finance")

    @classmethod
    def _adjust(cls, member, amount, date, cycle=None, reason="Goodwill"):
        """Return an approved adjustment, which gives the amount on a day."""
        values = {"member_id": member.id, "amount": amount, "date": date, "reason": reason}
        if cycle:
            values["cycle_id"] = cycle.id
        adjustments = cls.env["distribution.commission.adjustment"].with_user(cls.maker)
        adjustment = adjustments.create(values)
        adjustment.action_submit()
        adjustment.with_user(cls.approver).action_approve()
        return adjustment

    def _settle_cycle(self, cycle, date_from, publish=True):
        """Return the settlement of a cycle's period that a day lies in."""
        settlement = self.env["distribution.settlement"]._ensure_settlement(
            cycle, *cycle._get_period(date_from)
        )
        settlement.action_compute()
        if publish:
            settlement.action_publish()
            self.assert_ledger_balanced(settlement)
        return settlement

    def _find_statement(self, settlement, member):
        return settlement.statement_ids.filtered(lambda one: one.member_id == member)

    def _refused_totals(self, settlement):
        """Return the codes of the control totals that are not met."""
        return {total["code"] for total in settlement.check_totals() if not total["ok"]}
