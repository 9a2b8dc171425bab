from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # A case of cross-region selling asks to whom a lot was delivered.
    _distribution_lot_index = models.Index("(lot_id) WHERE lot_id IS NOT NULL AND state = 'done'")
