from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        """Override of `stock` to post what deliveries earn and returned goods give back."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.sale_line_id.order_id._post_commission()
        return moves

    def write(self, vals):
        """Override of `base`: a return that is tied to its sale after it arrived counts then.

        Whoever ties it writes the line first: posting then would have Odoo compute what is
        delivered before it knows that the goods came back.
        """
        result = super().write(vals)
        if "to_refund" in vals:
            done = self.filtered(lambda move: move.state == "done")
            done.sale_line_id.order_id._post_commission()
        return result
