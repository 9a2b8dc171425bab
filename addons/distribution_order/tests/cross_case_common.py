from odoo.addons.distribution_member.tests.pure.test_safe_files import picture

from .common import OrderCommon


class CrossCaseCommon(OrderCommon):
    """The south's distributor reports that the north's sells there; two managers look into it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("cc_manager", "manager")
        cls.colleague = cls._create_user("cc_other_manager", "manager")
        cls.city.manager_ids = cls.manager | cls.colleague
        cls.suspect, cls.reporter = cls.distributor, cls.other_distributor
        cls.accused = cls._create_portal_user("cc_accused", cls.suspect)
        cls.informer = cls._create_portal_user("cc_informer", cls.reporter)
        users = cls.accused | cls.informer
        users.lang = "en_US"
        roles = cls.env["distribution.member.user"].search([("user_id", "in", users.ids)])
        roles.sudo().role = "admin"
        cls.warning = cls.env.ref("distribution_order.cross_measure_warning")
        cls.freeze = cls.env.ref("distribution_order.cross_measure_freeze")
        cls.revoke = cls.env.ref("distribution_order.cross_measure_terminate")

    @classmethod
    def _report(cls, files=(), **values):
        values = {"text": "Cartons in the south", "place": "", "region_id": 0, "lots": [], **values}
        return cls.env["distribution.cross.case"]._report(cls.reporter, cls.informer, values, files)

    def _open(self, **values):
        """Return a report about the suspect that the manager has taken up."""
        case = self._report(**values)
        case.member_id = self.suspect
        case = case.with_user(self.manager)
        case.action_check()
        return case

    def _hear(self, answer="I did not", **values):
        """Return a case in which the member has said something."""
        case = self._open(**values)
        self._ask(case)
        case.sudo()._answer(self.accused, answer, [])
        return case

    def _ask(self, case):
        case.draft = "You sold in the south"
        case.action_ask_hearing()

    def _confirm(self, case=None):
        case = case or self._hear()
        case.draft = "The lots were yours"
        case.action_confirm()
        return case

    def _punish(self, measure):
        case = self._confirm()
        case.measure_id = measure
        case.action_take_measure()
        return case

    @classmethod
    def _photo(cls, name="shop.jpg"):
        return (name, picture())

    @classmethod
    def _deliver_lot(cls, member, name, quantity=1.0):
        """Return a lot of the product that was delivered to a member."""
        product = cls.env["product.product"].create(
            {"name": f"Carton {name}", "is_storable": True, "tracking": "lot", "taxes_id": False}
        )
        lot = cls.env["stock.lot"].create({"name": name, "product_id": product.id})
        cls._deliver_again(member, lot, quantity)
        return lot

    @classmethod
    def _deliver_again(cls, member, lot, quantity=1.0):
        stock = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        place = stock.lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(
            lot.product_id, place, quantity, lot_id=lot
        )
        order = cls.env["sale.order"].create(
            {
                "partner_id": member.partner_id.id,
                "order_line": [
                    (0, 0, {"product_id": lot.product_id.id, "product_uom_qty": quantity})
                ],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()
        return picking
