import base64

from odoo import api, fields, models


class DistributionReturnInspection(models.TransientModel):
    """Asks in which condition the goods of a return arrived."""

    _name = "distribution.return.inspection"
    _description = "Inspect a Return"

    rma_id = fields.Many2one("rma", "Return", required=True)
    product_uom_id = fields.Many2one(related="rma_id.product_uom")
    received_qty = fields.Float(
        "Received", related="rma_id.product_uom_qty", help="What the warehouse has received."
    )
    good_qty = fields.Float(
        "Good",
        digits="Product Unit",
        compute="_compute_good_qty",
        store=True,
        readonly=False,
        help="Goes back to the shelves.",
    )
    damaged_qty = fields.Float("Damaged", digits="Product Unit", help="Is scrapped.")
    missing_qty = fields.Float(
        "Missing", digits="Product Unit", help="Was not there. It is neither refunded nor replaced."
    )
    lots = fields.Char(compute="_compute_lots", help="Lots that arrived.")
    damaged_lots = fields.Char(help="Numbers of the lots that are damaged, apart by commas.")
    note = fields.Text()
    photo = fields.Binary("Picture", attachment=False)
    photo_name = fields.Char()

    @api.depends("rma_id", "damaged_qty", "missing_qty")
    def _compute_good_qty(self):
        for inspection in self:
            rest = (
                inspection.rma_id.product_uom_qty - inspection.damaged_qty - inspection.missing_qty
            )
            inspection.good_qty = max(0.0, rest)

    @api.depends("rma_id")
    def _compute_lots(self):
        for inspection in self:
            # sudo: lots of the goods in hand are no secret to who counts them
            lots_sudo = inspection.rma_id.sudo().reception_move_id.lot_ids
            inspection.lots = ", ".join(lots_sudo.mapped("name")) or False

    def action_inspect(self):
        """Note what arrived, and put it where it belongs."""
        self.ensure_one()
        self.rma_id.check_access("write")
        self.rma_id._inspect(
            good=self.good_qty,
            damaged=self.damaged_qty,
            missing=self.missing_qty,
            note=self.note,
            damaged_lots=self.damaged_lots or "",
        )
        if self.photo:
            # sudo: pictures are written by our own acts only
            photos_sudo = self.env["distribution.return.photo"].sudo()
            photo_sudo = photos_sudo.create({"rma_id": self.rma_id.id})
            photo_sudo._store_file(base64.b64decode(self.photo), self.photo_name or "")
        return {"type": "ir.actions.act_window_close"}
