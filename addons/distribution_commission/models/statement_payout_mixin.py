from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

PAYMENT_STATES = [
    ("nothing", "Nothing to Pay"),
    ("not_paid", "Not Paid"),
    ("partial", "Partly Paid"),
    ("paid", "Paid"),
    ("reversed", "Reversed"),
]
SETTLED = ("paid", "in_payment")
DUE_STATES = ("published", "confirmed", "disputed")


class DistributionStatementPayoutMixin(models.AbstractModel):
    """What of a statement is paid by which document, and what accounting says became of it.

    A statement gets one document; what disputes held back gets the next one once it is decided. The
    database refuses a second document for the same part.
    """

    _name = "distribution.statement.payout.mixin"
    _description = "Payout of a Statement"

    currency_id = fields.Many2one("res.currency")  # of the figures, which come first
    payout_move_ids = fields.One2many(
        "account.move",
        "distribution_statement_id",
        "Documents",
        groups="distribution_member.group_distribution_finance,account.group_account_readonly",
    )
    move_id = fields.Many2one(
        "account.move",
        "Document",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="distribution_member.group_distribution_finance,account.group_account_readonly",
        help="The bill or credit note by which the statement is paid.",
    )
    payment_state = fields.Selection(
        PAYMENT_STATES,
        compute="_compute_payment",
        store=True,
        readonly=True,
        help="What accounting says about the documents of the statement.",
    )
    documented_amount = fields.Monetary(
        "In Documents",
        compute="_compute_payment",
        store=True,
        help="How much of the payable stands in bills or credit notes; those cancelled or reversed"
        " do not count.",
    )
    paid_amount = fields.Monetary(
        "Paid",
        compute="_compute_payment",
        store=True,
        help="How much of the documents is paid or reconciled.",
    )
    payable_now = fields.Monetary(
        compute="_compute_payable_now",
        compute_sudo=True,
        help="What the next payment run pays: payable, less disputed lines and what stands in"
        " documents already. 0 as long as the member may still answer, or payout is stopped.",
    )
    payout_note = fields.Char(
        "Why Not Paid",
        compute="_compute_payable_now",
        compute_sudo=True,
        help="Why something is not paid now; empty when all that is payable is.",
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "payable",
        "payout_move_ids.state",
        "payout_move_ids.payment_state",
        "payout_move_ids.amount_total",
        "payout_move_ids.amount_residual",
    )
    def _compute_payment(self):
        for statement in self:
            moves = statement.payout_move_ids
            live = moves._filter_standing_payouts()
            documented = sum(live.mapped("amount_total"))
            paid = sum(move._get_settled_amount() for move in live)
            statement.documented_amount = documented
            statement.paid_amount = paid
            statement.payment_state = statement._name_payment(moves, live, paid)

    @api.depends(
        "state",
        "payable",
        "documented_amount",
        "disputed_amount",
        "confirm_until",
        "confirmed_on",
        "dispute_ids.state",
        "member_id.freeze_payout",
    )
    @api.depends_context("lang")
    def _compute_payable_now(self):
        for statement in self:
            open_amount = statement.payable - statement.documented_amount
            amount = max(0.0, open_amount - statement.disputed_amount)
            note = statement._explain_waiting() if open_amount > 0 else False
            if not note and open_amount > 0 and statement.disputed_amount:
                note = self.env._(
                    "%(amount)s is disputed and paid once that is decided.",
                    amount=statement.currency_id.format(statement.disputed_amount),
                )
            elif note:
                amount = 0.0
            statement.payable_now = statement.currency_id.round(amount)
            statement.payout_note = note

    # === ACTION METHODS === #

    def action_pay(self):
        """Make and post the documents of all that is payable now; nothing is made twice."""
        self._ensure_may_pay()
        self._pay()
        return self._show_documents()

    def action_open_documents(self):
        """Open the bills and credit notes of these statements."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents"),
            "res_model": "account.move",
            "domain": [("distribution_statement_id", "in", self.ids)],
            "views": [(False, "list"), (False, "form")],
            "context": {"create": False},
        }

    # === HELPERS === #

    def _show_documents(self):
        """Open the documents for those who may see them."""
        return not self.env["account.move"].has_access("read") or self.action_open_documents()

    def _name_payment(self, moves, live, paid):
        rounding = self.currency_id or self.env.company.currency_id
        if not self.payable or self.payable <= 0:
            return "nothing"
        if live and all(move.payment_state in SETTLED for move in live):
            is_all = rounding.compare_amounts(paid, self.payable) >= 0
            return "paid" if is_all else "partial"
        if paid > 0:
            return "partial"
        return "reversed" if moves and not live else "not_paid"

    def _explain_waiting(self):
        """Return why nothing of the statement is paid today, or False."""
        if self.state == "draft":
            return self.env._("It is not published yet.")
        if self.payout_freeze_note:
            return self.payout_freeze_note
        if self.state == "published" and self._is_in_time():
            return self.env._(
                "The member may confirm or dispute it until %(day)s.",
                day=format_date(self.env, self.confirm_until),
            )
        return False

    def _ensure_may_pay(self):
        self.check_access("write")
        if not self.env.user.has_group("distribution_member.group_distribution_finance"):
            raise AccessError(self.env._("Statements are paid by finance only."))

    def _pay(self):
        """Return the posted documents, one for each statement with something payable now.

        The statements are locked: a second run at the same time fails, and finds nothing to do when
        it is tried again. What it overlooked nevertheless, the unique index refuses.
        """
        # sudo: finance pays by this only, and needs no rights to accounting for it
        statements_sudo = self.sudo().filtered(lambda one: one.state in DUE_STATES)
        if not statements_sudo:
            return self.env["account.move"].sudo()
        statements_sudo.lock_for_update(allow_referencing=True)
        statements_sudo.invalidate_recordset()
        due_sudo = statements_sudo.filtered(lambda one: one.payable_now > 0)
        moves_sudo = self.env["account.move"].sudo()
        for company, of_company in due_sudo.grouped("company_id").items():
            in_company = of_company.with_company(company)
            moves_sudo += moves_sudo.with_company(company).create(
                [statement._prepare_payout() for statement in in_company]
            )
        for move in moves_sudo.filtered(lambda one: one.distribution_part == 1):
            move.distribution_statement_id._write_by_action(move_id=move.id)
        moves_sudo._post()
        return moves_sudo

    def _get_open_bills_amount(self):
        """Return what is not paid yet on the posted bills, which is what a bank can pay."""
        self.ensure_one()
        # sudo: finance pays without rights to accounting
        bills_sudo = self.sudo().payout_move_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "in_invoice"
        )
        open_sudo = bills_sudo._filter_standing_payouts()
        return self.currency_id.round(
            sum(move.amount_total - move._get_settled_amount() for move in open_sudo)
        )

    def _find_payout_method(self):
        """Return how the member is paid: its own way, the cycle's, else by what it is."""
        self.ensure_one()
        by_kind = "net_pay" if self.member_id.subject_type == "person" else "bill"
        return self.member_id.payout_method or self.settlement_id.cycle_id.payout_method or by_kind

    def _prepare_payout(self):
        """Return the values of the document that pays what is payable now."""
        self.ensure_one()
        method = self._find_payout_method()
        part = max(self.payout_move_ids.mapped("distribution_part"), default=0) + 1
        number = self.number if part == 1 else f"{self.number}-{part}"
        today = self.company_id._get_distribution_today()
        is_credit = method == "credit_note"
        return {
            "move_type": "out_refund" if is_credit else "in_invoice",
            "journal_id": self.company_id._find_payout_journal(method).id,
            "partner_id": self.member_id.partner_id.id,
            "currency_id": self.currency_id.id,
            "invoice_date": today,
            "date": today,
            "ref": number,
            "payment_reference": number,
            "distribution_statement_id": self.id,
            "distribution_part": part,
            "invoice_line_ids": [
                fields.Command.create(values) for values in self._prepare_payout_lines(method)
            ],
        }

    def _prepare_payout_lines(self, method):
        """Return the lines of a document: the gross amount, and the tax withheld of it.

        The tax is withheld with the first document, also when disputes hold a part of the rest.
        """
        tax = self.tax if not self.documented_amount else 0.0
        company = self.company_id
        product = company.distribution_payout_product_id
        common = {"quantity": 1.0, "tax_ids": [fields.Command.clear()]}
        lines = [
            {
                **common,
                "name": self.env._(
                    "Commission %(period)s, statement %(number)s",
                    period=self._get_period_name(),
                    number=self.number,
                ),
                "product_id": product.id,
                "account_id": company._find_payout_account(method).id,
                "price_unit": self.payable_now + tax,
            }
        ]
        if tax:
            lines.append(
                {
                    **common,
                    "name": self.env._("Income tax withheld"),
                    "account_id": company._find_withholding_account().id,
                    "price_unit": -tax,
                }
            )
        return lines
