"""Photos that come with a form, and how they are shown again."""

from odoo.addons.distribution_member.controllers.distribution_document import make_file_response
from odoo.addons.distribution_member.controllers.member_pages import find_place, find_refusal
from odoo.exceptions import AccessError
from odoo.http import request

from ..models.photo_mixin import MEGABYTES


def read_photos(name, most, megabytes=MEGABYTES):
    """Return (file name, content) of the files of a form, one more than allowed at the most.

    One byte more than allowed is read of each, which tells "too large".
    """
    uploads = request.httprequest.files.getlist(name)
    return [
        (upload.filename, upload.stream.read(megabytes * 1024 * 1024 + 1))
        for upload in uploads[: most + 1]
        if upload.filename
    ]


def show_photo(model_name, photo_id):
    """Answer with a photo for the people of its member and for staff who may read the record.

    :param model_name: a model with `distribution.photo.mixin` and `member_id`
    """
    # sudo: whose it is and who asks is looked at here
    photo_sudo = request.env[model_name].sudo().browse(photo_id).exists()
    if not photo_sudo or not _may_see(photo_sudo):
        raise request.not_found()
    content = photo_sudo.with_context(bin_size=False)._read_bytes()
    if not content:
        raise request.not_found()
    return make_file_response(photo_sudo, content)


def describe_limit(most):
    """Return what a form says about the photos it takes."""
    return request.env._(
        "Up to %(most)s pictures (JPEG, PNG), each up to %(size)s MB.", most=most, size=MEGABYTES
    )


def _may_see(photo_sudo):
    place = find_place()
    if place and not find_refusal(place) and place.member_sudo == photo_sudo.member_id:
        return True
    try:
        photo_sudo.with_user(request.env.user).check_access("read")
    except AccessError:
        return False
    return True
