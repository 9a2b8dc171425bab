from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..member_files import FIELDS
from .encrypted_field import Encrypted

_lt = LazyTranslate(__name__)

# reason code -> sentence for people; %(culprit)s is the text in the file, %(column)s the column
REASONS = {
    "unchanged": _lt("The member is as the line says already."),
    "already_member": _lt("The customer is a member already: %(culprit)s."),
    "empty": _lt("%(column)s is empty. Fill it in."),
    "too_long": _lt("%(column)s is longer than %(culprit)s characters. Shorten it."),
    "shortened": _lt(
        "The spreadsheet has cut %(column)s to “%(culprit)s”. Format the column as text and enter"
        " the whole number."
    ),
    "formula": _lt(
        "%(column)s begins with a sign that spreadsheets run as a formula: %(culprit)s. Remove the"
        " sign."
    ),
    "bad_date": _lt("%(column)s “%(culprit)s” is no date. Write it as 2026-01-31."),
    "bad_subject_type": _lt(
        "Subject type “%(culprit)s” is unknown. Write company, sole trader or natural person."
    ),
    "bad_member_state": _lt(
        "Status “%(culprit)s” is unknown. Write applicant, active, suspended or terminated."
    ),
    "bad_credit_code": _lt(
        "“%(culprit)s” is no unified social credit code: 18 signs, the last of which checks the"
        " others. Compare it with the licence."
    ),
    "bad_id_number": _lt(
        "The ID number is wrong: its date or its last digit does not fit. Compare it with the card."
    ),
    "bad_bank_account": _lt("The bank account must have 6 to 34 letters and digits."),
    "bad_phone": _lt("“%(culprit)s” is no phone number. Write a mobile or area code and number."),
    "bad_email": _lt("“%(culprit)s” is no e-mail address. Correct it or leave it empty."),
    "own_upline": _lt("A member cannot stand below itself. Name another upline or none."),
    "end_before_start": _lt("The authorisation ends before the membership starts. Swap the dates."),
    "credit_code_of_person": _lt(
        "A natural person has no credit code. Make it a sole trader, or remove the code."
    ),
    "id_number_of_company": _lt(
        "A company has no ID number. Remove it, or make the member a sole trader or a person."
    ),
    "duplicate_line": _lt("Member code %(code)s stands on line %(culprit)s already. Keep one."),
    "duplicate_credit_line": _lt(
        "The credit code stands on line %(culprit)s already. Keep one of the two."
    ),
    "existing_member": _lt(
        "Member code %(code)s is taken already. Choose another one, or let the import update"
        " existing members."
    ),
    "existing_credit_code": _lt(
        "The credit code belongs to the member %(culprit)s already. Correct the code, or leave"
        " the line out."
    ),
    "ambiguous_contact": _lt(
        "Several contacts have the credit code %(culprit)s. Merge them, then preview again."
    ),
    "unknown_level": _lt("There is no level %(culprit)s. Add it, or write its code or name."),
    "ambiguous_level": _lt("Several levels are called %(culprit)s. Write the code."),
    "unknown_region": _lt("There is no region %(culprit)s. Add it, or write its code or name."),
    "ambiguous_region": _lt("Several regions are called %(culprit)s. Write the code."),
    "region_not_yours": _lt(
        "The region %(culprit)s is not yours. Leave the line to its regional manager."
    ),
    "unknown_upline": _lt(
        "There is no member %(culprit)s to stand under. Add it to the file, or correct the code."
    ),
    "upline_elsewhere": _lt(
        "The upline %(culprit)s belongs to another company. Choose one of the same company."
    ),
    "upline_terminated": _lt("The upline %(culprit)s is terminated. Choose another one."),
    "upline_has_error": _lt("The upline stands on line %(culprit)s, which has an error."),
    "cycle": _lt("These members stand below each other: %(culprit)s. Correct one of the uplines."),
    "rank_not_falling": _lt(
        "The upline must be closer to the manufacturer: %(culprit)s. Change the level or the"
        " upline."
    ),
    "upline_joined_later": _lt(
        "The upline joined on %(culprit)s, after this member. Correct one of the two dates."
    ),
    "no_consent": _lt(
        "Bank account and ID number of a natural person need a separate consent. Enter the day on"
        " which it was signed, or remove the numbers."
    ),
    "consent_in_future": _lt("The consent is signed on a day to come. Correct the date."),
    "masked": _lt("%(column)s is masked. Enter the whole number, or leave the cell empty."),
    "state_differs": _lt(
        "The status of an existing member changes by its buttons only. Empty the cell."
    ),
    "start_differs": _lt("The day on which a member joined cannot be changed. Empty the cell."),
    "refused": _lt("%(culprit)s"),
}
EDITABLE = frozenset(FIELDS)


class DistributionMemberImportLine(models.Model):
    """One line of a file of members, as it stands in the file, and what became of it."""

    _name = "distribution.member.import.line"
    _description = "Line of a Member Import"
    _inherit = ["distribution.sensitive.mixin"]
    _order = "import_id, number"
    _rec_name = "code"
    _log_access = False

    import_id = fields.Many2one(
        "distribution.member.import", required=True, index=True, ondelete="cascade", readonly=True
    )
    import_state = fields.Selection(related="import_id.state", string="State of the Import")
    number = fields.Integer("Line", required=True, readonly=True, help="Line number in the file.")
    state = fields.Selection(
        [
            ("unchecked", "Not Checked"),
            ("ok", "OK"),
            ("skipped", "Skipped"),
            ("error", "Error"),
        ],
        required=True,
        readonly=True,
        default="unchecked",
    )
    operation = fields.Selection(
        [("create", "New Member"), ("update", "Change of a Member")], readonly=True
    )
    finding = fields.Char("Reason Code", readonly=True)
    field = fields.Char("Field at Fault", readonly=True)
    culprit = fields.Char(readonly=True, help="The text in the file that is at fault.")
    reason = fields.Char(compute="_compute_reason")
    depth = fields.Integer(
        readonly=True, help="Steps below the uplines that are not in the file; made in this order."
    )
    level_id = fields.Many2one("distribution.level", "Level Found", readonly=True)
    region_id = fields.Many2one("distribution.region", "Region Found", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Contact Found", readonly=True, help="Has the credit code already."
    )
    contact_id = fields.Many2one(
        "res.partner",
        "Existing Customer",
        readonly=True,
        index="btree_not_null",
        help="The line was made of this contact, which becomes the member.",
    )
    member_id = fields.Many2one("distribution.member", readonly=True)
    is_imported = fields.Boolean("Imported", readonly=True)

    code = fields.Char("Member Code")
    name = fields.Char()
    level = fields.Char()
    region = fields.Char()
    upline = fields.Char("Upline Code")
    subject_type = fields.Char()
    credit_code = fields.Char("Unified Social Credit Code")
    contact = fields.Char("Contact Person")
    phone = fields.Char()
    email = fields.Char()
    street = fields.Char("Address")
    bank_account = Encrypted()
    id_number = Encrypted("ID Number")
    consent_date = fields.Char("Consent Signed on")
    date_start = fields.Char("Member Since")
    date_end = fields.Char("Authorised Until")
    member_state = fields.Char("Status")

    _pending_index = models.Index("(import_id, depth, number) WHERE NOT is_imported")
    _member_index = models.Index("(member_id) WHERE member_id IS NOT NULL")

    # === COMPUTE METHODS === #

    @api.depends("finding", "field", "culprit", "code")
    @api.depends_context("lang")
    def _compute_reason(self):
        labels = {name: self._fields[name].get_description(self.env)["string"] for name in FIELDS}
        for line in self:
            # A lazy sentence takes no arguments: it is filled in after it was translated.
            sentence = line.finding in REASONS and self.env._(REASONS[line.finding])
            line.reason = sentence and sentence % {
                "column": labels.get(line.field, ""),
                "culprit": line.culprit or "",
                "code": line.code or "",
            }

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: only the cells can be corrected, until the line is imported."""
        if set(vals) - EDITABLE or any(line.is_imported for line in self):
            raise UserError(
                self.env._("Only the cells of lines that are not imported yet can be corrected.")
            )
        for order_import in self.import_id:
            order_import._ensure_not_running()
        # What was said of the line no longer holds; it is said anew before anything is imported.
        return super().write({**vals, "state": "unchecked"})
