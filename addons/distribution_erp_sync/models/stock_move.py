from odoo import models

# Context of moves that happened elsewhere: what they bring is not for us to share out.
NO_RESERVING = "distribution_erp_no_reserving"


class StockMove(models.Model):
    _inherit = "stock.move"

    def _trigger_assign(self):
        """Override of `stock`: where Kingdee runs the warehouse, it reserves, and not we.

        What comes back would be tried on each of the thousands of deliveries that are still open.
        """
        if self.env.context.get(NO_RESERVING):
            return None
        return super()._trigger_assign()
