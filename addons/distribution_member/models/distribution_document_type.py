from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .. import safe_files

MEGABYTE = 1024 * 1024
SUBJECT_TYPES = [
    ("company", "Company"),
    ("sole_trader", "Sole Trader"),
    ("person", "Natural Person"),
]
SUBJECT_FLAGS = {
    "company": "for_company",
    "sole_trader": "for_sole_trader",
    "person": "for_person",
}


class DistributionDocumentType(models.Model):
    """A kind of document: who has to show it, and what a file of it must be like."""

    _name = "distribution.document.type"
    _description = "Document Type"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name used in file names and imports.")
    sequence = fields.Integer(default=10)
    hint = fields.Char(
        translate=True, help="Shown to applicants: what the file must show, e.g. all four corners."
    )
    required_level_ids = fields.Many2many(
        "distribution.level",
        "distribution_document_type_required_rel",
        "type_id",
        "level_id",
        "Required for",
        check_company=True,
        help="Nobody joins at these levels without it.",
    )
    optional_level_ids = fields.Many2many(
        "distribution.level",
        "distribution_document_type_optional_rel",
        "type_id",
        "level_id",
        "Optional for",
        check_company=True,
        help="Applicants of these levels may add it.",
    )
    for_company = fields.Boolean("Companies", default=True)
    for_sole_trader = fields.Boolean("Sole Traders", default=True)
    for_person = fields.Boolean("Natural Persons")
    needs_number = fields.Boolean(help="The number on the document is asked for.")
    needs_expiry = fields.Boolean(
        "Needs an End Date", help="The day until which the document is valid is asked for."
    )
    allow_pdf = fields.Boolean("PDF", default=True)
    allow_jpeg = fields.Boolean("JPEG", default=True)
    allow_png = fields.Boolean("PNG", default=True)
    max_megabytes = fields.Integer("Largest File (MB)", required=True, default=10)
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Empty: shared by all companies.",
    )
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another document type has this code already."
    )
    _size_possible = models.Constraint(
        "CHECK (max_megabytes BETWEEN 1 AND 20)", "A file may have 1 to 20 MB."
    )
    _some_kind_allowed = models.Constraint(
        "CHECK (allow_pdf OR allow_jpeg OR allow_png)", "Allow at least one kind of file."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("required_level_ids", "optional_level_ids")
    def _check_levels_apart(self):
        for kind in self:
            if both := kind.required_level_ids & kind.optional_level_ids:
                raise ValidationError(
                    self.env._(
                        "%(document)s is required and optional for %(levels)s. Choose one of them.",
                        document=kind.name,
                        levels=", ".join(both.mapped("name")),
                    )
                )

    # === BUSINESS METHODS === #

    @api.model
    def _search_for(self, level, subject_type):
        """Return the types that members of a level and subject type show, required or optional."""
        if not level or subject_type not in SUBJECT_FLAGS:
            return self.browse()
        return self.search(
            (
                Domain("required_level_ids", "in", level.ids)
                | Domain("optional_level_ids", "in", level.ids)
            )
            & Domain(SUBJECT_FLAGS[subject_type], "=", True)
        )

    def _is_required_for(self, level):
        self.ensure_one()
        return level in self.required_level_ids

    def _get_allowed_kinds(self):
        """Return the MIME types of files that may be handed in."""
        self.ensure_one()
        flags = {
            "application/pdf": self.allow_pdf,
            "image/jpeg": self.allow_jpeg,
            "image/png": self.allow_png,
        }
        return [kind for kind, is_allowed in flags.items() if is_allowed]

    def _get_accept(self):
        """Return what a file input of a page accepts."""
        extensions = (
            f".{extension}"
            for kind in self._get_allowed_kinds()
            for extension in safe_files.EXTENSIONS[kind]
        )
        return ",".join(extensions)

    def _get_max_bytes(self):
        return self.max_megabytes * MEGABYTE
