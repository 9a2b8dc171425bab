from odoo import fields, models

from ..mappers import customer, delivery, material, sales_order, sales_return, stock

FORMS = [
    (stock.FORM, "Stock"),
    (material.FORM, "Products"),
    (customer.FORM, "Customers"),
    (sales_order.FORM, "Orders"),
    (delivery.FORM, "Deliveries"),
    (sales_return.FORM, "Returns"),
]


class DistributionErpField(models.Model):
    """What a field is called in this customer's Kingdee, where it is not called as usual."""

    _name = "distribution.erp.field"
    _description = "Field of Kingdee"
    _order = "backend_id, form, name"

    backend_id = fields.Many2one(
        "distribution.erp.backend", "ERP", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="backend_id.company_id", store=True, index=True)
    form = fields.Selection(FORMS, required=True)
    name = fields.Char("What It Is", required=True, help="Our name of the field.")
    key = fields.Char("Key in Kingdee", required=True, help="As the form's own list spells it.")
    finding = fields.Char(readonly=True, help="What the last test of the mapping said of it.")

    _name_unique = models.UniqueIndex("(backend_id, form, name)", "This field is mapped already.")
    _key_possible = models.Constraint(
        r"CHECK (key ~ '^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$')",
        "A key has letters, digits, underscores and points only.",
    )
