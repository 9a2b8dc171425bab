from odoo import api, fields, models
from odoo.addons.distribution_member import safe_files
from odoo.exceptions import UserError

LONGEST_REASON = 1000
LARGEST_FILE = 5 * 1024 * 1024
FILE_KINDS = ("application/pdf", "image/jpeg", "image/png")
DEFAULT_REASON = "other"


class DistributionStatementDisputeMixin(models.AbstractModel):
    """Single lines of a statement are disputed; the others are paid all the same."""

    _name = "distribution.statement.dispute.mixin"
    _description = "Disputes of a Statement"

    currency_id = fields.Many2one("res.currency")  # of the figures, which come first
    dispute_ids = fields.One2many("distribution.statement.dispute", "statement_id", "Disputes")
    disputed_amount = fields.Monetary(
        "Held by Disputes",
        compute="_compute_disputed_amount",
        compute_sudo=True,
        help="Positive lines in open disputes; they are paid once that is decided.",
    )

    # === COMPUTE METHODS === #

    @api.depends("dispute_ids.state", "dispute_ids.entry_ids.amount", "payable")
    def _compute_disputed_amount(self):
        for statement in self:
            entries = statement._find_open_disputes().entry_ids
            amount = sum(entry.amount for entry in entries if entry.amount > 0)
            statement.disputed_amount = statement.currency_id.round(min(amount, statement.payable))

    # === ACTION METHODS === #

    def action_dispute(self, entry_ids, reason):
        """Say, as the member's administrator or finance, that lines of the statement are wrong.

        :param list entry_ids: ids of entries on the statement; none: something is missing on it
        :param str reason: what is wrong with them
        :return: True
        """
        self.ensure_one()
        self._dispute(entry_ids, reason)
        return True

    def action_open_disputes(self):
        """Open the disputes of this statement."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_statement_dispute_action"
        )
        return {**action, "domain": [("statement_id", "=", self.id)], "context": {}}

    # === HELPERS === #

    def _dispute(self, entry_ids, reason, code=None, upload=None):
        """Open a dispute and return it.

        :param upload: (name, bytes) of a file that proves it
        """
        self._ensure_may_answer()
        self._ensure_may_dispute()
        reason = reason.strip()[:LONGEST_REASON] if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Write what is wrong, so that it can be corrected."))
        entries = self._find_disputable(entry_ids)
        file = self._check_upload(*upload) if upload else None
        disputes = self.env["distribution.statement.dispute"]
        # sudo: the people of a member dispute by this only, which has checked who and what
        dispute = disputes.sudo().create(
            {
                "statement_id": self.id,
                "entry_ids": [fields.Command.set(entries.ids)],
                "code": code or (DEFAULT_REASON if entries else "missing"),
                "reason": reason,
                "opened_by_id": self.env.uid,
            }
        )
        if file:
            dispute._attach(file, upload[0])
        return dispute.with_env(self.env)

    def _is_dispute_open(self):
        """Tell whether lines can be disputed today."""
        self.ensure_one()
        is_said = self.confirmed_on or self.state in ("draft", "paid")
        return not is_said and self._is_in_time()

    def _ensure_may_dispute(self):
        statement_sudo = self.sudo()  # sudo: who may answer may know what the answer depends on
        if not statement_sudo._is_dispute_open():
            statement_sudo._refuse_answer()

    def _find_disputable(self, entry_ids):
        """Return the entries, as superuser, of which each is disputed for the first time.

        The row is locked, so that two people at once do not dispute the same line twice.
        """
        self.sudo().lock_for_update(allow_referencing=True)
        if not isinstance(entry_ids, (list, tuple)) or not all(
            type(entry_id) is int for entry_id in entry_ids
        ):
            raise UserError(self.env._("Name the disputed lines by their numbers."))
        # sudo: the member's people read the lines of their own statement by its page only
        entries = self.env["distribution.commission.entry"].sudo()
        found = entries.search([("id", "in", entry_ids), ("statement_id", "=", self.id)])
        if len(found) != len(set(entry_ids)):
            raise UserError(self.env._("Only lines of this statement can be disputed."))
        if found & self.sudo().dispute_ids.entry_ids:
            raise UserError(self.env._("One of these lines is disputed already."))
        return found

    def _check_upload(self, name, content):
        """Return what may be kept of a file.

        :raise UserError: when it is no harmless PDF or picture
        """
        try:
            return safe_files.check_file(content, name, FILE_KINDS, LARGEST_FILE)
        except safe_files.UnsafeFileError as error:
            raise UserError(
                self.env._("The file is refused. Send a PDF, JPEG or PNG of at most 5 MB.")
            ) from error
