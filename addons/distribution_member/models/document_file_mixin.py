import base64
import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.mimetypes import guess_mimetype

from .. import safe_files
from .sensitive_mixin import NO_ACCESS

LONGEST_NAME = 80
MEGABYTE = 1024 * 1024


class DistributionDocumentFileMixin(models.AbstractModel):
    """The file of a document: checked when it comes in, read by a route that keeps who read it.

    Nobody reads the bytes through the ORM, whatever rights they have.
    """

    _name = "distribution.document.file.mixin"
    _description = "File of a Document"

    file = fields.Binary("Stored File", attachment=True, groups=NO_ACCESS)
    file_name = fields.Char(help="As its owner named it.")
    mimetype = fields.Char("Kind of File", readonly=True)
    size = fields.Integer("Size (Bytes)", readonly=True)
    upload = fields.Binary(
        "File",
        compute="_compute_upload",
        inverse="_inverse_upload",
        help="PDF, JPEG or PNG. Pictures are saved anew, PDF files may not contain scripts, forms"
        " or attachments.",
    )
    uploader_id = fields.Many2one(
        "res.users", "Handed In By", readonly=True, default=lambda self: self.env.uid
    )

    # === COMPUTE METHODS === #

    def _compute_upload(self):
        """Show nobody what was uploaded: files are opened by their own route."""
        self.upload = False

    def _inverse_upload(self):
        for document in self.filtered("upload"):
            document._store_file(base64.b64decode(document.upload), document.file_name or "")

    # === ACTION METHODS === #

    def action_open(self):
        """Open the file; who did is kept in the audit trail."""
        self.ensure_one()
        self._ensure_may_open()
        return {
            "type": "ir.actions.act_url",
            "url": f"/distribution/document/{self.id}",
            "target": "new",
        }

    # === BUSINESS METHODS === #

    def _store_file(self, content, name):
        """Keep a file after it was checked and made harmless.

        :raise UserError: that says what is wrong with it
        """
        self.ensure_one()
        try:
            safe = safe_files.check_file(
                content, name, self._get_allowed_kinds(), self._get_max_megabytes() * MEGABYTE
            )
        except safe_files.UnsafeFileError as error:
            raise UserError(self._describe_refusal(error.code))
        if guess_mimetype(safe.content) != safe.mimetype:  # a second opinion on what it is
            raise UserError(self._describe_refusal("kind"))
        self._scan_file(safe.content)
        document_sudo = self.sudo()  # the bytes are nobody's to write but ours
        document_sudo.write(
            {
                "file": base64.b64encode(safe.content),
                "file_name": self._clean_name(name),
                "mimetype": safe.mimetype,
                "size": len(safe.content),
                "uploader_id": self.env.uid,
            }
        )

    def _scan_file(self, content):
        """Override to ask a scanner (e.g. clamd) about a file; raise UserError to refuse it."""

    def _read_file(self):
        """Return the bytes for whoever may have them; who asked is kept.

        :raise AccessError: when the user may not open documents of this owner
        """
        self.ensure_one()
        self._ensure_may_open()
        self.env["distribution.audit"]._record("reveal_document", self, new_value=self.file_name)
        # sudo: the bytes are read here only, after the rights were asked for
        return base64.b64decode(self.sudo().with_context(bin_size=False).file or b"")

    def _get_download_name(self):
        """Return a name for the file that no uploader has chosen."""
        owner = self.application_id.name or self.member_id.code
        stem = re.sub(r"[^\w-]+", "-", f"{owner}-{self.type_id.code}-{self.id}")
        return f"{stem}.{safe_files.EXTENSIONS[self.mimetype][0]}"

    # === HOOKS === #

    def _get_allowed_kinds(self):
        """Override to say which MIME types are taken where no document type does."""
        return self.type_id._get_allowed_kinds()

    def _get_max_megabytes(self):
        """Override to say how large a file may be where no document type does."""
        return self.type_id.max_megabytes

    # === HELPERS === #

    def _ensure_may_open(self):
        """Raise unless the user is a reviewer: nobody else sees what is on a document."""
        may_open = self.env.su or self.env.user.has_group(
            "distribution_member.group_distribution_reviewer"
        )
        if not (may_open and self.has_access("read")):
            self.env["distribution.audit"]._record_refused("reveal_document", self)
            raise AccessError(
                self.env._("You may not open this document. The attempt has been recorded.")
            )

    @api.model
    def _clean_name(self, name):
        """Return the base name without control signs, short."""
        base = re.split(r"[\\/]", name)[-1]
        clean = "".join(sign for sign in base if sign.isprintable()).strip(". ")
        stem, dot, extension = clean.rpartition(".")
        return f"{stem[:LONGEST_NAME]}{dot}{extension[:5]}"

    def _describe_refusal(self, code):
        """Return a sentence that says why a file was refused and what to do."""
        kinds = ", ".join(
            extensions[0].upper()
            for kind, extensions in safe_files.EXTENSIONS.items()
            if kind in self._get_allowed_kinds()
        )
        sentences = {
            "empty": self.env._("The file is empty. Choose another one."),
            "size": self.env._(
                "The file is larger than %(size)s MB. Choose a smaller one.",
                size=self._get_max_megabytes(),
            ),
            "kind": self.env._("Only files of these kinds are taken: %(kinds)s.", kinds=kinds),
            "name": self.env._(
                "The name of the file does not fit what is in it. Save it again as %(kinds)s.",
                kinds=kinds,
            ),
            "damaged": self.env._("The file is damaged and cannot be opened. Choose another one."),
            "large": self.env._(
                "The picture or PDF is too large inside. Save it with less detail."
            ),
            "locked": self.env._("The PDF is protected by a password. Save it without one."),
            "active": self.env._(
                "The PDF contains a script, form, attachment or action. Print it into a new PDF, or"
                " take a picture of it."
            ),
        }
        return sentences[code]
