from unittest.mock import patch

from odoo import Command, fields
from odoo.addons.distribution_order.tests.common import OrderCommon

from ..mappers.delivery import DeliveryLine
from ..mappers.material import Material
from ..mappers.sales_return import ReturnLine
from ..mappers.stock import StockRow
from ..models import transactions
from .fake_erp import FakeErp

LINES = {"delivery": DeliveryLine, "return": ReturnLine}


def keep_open(test_class):
    """Let what commits flush only, until the test class ends: its transaction is rolled back."""
    for name, act in (
        ("let_go", lambda env: env.flush_all()),
        ("give_up", lambda env: env.invalidate_all()),
    ):
        test_class.enterClassContext(patch.object(transactions, name, act))


def material(number, **values):
    """Return an approved material."""
    defaults = {"id": f"1{number}", "master": f"9{number}", "name": f"Material {number}"}
    return Material(
        **{
            **defaults,
            "number": number,
            "unit": "Pcs",
            "status": "C",
            "forbidden": "A",
            "modified": "2026-01-05T10:00:00",
            **values,
        }
    )


class ErpCommon(OrderCommon):
    """A shop that orders of a company whose Kingdee is in memory."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        keep_open(cls)
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.pcs = cls.env.ref("uom.product_uom_unit")
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.product.write({"list_price": 10.0, "is_storable": True, "taxes_id": False})
        cls.backend = cls.env["distribution.erp.backend"].create(
            {
                "name": "Kingdee",
                "base_url": "https://erp.example/k3cloud/",
                "organisation_number": "100",
                "account_id": "1",
                "user_name": "odoo",
                "app_id": "1_x",
                "app_secret": "s3cret",
                "sends_members": False,
                "unit_ids": [Command.create({"number": "Pcs", "uom_id": cls.pcs.id})],
                "warehouse_ids": [
                    Command.create({"number": "CK1", "warehouse_id": cls.warehouse.id})
                ],
            }
        )
        cls.backend.state = "ready"
        cls.journal = cls.env["distribution.erp.document"]
        cls.goods = cls.env["distribution.erp.movement"]

    def setUp(self):
        super().setUp()
        self.erp = FakeErp()
        backends = type(self.env["distribution.erp.backend"])
        self.enterContext(patch.object(backends, "_open_erp", lambda _backend: self.erp))

    # === ORDERS === #

    def _confirm(self, *quantities, member=None):
        """Return a confirmed order of lines of the product."""
        order = self.env["sale.order"].create(
            {
                "partner_id": (member or self.shop).partner_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "product_uom_qty": quantity,
                            "price_unit": 10.0,
                        }
                    )
                    for quantity in quantities or (5,)
                ],
            }
        )
        order.action_confirm()
        return order

    def _push(self):
        """Push what is due; what was put off is due, too."""
        self.journal.search([("next_try", "!=", False)]).next_try = fields.Datetime.now()
        return self.backend.push_orders()

    def _pushed(self, *quantities):
        order = self._confirm(*quantities)
        self._push()
        self.assertEqual(order.distribution_erp_state, "audited")
        return order

    # === GOODS === #

    def _move(self, order, quantity, kind="delivery", place=0, **values):
        """Let goods of a line move in the ERP; a line of the same `entry_id` is changed."""
        line = order.order_line[place]
        document = order._get_current_erp_document()
        entries = {line_id: entry for entry, line_id in document.entries.items()}
        moved = {
            "bill_id": "900",
            "entry_id": f"{kind}-{len(self.erp.movements[kind]) + 1}",
            "number": "XSCKD1",
            "status": "C",
            "is_cancelled": False,
            "date": "2026-01-05T00:00:00",
            "modified": "2026-01-05T10:00:00",
            "customer": self.shop.code,
            "material": self.product.default_code,
            "unit": "Pcs",
            "quantity": quantity,
            "base_quantity": quantity,
            "order_number": document.number,
            "order_entry_id": entries[line.id],
            **values,
        }
        others = [one for one in self.erp.movements[kind] if one.entry_id != moved["entry_id"]]
        self.erp.movements[kind] = [*others, LINES[kind](**moved)]
        return moved["entry_id"]

    # === STOCK === #

    def _lie(self, quantity, locked=0, **values):
        """Say what lies in the warehouse of the ERP; several rows add up."""
        self.erp.stock.append(
            StockRow(
                **{
                    "organisation": "100",
                    "warehouse": "CK1",
                    "material": self.product.default_code,
                    "unit": "Pcs",
                    "quantity": quantity,
                    "locked": locked,
                    **values,
                }
            )
        )

    def _read_free(self):
        """Return what members are told is free."""
        return self.product._get_distribution_availability(self.company)[self.product.id][0]
