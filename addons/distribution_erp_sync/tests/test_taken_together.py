from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from ..clients.errors import AuthenticationError
from ..models import journal_worker, transactions
from .erp_common import ErpCommon
from .fake_erp import Fault

QUERIES_EACH = 20  # of each order that is sent; 22 when each is built by itself


def forget(env):
    """Forget what was read, as a commit does."""
    env.flush_all()
    env.invalidate_all()


@tagged("post_install", "-at_install")
class TestTakenTogether(ErpCommon):
    """Orders are taken together, and sent one by one."""

    def _document(self, order):
        return order.distribution_erp_document_ids.filtered("is_current")

    def _count_queries(self, count):
        for _number in range(count):
            self._confirm(1, 2, 3)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        with patch.object(transactions, "let_go", forget):
            run = self._push()
        self.assertEqual(run.changed, count)
        return self.env.cr.sql_log_count - before

    def test_what_orders_share_is_read_once(self):
        few, many = self._count_queries(4), self._count_queries(14)
        self.assertLess((many - few) / 10, QUERIES_EACH, (few, many))

    def test_more_than_are_taken_at_once_all_go(self):
        with patch.object(journal_worker, "TAKEN_AT_ONCE", 2):
            orders = [self._confirm() for _number in range(5)]
            run = self._push()
        self.assertEqual({self._document(order).state for order in orders}, {"audited"})
        self.assertEqual(run.seen, 5)

    def test_slow_erp_lets_others_have_what_was_not_begun(self):
        orders = [self._confirm() for _number in range(3)]
        given_back = []
        give_back = type(self.journal)._give_back

        def note(documents, lease):
            give_back(documents, lease)
            given_back.append((len(documents), {*documents.mapped("state")}))

        with (
            patch.object(journal_worker, "TAKEN_SECONDS", -1),
            patch.object(type(self.journal), "_give_back", note),
        ):
            self._push()
        self.assertEqual(given_back, [(2, {"pending"}), (1, {"pending"})])
        documents = self.journal.union(*(self._document(order) for order in orders))
        self.assertEqual(documents.mapped("attempts"), [1, 1, 1])
        self.assertEqual({*documents.mapped("state")}, {"audited"})

    def test_what_was_given_back_may_be_changed_before_it_is_sent(self):
        first, second = self._confirm(), self._confirm(5)
        self.erp.fail("save_order", Fault(AuthenticationError("no", code=1)))
        self._push()
        document = self._document(second)
        self.assertEqual((document.state, document.attempts), ("pending", 0))
        self.assertFalse(document.leased_until or document.payload)
        second.order_line.product_uom_qty = 7
        self.backend.state = "ready"
        self._push()
        self.assertEqual(self._document(second), document, "it was never sent")
        self.assertEqual(self.erp.orders[document.number].lines[0].quantity, 7)
        self.assertEqual(self._document(first).state, "audited")

    def test_lease_of_another_is_not_ended(self):
        document = self._document(self._confirm())
        taken = self.journal._take_due(self.backend, ("order",), 1)
        self.assertEqual(taken, document)
        lease = taken.leased_until
        taken.sudo().leased_until = "2050-01-01 00:00:00"
        taken._give_back(lease)
        self.assertEqual((taken.state, taken.attempts), ("sending", 1))
        self.assertTrue(taken.leased_until)

    def test_document_of_a_clock_that_was_ahead_is_taken(self):
        document = self._document(self._confirm())
        later = fields.Datetime.now() + timedelta(days=32)
        document.sudo().write({"next_try": later, "leased_until": later})
        self.assertEqual(self.journal._take_due(self.backend, ("order",), 1), document)
        document.sudo().write({"next_try": fields.Datetime.now() + timedelta(hours=1)})
        document.sudo().leased_until = False
        self.assertFalse(self.journal._take_due(self.backend, ("order",), 1))

    def test_order_that_cannot_be_built_stops_no_other(self):
        bare = self.env["product.product"].create({"name": "Without code", "list_price": 10.0})
        line = Command.create({"product_id": bare.id, "product_uom_qty": 1, "price_unit": 10.0})
        first = self.env["sale.order"].create(
            {"partner_id": self.shop.partner_id.id, "order_line": [line]}
        )
        first.action_confirm()
        second = self._confirm()
        self._push()
        self.assertEqual(self._document(first).problem, "incomplete")
        self.assertEqual(self._document(second).state, "audited")
