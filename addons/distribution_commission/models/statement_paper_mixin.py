import base64
from typing import NamedTuple

from odoo import fields, models
from odoo.tools import format_datetime

from ..reports.statement_pages import Group, paginate
from ..reports.statement_workbook import build_statement_workbook
from .settlement_figures_mixin import ENTRY_DOMAINS

# Rows of A4: a page of lines alone; and what a figure, a note, the head take on the first page.
ROWS_ON_PAGE = 44
ROWS_ON_FIRST_PAGE = 41
ROWS_OF_HEAD = 8
ROWS_OF_NOTE = 2
# Signatures, seal and QR code, on the last page.
ROWS_OF_FOOT = 9
DIGEST_SIGNS = 16


class Document(NamedTuple):
    """What lines of a statement come from, and what they add up to."""

    name: str
    buyer: str
    amount: float


class PaperTotal(NamedTuple):
    """A sum of the statement, taken twice: from the lines and as the head says."""

    label: str
    lines: float
    head: float
    is_met: bool


class DistributionStatementPaperMixin(models.AbstractModel):
    """A statement on paper, and as a workbook."""

    _name = "distribution.statement.paper.mixin"
    _description = "Statement on Paper"

    # === ACTION METHODS === #

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
        """Return the lines page by page, each under its document, as blocks."""
        self.ensure_one()
        used = ROWS_OF_HEAD + len(self._get_figures()) + ROWS_OF_NOTE * len(self._get_notes())
        return paginate(
            self._group_by_document(),
            first=max(0, ROWS_ON_FIRST_PAGE - used),
            other=ROWS_ON_PAGE,
            foot=ROWS_OF_FOOT,
        )

    def _group_by_document(self):
        """Return the lines under the orders and invoices they come from; the latest first."""
        groups = self.entry_ids.grouped(
            lambda entry: (entry._get_document_name(), entry.buyer_id.name or "")
        )
        return [
            Group(heading=Document(*names, sum(lines.mapped("amount"))), lines=lines)
            for names, lines in groups.items()
        ]

    def _get_paper_totals(self):
        """Return the control totals of the statement: its lines added up against its head."""
        self.ensure_one()
        sums = {
            name: sum(self.entry_ids.filtered_domain(domain).mapped("amount"))
            for name, domain in ENTRY_DOMAINS.items()
        }
        movement = sum(self.entry_ids.mapped("amount"))
        closing = self.opening_balance + movement - self.holdback + self.holdback_released
        compared = [
            (
                self.env._("Lines: %(count)s", count=len(self.entry_ids)),
                movement,
                sum(self[name] for name in sums),
            ),
            (
                self.env._("Opening and movement = gross payment and balance carried"),
                closing,
                self.gross + self.carried,
            ),
            (
                self.env._("Gross payment less tax = payable"),
                self.gross - self.tax,
                self.payable,
            ),
        ]
        rounding = self.currency_id
        return [
            PaperTotal(label, one, other, rounding.compare_amounts(one, other) == 0)
            for label, one, other in compared
        ]

    def _format_page(self, page, pages):
        return self.env._("Page %(page)s of %(pages)s", page=page, pages=pages)

    def _get_page_url(self):
        """Return the address of the statement in the portal, which asks for a login.

        Paper can be photographed by anybody, so the address on it opens nothing by itself.
        """
        self.ensure_one()
        return self.get_base_url() + self.access_url

    def _build_qr_code(self):
        """Return the QR code of the statement's page in the portal as a PNG in base64."""
        self.ensure_one()
        picture = self.env["ir.actions.report"].barcode(
            "QR", self._get_page_url(), width=220, height=220, quiet=0
        )
        return base64.b64encode(picture).decode()

    def _get_seal_digest(self):
        """Return the first signs of the seal in groups of four, to compare by eye; or nothing."""
        digest = (self.seal or "")[:DIGEST_SIGNS].upper()
        return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))

    def _get_printing_time(self):
        """Return when it is printed, in the time zone in which the company settles."""
        now = fields.Datetime.now()
        return format_datetime(self.env, now, tz=self.company_id.distribution_tz)
