import re

from odoo import api, models
from odoo.fields import Domain

# [code] name, as members are shown and as exports write them.
SHOWN = re.compile(r"\[([^\]]+)\] ")


class DistributionMemberNameMixin(models.AbstractModel):
    """A member is found by what it is shown as, so that an export can be imported again."""

    _name = "distribution.member.name.mixin"
    _description = "Name of a Member"

    @api.model
    def _search_display_name(self, operator, value):
        """Override of `base`: the code in brackets finds its member."""
        domain = super()._search_display_name(operator, value)
        if operator not in ("in", "=", "ilike"):
            return domain
        texts = [value] if isinstance(value, str) else list(value)
        codes = [match[1] for text in texts if text and (match := SHOWN.match(str(text)))]
        return Domain(domain) | Domain("code", "in", codes) if codes else domain
