from odoo import api, fields, models
from odoo.exceptions import UserError

MEGABYTES = 10
KINDS = ("image/jpeg", "image/png", "application/pdf")
MOST_FILES = 30
SIDES = [
    ("report", "With the Report"),
    ("evidence", "Added by Staff"),
    ("answer", "With the Statement"),
]
FIXED = {"case_id", "side", "is_released"}


class DistributionCrossCaseFile(models.Model):
    """A photo or paper of a case; saved anew, never replaced, opened by its own route only."""

    _name = "distribution.cross.case.file"
    _description = "Evidence of a Case of Cross-Region Selling"
    _inherit = ["distribution.photo.mixin"]
    _order = "id"
    _rec_name = "file_name"

    case_id = fields.Many2one(
        "distribution.cross.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id")
    member_id = fields.Many2one(related="case_id.member_id")
    side = fields.Selection(SIDES, required=True, readonly=True, default="evidence")
    is_released = fields.Boolean(
        "Shown to the Member",
        readonly=True,
        help="The suspected member may open it. Look at it first: nothing on it may tell who"
        " reported.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: what staff add is evidence, held back until it is released."""
        if not self.env.su:
            vals_list = [{**vals, "side": "evidence", "is_released": False} for vals in vals_list]
        files = super().create(vals_list)
        for case in files.case_id:
            if len(case.file_ids) > MOST_FILES:
                raise UserError(
                    self.env._("A case holds at most %(limit)s files.", limit=MOST_FILES)
                )
        files.case_id._ensure_not_closed()
        return files

    def write(self, vals):
        """Override of `base`: whose file it is, and who sees it, is not changed by hand."""
        if FIXED & vals.keys() and not self.env.su:
            self.check_access("write")
            raise UserError(self.env._("Evidence stays with its case. Release it by its button."))
        return super().write(vals)

    def _inverse_upload(self):
        """Override of `distribution_member`: evidence is never replaced."""
        for file in self.filtered("upload"):
            if file.size:
                raise UserError(self.env._("Evidence is not replaced. Add another file."))
        return super()._inverse_upload()

    # === ACTION METHODS === #

    def action_release(self):
        """Show the files to the suspected member; what was shown stays shown."""
        self.check_access("write")
        self.case_id._ensure_not_closed()
        held = self.filtered(lambda file: not file.is_released and file.side != "answer")
        held.sudo().is_released = True  # sudo: the button is the only way
        for case, files in held.grouped("case_id").items():
            case._log(
                "evidence", self.env._("%(count)s files shown to the member", count=len(files))
            )
        return True

    # === HOOKS === #

    def _get_photo_url(self):
        """Override of `distribution.photo.mixin`."""
        return f"/distribution/cross-case/file/{self.id}"

    def _get_photo_owner_name(self):
        """Override of `distribution.photo.mixin`: it tells nothing of who sent it."""
        return self.case_id.name

    def _get_allowed_kinds(self):
        """Override of `distribution.photo.mixin`: photos and papers."""
        return KINDS

    def _get_max_megabytes(self):
        """Override of `distribution.photo.mixin`."""
        return MEGABYTES
