import base64
import hashlib

from odoo import api, fields, models
from odoo.addons.distribution_member.tabular_files import LARGEST_FILE, UnreadableFileError
from odoo.exceptions import UserError

from ..platform_parsers.cleaning import drop_personal_columns, drop_unread_columns
from ..platform_parsers.headings import detect_platform
from .distribution_order_import_profile import GENERIC

FILES = ("file", "item_file")
DROPPED = base64.b64encode(b"-")


class DistributionOrderImportUploadMixin(models.AbstractModel):
    """What happens to an order file before it is stored: its profile is found by the headings, and
    what it says of buyers is taken out.
    """

    _name = "distribution.order.import.upload.mixin"
    _description = "Upload of an Order File"

    item_file = fields.Binary(
        "Item Report",
        attachment=True,
        help="Taobao and Tmall: the item report (宝贝报表) that belongs to an order report.",
    )
    is_file_dropped = fields.Boolean(
        readonly=True,
        copy=False,
        help="The file could not be read, so that nobody knows what it says of persons: it was not"
        " kept.",
    )
    unread_headings = fields.Char(
        "Columns Left out",
        readonly=True,
        copy=False,
        help="Columns that are not read or speak of buyers. They were removed at the upload.",
    )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to store nothing of an uploaded file that is not needed."""
        return super().create(
            [
                self._prepare_upload(vals) if any(vals.get(name) for name in FILES) else vals
                for vals in vals_list
            ]
        )

    def write(self, vals):
        """Override of `base`: as above."""
        if not any(vals.get(name) for name in FILES):
            return super().write(vals)
        for record in self:
            super(DistributionOrderImportUploadMixin, record).write(record._prepare_upload(vals))
        return True

    @api.onchange("file")
    def _onchange_file(self):
        """Propose the profile of the platform that the file comes from."""
        if self.file and not self.profile_id:
            self.profile_id = self.env["distribution.order.import.profile"]._find_profile(
                self._detect(base64.b64decode(self.file))
            )

    # === HELPERS === #

    def _prepare_upload(self, vals):
        """Return the values with the files as they may be stored, and what is known of them."""
        contents = {name: base64.b64decode(vals[name]) for name in FILES if vals.get(name)}
        if any(len(content) > LARGEST_FILE for content in contents.values()):
            raise UserError(self.env._("The file is larger than 64 MB. Split it."))
        prepared = {**vals, "is_file_dropped": False, "failure": False}
        if "file" in contents:
            digest = hashlib.sha256(contents["file"] + contents.get("item_file", b""))
            prepared["checksum"] = digest.hexdigest()
        elif self.file:
            # The item report alone was added: the two files are another upload than the one.
            digest = hashlib.sha256((self.checksum or "").encode() + contents["item_file"])
            prepared["checksum"] = digest.hexdigest()
        profile = self._choose_profile(vals, contents.get("file"))
        prepared["profile_id"] = profile.id
        if profile.keep_personal_data:
            return {**prepared, "unread_headings": False}
        try:
            cleaned = [(name, *self._clean(content, profile)) for name, content in contents.items()]
        except UnreadableFileError as error:
            dropped = dict.fromkeys(contents, DROPPED)
            failure = self._explain_unreadable(error)
            return {**prepared, **dropped, "is_file_dropped": True, "failure": failure}
        headings = [heading for _name, _content, dropped in cleaned for heading in dropped]
        prepared["unread_headings"] = ", ".join(dict.fromkeys(headings)) or False
        return {
            **prepared, **{name: base64.b64encode(content) for name, content, _dropped in cleaned}
        }  # fmt: skip

    @api.model
    def _clean(self, content, profile):
        """Return the content without persons, and the headings of what was left out."""
        drop = drop_personal_columns if profile.platform == GENERIC else drop_unread_columns
        headings = profile._get_headings().values()
        return drop(content, [name for names in headings for name in names])

    def _choose_profile(self, vals, content):
        """Return the profile that was chosen, else that of the platform the file comes from."""
        profiles = self.env["distribution.order.import.profile"]
        if vals.get("profile_id") or self.profile_id:
            return profiles.browse(vals.get("profile_id")) or self.profile_id
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        profiles = profiles.with_company(company)
        code = self._detect(content) if content else GENERIC
        # sudo: the delivered settings of a platform are the same for everybody who imports.
        return profiles._find_profile(code) or profiles.sudo()._create_platform_profile(code)

    @api.model
    def _detect(self, content):
        """Return the platform whose headings the file has; a file of no platform is generic."""
        try:
            return detect_platform(content) or GENERIC
        except UnreadableFileError:
            return GENERIC

    def _read_content(self):
        """Override of `distribution_member`: the checksum is that of the file as it came."""
        if not self.checksum:
            return super()._read_content()
        return base64.b64decode(self.file)
