from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

KINDS = ("short", "damaged")


class DistributionDeliveryReceiptLine(models.Model):
    _name = "distribution.delivery.receipt.line"
    _description = "Goods Received"
    _order = "receipt_id desc, id"

    receipt_id = fields.Many2one(
        "distribution.delivery.receipt",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    member_id = fields.Many2one(related="receipt_id.member_id", store=True, index=True)
    company_id = fields.Many2one(related="receipt_id.company_id", store=True)
    region_id = fields.Many2one(related="receipt_id.region_id")
    date = fields.Datetime(related="receipt_id.date", store=True)
    move_id = fields.Many2one(
        "stock.move", required=True, readonly=True, index=True, ondelete="restrict"
    )
    product_id = fields.Many2one(related="move_id.product_id", store=True, index=True)
    uom_id = fields.Many2one(related="move_id.product_uom", string="Unit")
    quantity = fields.Float(
        "Sent",
        related="move_id.quantity",
        digits="Product Unit",
        help="What left for the member, in the unit of the delivery.",
    )
    short_quantity = fields.Float(
        "Missing", readonly=True, digits="Product Unit", help="Of what was sent, never arrived."
    )
    damaged_quantity = fields.Float(
        "Damaged", readonly=True, digits="Product Unit", help="Arrived, but cannot be sold."
    )
    claim_ids = fields.One2many("rma", "distribution_receipt_line_id", "Claims")

    _quantities_not_negative = models.Constraint(
        "CHECK (short_quantity >= 0 AND damaged_quantity >= 0)",
        "What is missing or damaged is not less than nothing.",
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("short_quantity", "damaged_quantity")
    def _check_quantities(self):
        for line in self:
            wrong = line.short_quantity + line.damaged_quantity
            rounding = line.move_id.product_uom.rounding
            if float_compare(wrong, line.quantity, precision_rounding=rounding) > 0:
                raise ValidationError(
                    self.env._(
                        "%(product)s: %(sent)g %(unit)s were sent, so not more can be missing or"
                        " damaged.",
                        product=line.product_id.display_name,
                        sent=line.quantity,
                        unit=line.uom_id.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _get_differences(self):
        """Return {kind: quantity} of what is missing or damaged."""
        self.ensure_one()
        quantities = {kind: self[f"{kind}_quantity"] for kind in KINDS}
        return {kind: quantity for kind, quantity in quantities.items() if quantity}

    def _describe_differences(self):
        """Return the differences in words."""
        texts = {
            "short": self.env._("missing %(quantity)g %(unit)s"),
            "damaged": self.env._("damaged %(quantity)g %(unit)s"),
        }
        said = [
            texts[kind] % {"quantity": quantity, "unit": self.uom_id.name}
            for kind, quantity in self._get_differences().items()
        ]
        return f"{self.product_id.display_name}: {', '.join(said)}"

    def _open_claims(self):
        """Open a claim for each difference."""
        return self.env["rma"].create(
            [
                line._prepare_claim(kind, quantity)
                for line in self
                for kind, quantity in line._get_differences().items()
            ]
        )

    def _prepare_claim(self, kind, quantity):
        """Return the values of a claim. Override to fill in more."""
        self.ensure_one()
        receipt = self.receipt_id
        operation = f"distribution_order.rma_operation_{kind}_{receipt.claim_wish}"
        return {
            **self.env["rma"]._prepare_return(self.move_id, quantity),
            "distribution_kind": kind,
            "distribution_receipt_line_id": self.id,
            "distribution_asked_by_id": receipt.user_id.id,
            "distribution_note": receipt.note,
            "operation_id": self.env.ref(operation).id,
        }
