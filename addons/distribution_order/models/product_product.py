from odoo import api, fields, models

from ..queries import catalogue

PICTURES = ("image_128", "image_256")


class ProductProduct(models.Model):
    _inherit = "product.product"

    distribution_free_quantity = fields.Float(
        "Free Stock",
        compute="_compute_distribution_free_quantity",
        digits=(16, 2),
        groups="base.group_user",
        help="On hand, less reserved, less promised but not reserved yet, in the product's unit; of"
        " the warehouse `distribution_warehouse_id` of the context, or of the current company.",
    )

    # What a page of the catalogue asks of a product stands in one index of one table.
    distribution_is_offered = fields.Boolean(
        "Can Be Ordered",
        compute="_compute_distribution_is_offered",
        store=True,
        help="Goods that are sold, and not archived. Assortments narrow it further.",
    )
    distribution_categ_id = fields.Many2one(
        related="product_tmpl_id.categ_id", store=True, string="Category of the Catalogue"
    )
    distribution_company_id = fields.Many2one(
        related="product_tmpl_id.company_id", store=True, string="Company of the Catalogue"
    )
    distribution_sequence = fields.Integer(
        related="product_tmpl_id.sequence", store=True, string="Place in the Catalogue"
    )
    distribution_search = fields.Char(
        "Found By",
        compute="_compute_distribution_search",
        store=True,
        index="trigram",
        help="Code, pinyin initials and the name in every language, in small letters: what a search"
        " of the ordering app looks through.",
    )

    _distribution_catalogue_index = models.Index(
        "(distribution_sequence, default_code, id)"
        " INCLUDE (distribution_categ_id, distribution_company_id) WHERE distribution_is_offered"
    )

    @api.depends(
        "active", "product_tmpl_id.active", "product_tmpl_id.sale_ok", "product_tmpl_id.type"
    )
    def _compute_distribution_is_offered(self):
        for product in self:
            template = product.product_tmpl_id
            product.distribution_is_offered = (
                product.active and template.active and template.sale_ok and template.type == "consu"
            )

    @api.depends("default_code", "product_tmpl_id.name", "product_tmpl_id.distribution_pinyin")
    def _compute_distribution_search(self):
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        names = [self.product_tmpl_id.with_context(lang=language) for language in languages]
        by_template = {
            same[0].id: [template.name for template in same] for same in zip(*names, strict=True)
        }
        for product in self:
            template = product.product_tmpl_id
            parts = [
                product.default_code,
                template.distribution_pinyin,
                *by_template.get(template.id, ()),
            ]
            words = dict.fromkeys(part.lower() for part in parts if part)
            product.distribution_search = "\n".join(words)

    @api.depends_context("distribution_warehouse_id", "allowed_company_ids")
    def _compute_distribution_free_quantity(self):
        chosen_id = self.env.context.get("distribution_warehouse_id")
        warehouses = self.env["stock.warehouse"].search(
            [("id", "=", chosen_id)] if chosen_id else [("company_id", "=", self.env.company.id)]
        )
        free = self.env["distribution.reorder.point"]._read_free(self)
        for product in self:
            product.distribution_free_quantity = sum(
                free.get((product.id, warehouse_id), 0.0) for warehouse_id in warehouses.ids
            )

    def _get_distribution_availability(self, company):
        """Override to say from elsewhere how much of the products is free.

        :param company: whose warehouses count
        :return: {product id: (quantity on hand and not reserved, in the product's own unit, when
            that was so in UTC, None: now)}
        """
        for model in ("stock.quant", "stock.location"):
            self.env[model].flush_model()
        rows = self.env.execute_query(catalogue.free_quantities(self.ids, company.id))
        free = {product_id: (float(quantity), None) for product_id, quantity in rows}
        return {product.id: free.get(product.id, (0.0, None)) for product in self}

    def _can_return_content(self, field_name=None, access_token=None):
        """Override of `base`: the people of members see the small pictures of what is sold."""
        if field_name in PICTURES and self.env.user._is_portal():
            product_sudo = self.sudo()  # only the two facts that decide are read
            if product_sudo.sale_ok and product_sudo.active and self._is_shown_to_visitor():
                return True
        return super()._can_return_content(field_name, access_token)

    def _is_shown_to_visitor(self):
        """Return whether the visitor works for any member of the product's company."""
        # sudo: the visitor's own rows
        places_sudo = self.env["distribution.member.user"].sudo()
        company_id = self.sudo().company_id.id
        domain = [("user_id", "=", self.env.uid), ("active", "=", True)]
        if company_id:
            domain.append(("company_id", "=", company_id))
        return bool(places_sudo.search_count(domain, limit=1))
