from odoo import api, fields, models
from odoo.exceptions import UserError

from ..queries import movements as queries
from .movement_applier import MovementApplier

KINDS = [("delivery", "Delivery"), ("return", "Return")]
STATES = [
    ("waiting", "Waits"),
    ("applied", "Done"),
    ("unlinked", "No Order"),
    ("failed", "Needs You"),
]
ACTIVITY = "distribution_erp_sync.mail_activity_type_erp_goods"


class DistributionErpMovement(models.Model):
    """A line of a delivery or a return in Kingdee, as it is there, and how much of it is here.

    `applied_quantity` is written in the transaction that moves the goods, so a line moves them
    once, however often it is read. What is taken back there (no longer audited, void, deleted) is
    taken back here.
    """

    _name = "distribution.erp.movement"
    _description = "Goods Moved in Kingdee"
    _order = "date desc, id desc"
    _rec_name = "number"

    backend_id = fields.Many2one(
        "distribution.erp.backend", "ERP", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    bill_id = fields.Char("ID in Kingdee", required=True, readonly=True)
    entry_id = fields.Char("ID of the Line", required=True, readonly=True)
    number = fields.Char("Number in Kingdee", required=True, readonly=True, index=True)
    status = fields.Char(readonly=True, help="C: audited. Everything else has not moved goods.")
    is_cancelled = fields.Boolean("Void", readonly=True)
    is_missing = fields.Boolean("Gone in Kingdee", readonly=True)
    date = fields.Datetime(readonly=True, help="Of the bill, by the ERP's clock, in UTC here.")
    changed_there = fields.Char(readonly=True, help="Last change, by the ERP's own clock.")
    customer = fields.Char(readonly=True)
    material = fields.Char(readonly=True)
    unit = fields.Char(readonly=True)
    quantity = fields.Float(
        readonly=True, digits="Product Unit", help="In the unit of Kingdee's line; never negative."
    )
    order_number = fields.Char("Order in Kingdee", readonly=True)
    order_entry_id = fields.Char(readonly=True)
    carrier = fields.Char(readonly=True)
    tracking = fields.Char(readonly=True)
    lot = fields.Char(readonly=True)
    order_line_id = fields.Many2one(
        "sale.order.line", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    order_id = fields.Many2one(
        string="Order", related="order_line_id.order_id", store=True, index="btree_not_null"
    )
    target_quantity = fields.Float(
        "To Be Here",
        readonly=True,
        digits="Product Unit",
        help="In the unit of the order's line; 0 when the goods have not moved there.",
    )
    applied_quantity = fields.Float(
        "Is Here", readonly=True, digits="Product Unit", help="In the unit of the order's line."
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="waiting", index=True)
    message = fields.Char(readonly=True)
    move_ids = fields.Many2many("stock.move", string="Moved by", readonly=True)

    _entry_unique = models.UniqueIndex(
        "(backend_id, kind, entry_id)", "This line was read already."
    )
    _due_index = models.Index(
        "(backend_id, kind, order_line_id) WHERE target_quantity <> applied_quantity"
    )
    _order_index = models.Index("(backend_id, order_number)")

    # === ACTION METHODS === #

    def action_apply(self):
        """Try again what could not be moved, once people have mended why."""
        self.check_access("write")
        if self.filtered(lambda movement: movement.state == "applied"):
            raise UserError(self.env._("It is here already."))
        movements_sudo = self.sudo()  # goods are moved by us, not by who looks
        movements_sudo._link()
        movements_sudo._apply()
        return True

    # === BUSINESS METHODS === #

    def _link(self):
        """Tie lines to our orders, and say how much has to be here."""
        if not self:
            return
        self.env.flush_all()
        self.env.execute_query(queries.link(self.ids))
        self.env["distribution.erp.movement"].invalidate_model()
        unclear = self.filtered(lambda movement: movement.state == "failed")
        for movement in unclear:
            movement.message = self.env._(
                "Its unit %(unit)s is mapped to none.", unit=movement.unit or "?"
            )
        self._tell_people()

    @api.model
    def _find_due_orders(self, backend, kind, tried, limit):
        """Return orders of which something has to be moved, without those tried already."""
        rows = self._read_group(
            [*self._get_due_domain(backend, kind), ("order_id", "not in", tried.ids)],
            ["order_id"],
            order="order_id",
            limit=limit,
        )
        return self.env["sale.order"].browse(order.id for (order,) in rows)

    @api.model
    def _get_due(self, backend, kind, order):
        return self.search([*self._get_due_domain(backend, kind), ("order_id", "=", order.id)])

    @api.model
    def _get_due_domain(self, backend, kind):
        return [
            ("backend_id", "=", backend.id),
            ("kind", "=", kind),
            ("state", "=", "waiting"),
            ("order_line_id", "!=", False),
        ]

    def _apply(self):
        """Move the goods of the lines; called as superuser.

        The rows are locked and updated: of two workers, one fails and tries again later.
        """
        locked = self.try_lock_for_update(allow_referencing=True)
        locked.invalidate_recordset()
        for order, movements in locked.filtered("order_line_id").grouped("order_id").items():
            MovementApplier(order).apply(movements.filtered(lambda one: one.state != "applied"))
        locked._tell_people()

    def _stop(self, message):
        """Put goods that cannot move in front of a person; the caller commits."""
        self.write({"state": "failed", "message": message[:250]})
        self._tell_people()

    # === PEOPLE === #

    def _tell_people(self):
        """Give each order whose goods need a person one activity, and take it back once none do."""
        orders = self.order_id
        if not orders:
            return
        stuck = self.search([("order_id", "in", orders.ids), ("state", "=", "failed")])
        known = self._find_told(stuck.order_id)
        for order, movements in stuck.grouped("order_id").items():
            if order not in known:
                movements._schedule_activity()
        told = self._find_told(orders - stuck.order_id)
        if told:
            # What waits may still turn out not to move: then it would be told anew.
            waiting = self.search([("order_id", "in", told.ids), ("state", "=", "waiting")])
            (told - waiting.order_id).activity_unlink([ACTIVITY])

    @api.model
    def _find_told(self, orders):
        activities = orders.activity_search([ACTIVITY])
        return orders.browse(set(activities.mapped("res_id")))

    def _schedule_activity(self):
        """Tell the responsible person of the goods of one order."""
        order, backend = self.order_id, self.backend_id[:1]
        user = backend.user_id or backend.create_uid
        order.activity_schedule(
            ACTIVITY,
            note=self.env._(
                "Goods of %(order)s have moved in Kingdee (%(bills)s), but cannot move here:"
                " %(message)s When that is mended, use Try Again on them in Kingdee, Deliveries"
                " and Returns.",
                order=order.name,
                bills=", ".join(sorted(set(self.mapped("number")))),
                message=" ".join(sorted({one.message for one in self if one.message})),
            ),
            user_id=user.id,
        )
