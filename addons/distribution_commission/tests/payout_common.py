from .settlement_common import JANUARY, SettlementCommon


class PayoutCommon(SettlementCommon):
    """A published January: SHOP has earned 20, DIST 30, AGENT 10; each has an administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._sell(cls.shop, (cls.product, 10, 100.0))
        cls.people = {
            member: cls._create_portal_user(f"po_{member.code}", member)
            for member in (cls.shop, cls.distributor, cls.agent)
        }
        cls.january = cls.env["distribution.settlement"]._ensure_settlement(cls.cycle, *JANUARY)
        cls.january.action_compute()
        cls.january.action_publish()
        cls.statement = cls._statement_of(cls.shop)

    @classmethod
    def _statement_of(cls, member):
        return cls.january.statement_ids.filtered(lambda one: one.member_id == member)

    def _as_member(self, statement):
        return statement.with_user(self.people[statement.member_id])

    def _confirm_all(self):
        for statement in self.january.statement_ids:
            self._as_member(statement).action_confirm()

    def _register(self, move, amount=None):
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=move.ids
        )
        return register.create({"amount": amount or move.amount_residual})._create_payments()

    def _undo_payment(self, move):
        """Take the payment off again, as the bank sends it back."""
        move.line_ids.remove_move_reconcile()
        move.matched_payment_ids.action_cancel()

    def _dispute_line(self, statement, reason="Too little"):
        self._as_member(statement).action_dispute(statement.entry_ids.ids[:1], reason)
        return statement.dispute_ids[:1]

    def _decide(self, dispute, act="action_refuse", **values):
        decided = dispute.with_user(self.maker)
        decided.write({"answer": "We have checked it.", **values})
        getattr(decided, act)()
