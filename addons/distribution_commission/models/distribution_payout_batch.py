import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..payout_files import BankFileError, build_file, read_results

BATCH_STATES = [("open", "At the Bank"), ("done", "Done"), ("cancelled", "Cancelled")]
LARGEST_RESULT = 5 * 1024 * 1024


class DistributionPayoutBatch(models.Model):
    """One file for the bank: which statements it pays, and what the bank said about each.

    The file itself is not kept: it has account numbers in clear, and is made anew for who may see
    them.
    """

    _name = "distribution.payout.batch"
    _description = "Bank Batch"
    _inherit = ["mail.thread", "distribution.state.machine.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    state = fields.Selection(
        BATCH_STATES, required=True, default="open", readonly=True, copy=False, tracking=True
    )
    reason = fields.Char(
        required=True,
        readonly=True,
        help="Why the account numbers are needed in clear; kept with the name of everybody who"
        " downloads the file.",
    )
    line_ids = fields.One2many("distribution.payout.batch.line", "batch_id", "Payments")
    amount = fields.Monetary(compute="_compute_totals", help="Sum of the payments.")
    pending_count = fields.Integer("At the Bank", compute="_compute_totals")
    failed_count = fields.Integer("Failed", compute="_compute_totals")
    result_file = fields.Binary(
        "Result of the Bank",
        store=False,
        compute="_compute_result_file",
        inverse="_inverse_result_file",
        help="CSV with the columns 备注, 金额, 处理结果 and 失败原因.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.amount", "line_ids.state")
    def _compute_totals(self):
        for batch in self:
            batch.amount = sum(batch.line_ids.mapped("amount"))
            states = batch.line_ids.mapped("state")
            batch.pending_count = states.count("pending")
            batch.failed_count = states.count("failed")

    def _compute_result_file(self):
        """Show nobody what was uploaded: it is read once."""
        self.result_file = False

    def _inverse_result_file(self):
        for batch in self.filtered("result_file"):
            batch._take_results(base64.b64decode(batch.result_file))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to number the batches."""
        sequences = self.env["ir.sequence"]
        return super().create(
            [
                {**vals, "name": sequences.next_by_code("distribution.payout.batch") or "/"}
                for vals in vals_list
            ]
        )

    # === ACTION METHODS === #

    def action_download(self):
        """Download the file for the bank; who did is kept for every member in it."""
        self.ensure_one()
        self._ensure_state(("open",), self.env._("%(record)s is %(state)s."))
        return {"type": "ir.actions.act_url", "url": f"/distribution/payout-batch/{self.id}"}

    def action_cancel(self):
        """Take back a file that was not sent; its statements may go into another one."""
        self._ensure_state(("open",), self.env._("%(record)s is %(state)s already."))
        if self.line_ids.filtered(lambda line: line.state == "paid"):
            raise UserError(self.env._("The bank has paid some of it already."))
        self.line_ids._write_state("cancelled")
        self._write_state("cancelled")

    # === HELPERS === #

    def _build_file(self):
        """Return the file for the bank; every account number that is shown is recorded."""
        self.ensure_one()
        self._ensure_state(("open",), self.env._("%(record)s is %(state)s."))
        return build_file(
            [line._prepare_payment() for line in self.line_ids if line.state == "pending"]
        )

    def _take_results(self, content):
        """Do what the bank says: register payments as done, and let failed ones be tried again."""
        self.ensure_one()
        self._ensure_state(("open",), self.env._("%(record)s is %(state)s already."))
        lines = {line.reference: line for line in self.line_ids}
        for result in self._read_results(content):
            line = lines.get(result.reference)
            if not line or float_compare(line.amount, float(result.amount), 2):
                raise UserError(
                    self.env._(
                        "%(reference)s with %(amount)s is not in this batch. Nothing was imported.",
                        reference=result.reference,
                        amount=result.amount,
                    )
                )
            line._take_result(result)
        if not self.pending_count:
            self._write_state("done")

    def _read_results(self, content):
        if len(content) > LARGEST_RESULT:
            raise UserError(self.env._("The file is too large."))
        try:
            return read_results(content)
        except BankFileError as error:
            sentences = {
                "encoding": self.env._("The file is neither UTF-8 nor GB18030."),
                "headings": self.env._("The file lacks one of the columns 备注, 金额, 处理结果."),
                "result": self.env._("Line %(line)s: unknown result.", line=error.line),
                "amount": self.env._("Line %(line)s: the amount is no number.", line=error.line),
            }
            raise UserError(sentences[error.code]) from error
