from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Override of `stock` to post what deliveries earn and returned goods give back."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.sale_line_id.order_id._post_commission()
        return moves
