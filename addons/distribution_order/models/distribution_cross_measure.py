import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("none", "Nothing Happens in the System"),
    ("freeze_order", "No Orders for Some Days"),
    ("terminate_authorisation", "Revoke the Authorisations"),
]
LONGEST_FREEZE = 365
# Words by which somebody speaks of resale prices.
PRICE_WORDS = re.compile(r"价格|低价|乱价|破价|控价|限价|\bprices?\b", re.IGNORECASE)


def mentions_price(*texts):
    """Return whether one of the texts speaks of prices.

    >>> mentions_price("低价"), mentions_price(None, "Sold elsewhere"), mentions_price("Prices")
    (True, False, True)
    """
    return any(text and PRICE_WORDS.search(text) for text in texts)


class DistributionCrossMeasure(models.Model):
    """What can follow when a member did sell outside its area; never because of a price."""

    _name = "distribution.cross.measure"
    _description = "Measure against Cross-Region Selling"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, help="What the member reads.")
    description = fields.Text(translate=True, help="What it means, as the contract says it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        KINDS,
        required=True,
        default="none",
        help="What the system does by itself. A warning or buying goods back is done by people.",
    )
    days = fields.Integer(
        "Usual Days", help="How long orders are refused, unless the case says otherwise."
    )

    _days_possible = models.Constraint(
        f"CHECK (kind <> 'freeze_order' OR days BETWEEN 1 AND {LONGEST_FREEZE})",
        f"Orders are refused for 1 to {LONGEST_FREEZE} days.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("name", "description")
    def _check_no_price(self):
        """Refuse measures that speak of prices (Anti-Monopoly Law, article 18)."""
        for measure in self:
            if mentions_price(measure.name, measure.description):
                raise ValidationError(
                    self.env._(
                        "A measure may follow from where goods were sold, never from their resale"
                        " price: the Anti-Monopoly Law, article 18, forbids that. Leave the price"
                        " out."
                    )
                )
