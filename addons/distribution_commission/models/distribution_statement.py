from odoo import api, fields, models
from odoo.tools import format_date

from ..reports.statement_workbook import build_statement_workbook

# What fits on A4 beside the head and the figures, and what fits on a page of its own.
LINES_ON_FIRST_PAGE = 24
LINES_ON_PAGE = 38

FROZEN_FIELDS = (
    "settlement_id",
    "company_id",
    "currency_id",
    "member_id",
    "number",
    "opening_balance",
    "earned",
    "clawback",
    "payable",
    "carried",
    "entry_count",
)


class DistributionStatement(models.Model):
    """What one member gets in one settlement (对账单). Frozen once it is published."""

    _name = "distribution.statement"
    _description = "Statement"
    _inherit = ["portal.mixin", "mail.thread", "distribution.append.only.mixin"]
    _order = "date_to desc, member_id, id"
    _rec_name = "number"

    _frozen_fields = FROZEN_FIELDS
    _frozen_when = "OLD.state <> 'draft'"
    _refused_change = "NEW.state = 'draft'"

    settlement_id = fields.Many2one(
        "distribution.settlement", required=True, readonly=True, index=True, ondelete="restrict"
    )
    member_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True, ondelete="restrict")
    number = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    date_from = fields.Date(related="settlement_id.date_from", store=True)
    date_to = fields.Date(related="settlement_id.date_to", store=True)
    opening_balance = fields.Monetary(
        readonly=True, help="Balance carried from the member's last statement."
    )
    earned = fields.Monetary(readonly=True, help="Sum of the positive entries.")
    clawback = fields.Monetary(readonly=True, help="Sum of the negative entries; never positive.")
    payable = fields.Monetary(readonly=True, help="What is paid out for this statement.")
    carried = fields.Monetary(
        readonly=True,
        help="Closing balance: negative, or below the minimum payout of the cycle.",
    )
    entry_count = fields.Integer("Lines", readonly=True)
    entry_ids = fields.One2many("distribution.commission.entry", "statement_id", "Entries")

    payout_freeze_note = fields.Char(
        "Payout Stopped",
        compute="_compute_payout_freeze_note",
        help="Why this is not paid out today; empty: payout of the member is not frozen.",
    )

    _member_unique = models.UniqueIndex(
        "(settlement_id, member_id, currency_id)", "The member has a statement already."
    )
    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "This number is taken."
    )
    _member_index = models.Index("(member_id, date_to)")

    # === COMPUTE METHODS === #

    def _compute_access_url(self):
        """Override of `portal`."""
        result = super()._compute_access_url()
        for statement in self:
            statement.access_url = f"/my/distribution/statements/{statement.id}"
        return result

    @api.depends("number", "member_id", "settlement_id.display_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = (
                statement.number
                or f"{statement.settlement_id.display_name} {statement.member_id.display_name}"
            )

    @api.depends("member_id.freeze_payout")
    @api.depends_context("lang")
    def _compute_payout_freeze_note(self):
        freezes = self.member_id.filtered("freeze_payout")._find_freezes_today("payout")
        for statement in self:
            freeze = freezes.get(statement.member_id)
            statement.payout_freeze_note = freeze and self.env._(
                "Payout of %(member)s is stopped since %(date)s: %(reason)s",
                member=statement.member_id.display_name,
                date=format_date(self.env, freeze.date_from),
                reason=freeze.reason,
            )

    # === ACTION METHODS === #

    def action_open_entries(self):
        """Open the entries this statement is made of, filtered as the context says."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        return {
            **action,
            "domain": [("statement_id", "=", self.id)],
            "context": dict(self.env.context),
        }

    def action_download_xlsx(self):
        """Download the statement as a workbook."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"{self.access_url}/xlsx"}

    # === HELPERS === #

    def _build_workbook(self):
        """Return the statement as XLSX bytes, with the lines explained."""
        self.ensure_one()
        return build_statement_workbook(self)

    def _get_report_base_filename(self):
        self.ensure_one()
        return f"{self.number or self.settlement_id.display_name} {self.member_id.code}"

    def _get_printed_pages(self):
        """Return the entries page by page: the first page also holds the head and the figures."""
        self.ensure_one()
        entries, pages = self.entry_ids, []
        size = LINES_ON_FIRST_PAGE
        while entries or not pages:
            pages.append(entries[:size])
            entries = entries[size:]
            size = LINES_ON_PAGE
        return pages

    def _get_figures(self):
        """Return the (label, amount) pairs of the statement, in the order they add up."""
        self.ensure_one()
        return [
            (self.env._("Opening Balance"), self.opening_balance),
            (self.env._("Earned"), self.earned),
            (self.env._("Clawback"), self.clawback),
            (self.env._("Payable"), self.payable),
            (self.env._("Carried to the Next Statement"), self.carried),
        ]
