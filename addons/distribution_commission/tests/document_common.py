from odoo.fields import Command
from odoo.tests import Form

from .common import CommissionCommon


class DocumentCommon(CommissionCommon):
    """Makes real documents of Odoo: orders, deliveries and returns, invoices, payments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.action_close()
        cls.plan.date_to = "2020-01-01"
        cls.product.invoice_policy = "order"

    def _pay_on(self, trigger, *rules, **values):
        rules = rules or ({"kind": "rebate", "rate": 5.0},)
        return self._create_plan(*rules, trigger=trigger, **values)

    def _order(self, *lines, taxes=False):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.partner_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            "tax_ids": taxes and taxes.ids,
                        }
                    )
                    for product, quantity, price in lines
                ],
            }
        )
        order.action_confirm()
        return order

    def _amounts(self, order=None):
        """Return what was written for the shop, oldest first; the ledger stays as it is."""
        domain = [("member_id", "=", self.shop.id), ("plan_id", "!=", self.plan.id)]
        self.assertEqual(self.ledger.accrue(), 0, "a second run must find nothing to do")
        return self.ledger.search(domain, order="id").mapped("amount")

    def _deliver(self, order, quantity):
        picking = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))[:1]
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(cancel_backorder=False)._action_done()
        return picking

    def _return(self, picking, quantity):
        form = Form(
            self.env["stock.return.picking"].with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
            )
        )
        wizard = form.save()
        wizard.product_return_moves.quantity = quantity
        action = wizard.action_create_returns()
        back = self.env["stock.picking"].browse(action["res_id"])
        back.move_ids.quantity = quantity
        back.move_ids.picked = True
        back._action_done()
        return back

    def _invoice(self, order):
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def _pay(self, invoice, amount):
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"amount": amount})
        )
        return wizard._create_payments()

    def _credit(self, invoice, amount=None):
        credit = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        if amount is not None:
            credit.invoice_line_ids.price_unit = amount / credit.invoice_line_ids.quantity
        credit.action_post()
        return credit
