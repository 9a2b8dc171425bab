from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class DistributionPayoutBatchMake(models.TransientModel):
    """Put the documents of chosen statements into one file for the bank."""

    _name = "distribution.payout.batch.make"
    _description = "Make a Bank Batch"

    statement_ids = fields.Many2many(
        "distribution.statement", default=lambda self: self._get_default_statements()
    )
    reason = fields.Char(
        help="Why the account numbers are needed in clear; kept with your name for every member."
    )

    def _get_default_statements(self):
        if self.env.context.get("active_model") != "distribution.statement":
            return False
        return self.env.context.get("active_ids", [])

    # === ACTION METHODS === #

    def action_make(self):
        """Make the batch and open it; the file is downloaded there."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("distribution_member.group_distribution_finance"):
            raise AccessError(self.env._("Statements are paid by finance only."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Give a reason: it is kept with your name."))
        batch = self._make_batch()
        return {
            "type": "ir.actions.act_window",
            "res_model": batch._name,
            "res_id": batch.id,
            "views": [(False, "form")],
        }

    # === HELPERS === #

    def _make_batch(self):
        self.statement_ids.check_access("read")
        statements = self._find_open()
        companies, currencies = statements.company_id, statements.currency_id
        if len(companies) != 1 or len(currencies) != 1:
            raise UserError(
                self.env._(
                    "Choose posted, unpaid statements of one company and one currency that are paid"
                    " by bill. Nothing of the chosen ones is open."
                )
                if not statements
                else self.env._("Choose statements of one company and one currency.")
            )
        self._ensure_payable(statements)
        batch = self.env["distribution.payout.batch"].create(
            {
                "company_id": companies.id,
                "currency_id": currencies.id,
                "reason": self.reason.strip(),
            }
        )
        self.env["distribution.payout.batch.line"].create(
            [
                {
                    "batch_id": batch.id,
                    "statement_id": statement.id,
                    "reference": statement.number,
                    "amount": statement._get_open_bills_amount(),
                }
                for statement in statements
            ]
        )
        return batch

    def _find_open(self):
        return self.statement_ids.filtered(lambda one: one._get_open_bills_amount() > 0)

    def _ensure_payable(self, statements):
        """Refuse before the file is made what the bank or we would refuse afterwards."""
        lines = self.env["distribution.payout.batch.line"]
        known = lines.search(
            [("statement_id", "in", statements.ids), ("state", "=", "pending")], limit=1
        )
        if known:
            raise UserError(
                self.env._(
                    "%(statement)s is in %(batch)s, which the bank has not answered yet.",
                    statement=known.statement_id.display_name,
                    batch=known.batch_id.name,
                )
            )
        stopped = statements.filtered("payout_freeze_note")[:1]
        if stopped:
            raise UserError(stopped.payout_freeze_note)
        nameless = statements.member_id.filtered(lambda member: not member.bank_account)[:1]
        if nameless:
            raise UserError(
                self.env._("%(member)s has no bank account.", member=nameless.display_name)
            )
