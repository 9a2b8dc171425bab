"""How often a visitor may do something."""

from odoo.exceptions import UserError
from odoo.http import request


def ensure_may_try(kind, per_hour):
    """Refuse a logged-in visitor who does something very often.

    :param str kind: of `distribution.attempt`
    :raise UserError: a sentence that says what to do
    """
    if not request.env["distribution.attempt"]._may_try(kind, f"user {request.env.uid}", per_hour):
        raise UserError(request.env._("That was very often. Try again in an hour."))
