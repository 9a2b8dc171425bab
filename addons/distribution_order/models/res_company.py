from odoo import api, fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = [
        "res.company",
        "distribution.company.shortage.mixin",
        "distribution.company.return.mixin",
        "distribution.company.cross.case.mixin",
        "distribution.company.adoption.mixin",
    ]

    distribution_confirm_at_once = fields.Boolean(
        "Confirm Orders without a Reason",
        help="Orders that nothing speaks against, and that no approval tier asks for, are confirmed"
        " as they are submitted. Otherwise a person confirms them.",
    )
    distribution_approval_goal_hours = fields.Float(
        "Approval Goal (Working Hours)",
        required=True,
        default=3.0,
        help="How long the approval of an order may take, in hours of the working calendar.",
    )
    distribution_overdue_days = fields.Integer(
        "Days Overdue Allowed",
        help="Orders need approval while an invoice of the member is overdue for more days."
        " 0: invoices that are overdue hold nothing up.",
    )
    distribution_discount_limit = fields.Float(
        "Discount Allowed (%)",
        help="Orders with a price further below the member's price list say so to the approver.",
    )
    distribution_quantity_factor = fields.Float(
        "Unusual Quantity (Times the Usual)",
        required=True,
        default=5.0,
        help="A line with more than so many times the member's average quantity of the product in"
        " the last 12 months says so to the approver. 0: never.",
    )
    distribution_check_address = fields.Boolean(
        "Report New Addresses",
        default=True,
        help="Orders to an address that nothing was delivered to before say so to the approver.",
    )

    distribution_receipt_days = fields.Integer(
        "Days until a Delivery Counts as Received",
        required=True,
        default=10,
        help="A delivery about which the member says nothing for so many days counts as received."
        " 0: never.",
    )

    _approval_goal_positive = models.Constraint(
        "CHECK (distribution_approval_goal_hours > 0)",
        "The goal for the approval is more than 0 hours.",
    )
    _overdue_days_not_negative = models.Constraint(
        "CHECK (distribution_overdue_days >= 0)", "Days overdue are not negative."
    )
    _receipt_days_not_negative = models.Constraint(
        "CHECK (distribution_receipt_days >= 0)", "Days until a receipt are not negative."
    )
    _discount_limit_possible = models.Constraint(
        "CHECK (distribution_discount_limit BETWEEN 0 AND 100)",
        "A discount lies between 0 and 100 %.",
    )
    _quantity_factor_possible = models.Constraint(
        "CHECK (distribution_quantity_factor = 0 OR distribution_quantity_factor > 1)",
        "More than usual is more than once the usual; 0 switches it off.",
    )

    # === HELPERS === #

    @api.model
    def _get_main_company(self):
        """Override of `base`, which asks for each page of goods whether it still exists: whoever
        removes it removes its name.
        """
        company_id = self.env["ir.model.data"]._xmlid_to_res_id("base.main_company")
        # sudo: as in `base`
        return self.sudo().browse(company_id) if company_id else super()._get_main_company()
