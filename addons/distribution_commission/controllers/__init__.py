from . import payout_batch, plans, portal, statement_answer

__all__ = ["payout_batch", "plans", "portal", "statement_answer"]
