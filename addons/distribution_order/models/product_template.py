from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..goods_quantities import QuantityRule

QUANTITY_FIELDS = (
    "distribution_min_quantity",
    "distribution_multiple",
    "distribution_max_quantity",
)
CHINESE = "zh_CN"


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "distribution.product.substitute.mixin"]

    distribution_min_quantity = fields.Float(
        "Minimum per Order",
        digits="Product Unit",
        help="The least that a member orders at once, in the product's own unit. 0: no minimum.",
    )
    distribution_multiple = fields.Float(
        "Ordered in Steps of",
        digits="Product Unit",
        help="Members order this quantity, in the product's own unit, or a multiple of it."
        " 0: any quantity.",
    )
    distribution_max_quantity = fields.Float(
        "Maximum per Order",
        digits="Product Unit",
        help="The most that a member orders at once, in the product's own unit. 0: no maximum.",
    )
    distribution_low_quantity = fields.Float(
        "Scarce below",
        digits="Product Unit",
        help="When less than this is free (on hand and not reserved), in the product's own unit,"
        " members are told that the product is running low. 0: never.",
    )
    distribution_pinyin = fields.Char(
        "Pinyin Initials",
        compute="_compute_distribution_pinyin",
        store=True,
        help="First letters of the Chinese name: members find 内墙乳胶漆 by nqrjq.",
    )

    _distribution_quantities_possible = models.Constraint(
        "CHECK (distribution_min_quantity >= 0 AND distribution_multiple >= 0"
        " AND distribution_max_quantity >= 0 AND distribution_low_quantity >= 0)",
        "Quantities that may be ordered are not negative.",
    )

    # === COMPUTE METHODS === #

    @api.depends("name")
    def _compute_distribution_pinyin(self):
        # Loaded when a name changes, not when a server starts: its dictionary is large.
        from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

        lang = self.env["res.lang"]._get_data(code=CHINESE) and CHINESE
        for template in self.with_context(lang=lang or None):
            parts = lazy_pinyin(template.name or "", style=Style.FIRST_LETTER)
            template.distribution_pinyin = "".join(
                sign for part in parts for sign in part.lower() if sign.isalnum()
            )

    # === CONSTRAINT METHODS === #

    @api.constrains(*QUANTITY_FIELDS)
    def _check_distribution_quantities(self):
        for template in self:
            if not template._get_quantity_rule().is_possible:
                raise ValidationError(
                    self.env._(
                        "%(product)s: no quantity keeps minimum, steps and maximum at once. Raise"
                        " the maximum, or lower one of the others.",
                        product=template.display_name,
                    )
                )

    # === HELPERS === #

    def _get_quantity_rule(self):
        """Return which quantities may be ordered, in the product's own unit.

        :rtype: QuantityRule
        """
        self.ensure_one()
        return QuantityRule.from_floats(*(self[name] for name in QUANTITY_FIELDS))
