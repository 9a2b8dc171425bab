from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_is_zero

PLACES = 5  # of quantities that are compared


class DistributionReturnInspectionMixin(models.AbstractModel):
    """What arrived of a return, in which condition; only then it is refunded or replaced."""

    _name = "distribution.return.inspection.mixin"
    _description = "Inspection of a Return"

    distribution_asked_qty = fields.Float(
        "Quantity Asked for", readonly=True, copy=False, digits="Product Unit"
    )
    distribution_good_qty = fields.Float(
        "Good",
        readonly=True,
        copy=False,
        digits="Product Unit",
        help="In the unit of the return. It is free stock again.",
    )
    distribution_damaged_qty = fields.Float(
        "Damaged",
        readonly=True,
        copy=False,
        digits="Product Unit",
        help="In the unit of the return. It was scrapped.",
    )
    distribution_missing_qty = fields.Float(
        "Missing",
        readonly=True,
        copy=False,
        digits="Product Unit",
        help="In the unit of the return. It did not arrive, and is neither refunded nor replaced.",
    )
    distribution_inspection_note = fields.Text("Note of the Inspection", readonly=True, copy=False)
    distribution_inspected_date = fields.Datetime("Inspected on", readonly=True, copy=False)
    distribution_inspected_by_id = fields.Many2one(
        "res.users", "Inspected by", readonly=True, copy=False
    )

    distribution_can_settle = fields.Boolean(
        compute="_compute_distribution_can_settle", help="It can be refunded or replaced now."
    )
    distribution_is_refund = fields.Boolean(compute="_compute_distribution_can_settle")

    # === COMPUTE METHODS === #

    @api.depends("distribution_state", "operation_id")
    def _compute_distribution_can_settle(self):
        for rma in self:
            rma.distribution_can_settle = rma.distribution_state == rma._get_settleable_stage()
            rma.distribution_is_refund = bool(rma.operation_id.action_create_refund)

    # === ACTION METHODS === #

    def action_distribution_inspect(self):
        """Ask in which condition the goods arrived."""
        self.ensure_one()
        self.check_access("write")
        self._ensure_inspectable()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_return_inspection_action"
        )
        return {**action, "context": {"default_rma_id": self.id}}

    def action_distribution_settle(self):
        """Refund or replace, as was asked for, what was inspected or never left."""
        self.check_access("write")
        for rma in self:
            rma._ensure_settleable()
            rma._settle()
        return True

    # === BUSINESS METHODS === #

    def _inspect(self, *, good, damaged, missing, note="", damaged_lots=""):
        """Note what arrived, and put it where it belongs; the caller has checked the rights.

        Quantities are in the unit of the return; together they are what the warehouse received.

        :param str damaged_lots: numbers, apart by commas or spaces
        """
        self.ensure_one()
        self._ensure_inspectable()
        self._ensure_counted(good, damaged, missing)
        # sudo: who inspects need not be able to move goods at will
        rma_sudo = self.sudo()
        if missing:
            rma_sudo._take_missing_off(missing)
        lines = rma_sudo._split_arrived(damaged, damaged_lots)
        rma_sudo._move_arrived(lines)
        rma_sudo.write(
            {
                "product_uom_qty": good + damaged,
                "distribution_good_qty": good,
                "distribution_damaged_qty": damaged,
                "distribution_missing_qty": missing,
                "distribution_inspection_note": (note or "").strip() or False,
                "distribution_inspected_date": fields.Datetime.now(),
                "distribution_inspected_by_id": self.env.uid,
            }
        )
        rma_sudo._value_goods()
        rma_sudo.message_post(body=rma_sudo._get_message_text("inspected"))
        rma_sudo._tell_member("inspected")
        if float_is_zero(good + damaged, precision_digits=PLACES):
            rma_sudo.state = "finished"
        elif rma_sudo._is_settled_at_once():
            rma_sudo._settle()

    def _settle(self):
        """Refund or replace, as the operation says."""
        self.ensure_one()
        # The system acts: who decides on returns may neither write invoices nor move goods.
        rma_su = self.with_user(SUPERUSER_ID).with_company(self.company_id)
        user_name = self.env.user.name
        if self.operation_id.action_create_refund:
            if not self.operation_id.action_create_receipt:
                rma_su._write_off_goods()
            rma_su.action_refund()
            rma_su.message_post(body=self.env._("Refunded by %(user)s.", user=user_name))
        else:
            rma_su.create_replace(
                fields.Datetime.now(),
                rma_su.warehouse_id,
                rma_su.product_id,
                rma_su.product_uom_qty,
                rma_su.product_uom,
            )
            rma_su.message_post(body=self.env._("Replaced by %(user)s.", user=user_name))
        rma_su._tell_member("settled")

    # === RMA === #

    def update_received_state_on_reception(self):
        """Override of `rma`: returns of members are inspected before anything else."""
        self.check_access("write")
        of_members = self.filtered("distribution_member_id")
        of_members.write({"state": "received"})
        of_members._send_receipt_confirmation_email()
        for rma in of_members:
            rma._tell_member("received")
        others = self - of_members
        return super(DistributionReturnInspectionMixin, others).update_received_state_on_reception()

    def action_refund(self):
        """Override of `rma`: nothing is refunded before it was inspected."""
        self.check_access("write")
        self._ensure_inspected()
        return super().action_refund()

    def create_replace(self, scheduled_date, warehouse, product, qty, uom):
        """Override of `rma`: nothing is replaced before it was inspected."""
        self.check_access("write")
        self._ensure_inspected()
        return super().create_replace(scheduled_date, warehouse, product, qty, uom)

    # === CHECKS === #

    def _ensure_inspectable(self):
        self.ensure_one()
        if self.distribution_state != "received":
            raise UserError(
                self.env._(
                    "%(rma)s cannot be inspected: validate its receipt first, and inspect it once.",
                    rma=self.display_name,
                )
            )

    def _ensure_counted(self, good, damaged, missing):
        if min(good, damaged, missing) < 0:
            raise UserError(self.env._("Quantities are not negative."))
        if float_compare(good + damaged + missing, self.product_uom_qty, precision_digits=PLACES):
            raise UserError(
                self.env._(
                    "Good, damaged and missing together are %(sum)g, but %(received)g were"
                    " received.",
                    sum=good + damaged + missing,
                    received=self.product_uom_qty,
                )
            )

    def _ensure_inspected(self):
        for rma in self:
            waits = rma.distribution_member_id and rma.operation_id.action_create_receipt
            if waits and not rma.distribution_inspected_date:
                raise UserError(
                    self.env._(
                        "%(rma)s: inspect the goods first, then refund or replace them.",
                        rma=rma.display_name,
                    )
                )

    def _ensure_settleable(self):
        self.ensure_one()
        if self.distribution_state != self._get_settleable_stage():
            raise UserError(
                self.env._("%(rma)s cannot be refunded or replaced yet.", rma=self.display_name)
            )

    # === HELPERS === #

    def _get_settleable_stage(self):
        """Return after which stage it is refunded or replaced: without a receipt, at once."""
        return "inspected" if self.operation_id.action_create_receipt else "approved"

    def _is_settled_at_once(self):
        automatic = ("automatic_after_receipt", "automatic_on_confirm")
        operation = self.operation_id
        return (
            operation.action_create_refund in automatic
            or operation.action_create_delivery in automatic
        )

    def _take_missing_off(self, missing):
        """Correct what the warehouse said it had received."""
        move = self.reception_move_id
        left = self.product_uom._compute_quantity(missing, move.product_uom, round=False)
        for line in move.move_line_ids.sorted("id", reverse=True):
            factor = line.product_uom_id.factor / move.product_uom.factor
            taken = min(line.quantity * factor, left)
            line.quantity -= taken / factor
            left -= taken
        move.product_uom_qty = move.quantity

    def _split_arrived(self, damaged, damaged_lots):
        """Return [(lot, quantity, whether it is damaged)] of what the warehouse received."""
        move = self.reception_move_id
        lots = self._find_named_lots(move.lot_ids, damaged_lots)
        if damaged and move.lot_ids and not lots:
            raise UserError(self.env._("Say which lots are damaged."))
        left = self.product_uom._compute_quantity(damaged, self.product_id.uom_id, round=False)
        parts = []
        for line in move.move_line_ids.sorted("id"):
            may_be_damaged = not move.lot_ids or line.lot_id in lots
            quantity = line.quantity_product_uom
            broken = min(quantity, left) if may_be_damaged else 0.0
            left -= broken
            parts += [(line.lot_id, broken, True), (line.lot_id, quantity - broken, False)]
        if float_compare(left, 0, precision_digits=PLACES) > 0:
            raise UserError(self.env._("More is damaged than arrived of these lots."))
        return [part for part in parts if float_compare(part[1], 0, precision_digits=PLACES) > 0]

    def _move_arrived(self, parts):
        """Scrap what is damaged; what is good goes back to the shelves."""
        place = self.reception_move_id.location_dest_id
        common = {"product_id": self.product_id.id, "company_id": self.company_id.id}
        for lot, quantity, is_damaged in parts:
            if is_damaged:
                self.env["stock.scrap"].create(
                    {
                        **common,
                        "product_uom_id": self.product_id.uom_id.id,
                        "scrap_qty": quantity,
                        "lot_id": lot.id,
                        "location_id": place.id,
                        "origin": self.name,
                    }
                ).do_scrap()
        good = [(lot, quantity) for lot, quantity, is_damaged in parts if not is_damaged]
        shelves = self.warehouse_id.lot_stock_id
        if not good or not shelves or place == shelves:
            return
        unit = {"product_id": self.product_id.id, "product_uom_id": self.product_id.uom_id.id}
        places = {"location_id": place.id, "location_dest_id": shelves.id}
        move = self.env["stock.move"].create(
            {
                **common,
                **places,
                "product_uom": self.product_id.uom_id.id,
                "product_uom_qty": sum(quantity for _lot, quantity in good),
                "origin": self.name,
                "picked": True,
                "move_line_ids": [
                    (0, 0, {**unit, **places, "lot_id": lot.id, "quantity": quantity})
                    for lot, quantity in good
                ],
            }
        )
        move._action_done()
