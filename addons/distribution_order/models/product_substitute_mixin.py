from odoo import fields, models


class DistributionProductSubstituteMixin(models.AbstractModel):
    """What can be sold instead of a product."""

    _name = "distribution.product.substitute.mixin"
    _description = "Substitutes of a Product"

    distribution_substitute_ids = fields.Many2many(
        "product.template",
        "distribution_product_substitute_rel",
        "product_tmpl_id",
        "substitute_id",
        "Substitutes",
        check_company=True,
        domain="[('id', '!=', id), ('sale_ok', '=', True)]",
        help="What members can be offered while this product is short.",
    )
