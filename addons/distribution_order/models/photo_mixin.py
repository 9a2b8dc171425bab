import base64

from odoo import models
from odoo.addons.distribution_member import safe_files
from odoo.exceptions import AccessError

MEGABYTES = 5
KINDS = ("image/jpeg", "image/png")


class DistributionPhotoMixin(models.AbstractModel):
    """A picture that a member's people send with what they say; saved anew, as documents are."""

    _name = "distribution.photo.mixin"
    _description = "Photo Sent by a Member"
    _inherit = ["distribution.document.file.mixin"]

    # === ACTION METHODS === #

    def action_open(self):
        """Override of `distribution_member`: photos have an address of their own."""
        self.ensure_one()
        self._ensure_may_open()
        return {"type": "ir.actions.act_url", "url": self._get_photo_url(), "target": "new"}

    # === HOOKS === #

    def _get_photo_url(self):
        """Override to say where the photo is shown."""
        raise NotImplementedError

    def _get_photo_owner_name(self):
        """Override to say to what the photo belongs."""
        raise NotImplementedError

    def _get_allowed_kinds(self):
        """Override of `distribution_member`: pictures only."""
        return KINDS

    def _get_max_megabytes(self):
        """Override of `distribution_member`."""
        return MEGABYTES

    # === HELPERS === #

    def _read_bytes(self):
        """Return the picture; the caller has asked for the right to it."""
        return base64.b64decode(self.sudo().file or b"")  # sudo: nobody reads it through the ORM

    def _ensure_may_open(self):
        """Override of `distribution_member`: who may read what it shows may see it."""
        if not (self.env.su or self.has_access("read")):
            raise AccessError(self.env._("You may not see this picture."))

    def _get_download_name(self):
        """Override of `distribution_member`."""
        owner = self._get_photo_owner_name().replace("/", "-")
        return f"{owner}-{self.id}.{safe_files.EXTENSIONS[self.mimetype][0]}"
