from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..queries import lot_deliveries

LONGEST_CODE = 100
# What is read off the goods; everything else is found by the system.
READ = ("case_id", "product_id", "quantity", "lot_name")


class DistributionCrossCaseLine(models.Model):
    """Goods that turned up outside the area, and to whom their lot had been delivered."""

    _name = "distribution.cross.case.line"
    _description = "Goods of a Case of Cross-Region Selling"
    _order = "id"

    case_id = fields.Many2one(
        "distribution.cross.case", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="case_id.company_id")
    product_id = fields.Many2one("product.product", index="btree_not_null", ondelete="restrict")
    uom_id = fields.Many2one(related="product_id.uom_id")
    quantity = fields.Float(
        digits="Product Unit", help="How much was found, in the product's own unit."
    )
    lot_name = fields.Char(
        "Lot or Serial Number", help="As it stands on the goods. The delivery is looked up by it."
    )
    lot_id = fields.Many2one(
        "stock.lot", "Lot in Stock", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    delivery_id = fields.Many2one(
        "stock.picking", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    delivered_member_id = fields.Many2one(
        "distribution.member",
        "Delivered to",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    delivered_date = fields.Date("Delivered on", readonly=True)
    delivered_quantity = fields.Float(digits="Product Unit", readonly=True)
    area = fields.Char("Authorised for", readonly=True, help="Where the member could sell then.")
    is_outside = fields.Boolean(
        "Outside", readonly=True, help="The place of the case lies outside that area."
    )
    trace = fields.Text("All Deliveries of the Lot", readonly=True)

    _quantity_not_negative = models.Constraint("CHECK (quantity >= 0)", "A quantity is positive.")

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to look up the deliveries of the lots."""
        if not self.env.su:
            vals_list = [{key: vals[key] for key in READ if key in vals} for vals in vals_list]
        lines = super().create(vals_list)
        lines._ensure_open()
        lines._trace()
        return lines

    def write(self, vals):
        """Override of `base`: what is found follows from what was read off the goods."""
        if vals.keys() - {*READ[1:]} and not self.env.su:
            self.check_access("write")
            raise UserError(self.env._("Deliveries are looked up by the system, not entered."))
        self._ensure_open()
        result = super().write(vals)
        if "lot_name" in vals:
            self._trace()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_heard(self):
        self._ensure_open()

    # === HELPERS === #

    def _ensure_open(self):
        """Raise once the member was told what it is accused of: the goods are part of that."""
        if self.env.su:
            return
        for case in self.case_id:
            if case.hearing_state or case.state not in ("reported", "checking"):
                raise UserError(
                    self.env._("The goods of %(case)s were told to the member.", case=case.name)
                )

    def _trace(self):
        """Look up the lots and their deliveries, whatever the number of lines by two queries."""
        self.env["stock.move.line"].flush_model()
        for company, lines in self.grouped("company_id").items():
            lots = lines._find_lots(company)
            found = {}
            for row in self.env.execute_query(
                lot_deliveries.lot_deliveries(
                    [lot.id for lot in lots.values()], company.id, str(self.env.tz)
                )
            ):
                found.setdefault(row[0], []).append(row[1:])
            # sudo: areas bind everybody, and whoever looks into a case is told who had the goods
            areas_sudo = self.env["distribution.region"].sudo()
            areas_sudo = areas_sudo.browse(
                {area for rows in found.values() for row in rows for area in row[4]}
            )
            self._read_names(found)
            for line in lines:
                lot = lots.get(line.lot_name and line.lot_name.strip())
                line.sudo().write(line._describe_lot(lot, found, areas_sudo))
        self.case_id._suggest_member()

    def _find_lots(self, company):
        """Return {name: lot} of what was read off the goods."""
        names = {line.lot_name.strip() for line in self if line.lot_name}
        lots_sudo = self.env["stock.lot"].sudo()  # whether a lot exists is not shown to reporters
        rows = lots_sudo.search(
            [("name", "in", [*names]), ("company_id", "in", (company.id, False))]
        )
        own = {line.lot_name.strip(): line.product_id for line in self if line.lot_name}
        fitting = rows.filtered(lambda lot: not own[lot.name] or own[lot.name] == lot.product_id)
        return {lot.name: lot for lot in fitting}

    def _describe_lot(self, lot, found, areas_sudo):
        """Return what the deliveries of the lot say, the suspected member's own first."""
        rows = found.get(lot.id, []) if lot else []
        own = [row for row in rows if row[1] == self.case_id.member_id.id]
        values = {
            "lot_id": lot.id if lot else False,
            "product_id": lot.product_id.id if lot else self.product_id.id,
            "delivery_id": False,
            "delivered_member_id": False,
            "delivered_date": False,
            "delivered_quantity": 0.0,
            "area": False,
            "is_outside": False,
            "trace": "\n".join(self._say_delivery(row, areas_sudo) for row in rows),
        }
        if not rows:
            return values
        picking_id, member_id, day, quantity, area_ids = (own or rows)[0]
        areas = areas_sudo.browse(area_ids)
        place = self.case_id.sudo().region_id.parent_path or ""
        return {
            **values,
            "delivery_id": picking_id,
            "delivered_member_id": member_id,
            "delivered_date": day,
            "delivered_quantity": quantity,
            "area": ", ".join(areas.mapped("complete_name")),
            "is_outside": not any(place.startswith(area.parent_path) for area in areas),
        }

    def _read_names(self, found):
        """Read the names that sentences are made of, all at once."""
        rows = [row for rows in found.values() for row in rows]
        # sudo: as above
        self.env["distribution.member"].sudo().browse({row[1] for row in rows}).mapped("code")
        self.env["stock.picking"].sudo().browse({row[0] for row in rows}).mapped("name")

    def _say_delivery(self, row, areas_sudo):
        picking_id, member_id, day, quantity, area_ids = row
        return self.env._(
            "%(date)s: %(quantity)s to %(member)s (%(area)s), delivery %(delivery)s",
            date=format_date(self.env, day),
            quantity=f"{quantity:g}",
            # sudo: as above
            member=self.env["distribution.member"].sudo().browse(member_id).display_name,
            area=", ".join(areas_sudo.browse(area_ids).mapped("complete_name")),
            delivery=self.env["stock.picking"].sudo().browse(picking_id).name,
        )
