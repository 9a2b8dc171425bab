from odoo import fields, models
from odoo.exceptions import UserError

# Where commission and withheld income tax stand in the charts of accounts of China.
EXPENSE_CODES = ("6601%", "5601%")
WITHHOLDING_CODES = ("2221%", "2171%")


class DistributionCompanyPayoutMixin(models.AbstractModel):
    """Where in accounting the commission of a company goes."""

    _name = "distribution.company.payout.mixin"
    _description = "Accounting of Payouts"

    distribution_payout_journal_id = fields.Many2one(
        "account.journal",
        "Journal of Commission Bills",
        domain="[('type', '=', 'purchase')]",
        help="Empty: the first purchase journal.",
    )
    distribution_rebate_journal_id = fields.Many2one(
        "account.journal",
        "Journal of Rebate Credit Notes",
        domain="[('type', '=', 'sale')]",
        help="Empty: the first sales journal.",
    )
    distribution_bank_journal_id = fields.Many2one(
        "account.journal",
        "Bank that Pays Commission",
        domain="[('type', '=', 'bank')]",
        help="Where payments are registered that the bank reports as done. Empty: the first bank.",
    )
    distribution_payout_account_id = fields.Many2one(
        "account.account",
        "Commission Expense",
        help="Empty: selling expenses (6601), else what the journal proposes.",
    )
    distribution_withholding_account_id = fields.Many2one(
        "account.account",
        "Income Tax Withheld",
        help="What is owed to the tax office for members that are natural persons. Empty: taxes"
        " payable (2221).",
    )
    distribution_payout_product_id = fields.Many2one(
        "product.product",
        "Product of Commission",
        domain="[('type', '=', 'service')]",
        help="Stands on bills and credit notes; may be empty.",
    )

    # === HELPERS === #

    def _find_payout_journal(self, method):
        """Return the journal in which what is paid by this method is posted."""
        self.ensure_one()
        if method == "credit_note":
            return self._first_journal(self.distribution_rebate_journal_id, "sale")
        return self._first_journal(self.distribution_payout_journal_id, "purchase")

    def _find_payout_bank(self):
        self.ensure_one()
        return self._first_journal(self.distribution_bank_journal_id, "bank")

    def _first_journal(self, chosen, kind):
        journals = self.env["account.journal"]
        own = [*journals._check_company_domain(self), ("type", "=", kind)]
        found = chosen or journals.search(own, limit=1)
        if not found:
            labels = dict(journals._fields["type"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(company)s has no journal of the kind %(kind)s, so nothing can be paid. Add"
                    " one in accounting.",
                    company=self.name,
                    kind=labels[kind],
                )
            )
        return found

    def _find_payout_account(self, method):
        """Return the account of the commission itself."""
        self.ensure_one()
        return (
            self.distribution_payout_account_id
            or self._first_account(EXPENSE_CODES)
            or self._find_payout_journal(method).default_account_id
        )

    def _find_withholding_account(self):
        """Return the account of the tax that is withheld."""
        self.ensure_one()
        found = self.distribution_withholding_account_id or self._first_account(WITHHOLDING_CODES)
        if not found:
            raise UserError(
                self.env._(
                    "Choose in the settings of distribution on which account the income tax"
                    " withheld is owed to the tax office."
                )
            )
        return found

    def _first_account(self, codes):
        accounts = self.env["account.account"].with_company(self)
        for code in codes:
            own = [*accounts._check_company_domain(self), ("code", "=like", code)]
            found = accounts.search(own, order="code", limit=1)
            if found:
                return found
        return accounts
