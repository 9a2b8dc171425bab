from odoo import api, fields, models

from ..queries import carts

MOST_LINES = 500
LONGEST_NOTE = 1000


class DistributionCart(models.Model):
    """What somebody of a member is about to order, so that another device goes on with it.

    Each change names the lines it is about; of two devices the later one wins line by line.
    """

    _name = "distribution.cart"
    _description = "Cart of a Member's User"
    _rec_name = "member_id"

    user_id = fields.Many2one(
        "res.users", "Portal User", required=True, index=True, ondelete="cascade"
    )
    member_id = fields.Many2one(
        "distribution.member", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True)
    version = fields.Integer(
        help="Counts the changes; a device that knows an older one catches up."
    )
    lines = fields.Json(help="Quantity in the product's own unit, by id of the product.")
    note = fields.Char(help="What the order is to say to the manufacturer.")

    _owner_unique = models.UniqueIndex("(user_id, member_id)", "There is one cart for each user.")

    @api.model
    def _take_turn(self):
        """Let one request of the user at a time change its carts; a request begins with it.

        Whoever presses twice would else fail at the cart, and Odoo would let the worker sleep for
        up to two seconds before it is tried again.
        """
        while not self.env.execute_query(carts.try_turn(self.env.uid))[0][0]:
            self.env.execute_query(carts.await_turn(self.env.uid))
            # what the other has done is seen by a new transaction only; this has written nothing
            self.env.cr.rollback()

    @api.model
    def _open(self, member):
        """Return the visitor's cart at a member, made if need be, and locked: whoever does the
        same at once is tried again after this transaction.
        """
        self.flush_model()
        rows = self.env.execute_query(
            carts.open_cart(self.env.uid, member.id, member.company_id.id)
        )
        cart = self.browse(rows[0][0])
        cart.invalidate_recordset()
        return cart

    @api.model
    def _read_own(self, member):
        """Return the visitor's cart as the app knows it."""
        return self.search(
            [("user_id", "=", self.env.uid), ("member_id", "=", member.id)]
        )._to_data()

    def _to_data(self):
        return {
            "version": self.version,
            "lines": self.lines or {},
            "note": self.note or "",
        }

    def _change(self, quantities, note=None):
        """Set the quantities of some products, 0 takes one out; the other lines stay.

        :param dict quantities: {product id: quantity in its own unit}
        :param note: None leaves it as it is
        """
        self.ensure_one()
        lines = {**(self.lines or {}), **{str(key): value for key, value in quantities.items()}}
        kept = {key: value for key, value in lines.items() if value > 0}
        values = {
            "lines": dict(list(kept.items())[:MOST_LINES]),
            "version": self.version + 1,
        }
        if note is not None:
            values["note"] = note[:LONGEST_NOTE]
        self.write(values)
