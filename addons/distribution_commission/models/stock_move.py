from odoo import models

# What ties goods that came back to the line that sold them.
TIES = {"sale_line_id", "to_refund"}


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Override of `stock` to post what deliveries earn and returned goods give back."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.sale_line_id.order_id._post_commission()
        return moves

    def write(self, vals):
        """Override of `base`: a return that is tied to its sale after it arrived counts then."""
        if not vals.keys() & TIES:
            return super().write(vals)
        done = self.filtered(lambda move: move.state == "done")
        orders = done.sale_line_id.order_id
        result = super().write(vals)
        (orders | done.sale_line_id.order_id)._post_commission()
        return result
