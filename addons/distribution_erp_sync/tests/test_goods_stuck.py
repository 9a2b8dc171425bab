from dataclasses import replace
from decimal import Decimal
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.movement_applier import MovementApplier
from .erp_common import ErpCommon

ACTIVITY = "distribution_erp_sync.mail_activity_type_erp_goods"


@tagged("post_install", "-at_install")
class TestGoodsStuck(ErpCommon):
    """Goods that moved in Kingdee and cannot move here are told to whoever is responsible."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.responsible = cls._create_user("erp_responsible", "admin")
        cls.backend.user_id = cls.responsible

    def _find_told(self, order):
        return order.activity_search([ACTIVITY])

    def _assert_number_opens_what_it_counts(self):
        self.backend.invalidate_recordset(["unlinked_count", "failed_count"])
        for name, action, count in (
            ("unlinked_count", self.backend.action_open_unlinked(), 1),
            ("failed_count", self.backend.action_open_failed(), 0),
        ):
            opened = self.env[action["res_model"]].search_count(action["domain"])
            self.assertEqual((self.backend[name], opened), (count, count), name)

    def _refuse(self, *words):
        """Let goods not move here."""
        error = UserError(words[0]) if words else ZeroDivisionError("oops")
        return patch.object(MovementApplier, "_send", side_effect=error)

    def test_goods_that_cannot_move_are_told_once_for_each_order_and_closed_when_they_have(self):
        first, second = self._pushed(5, 3), self._pushed(4)
        for place in (0, 1):
            self._move(first, Decimal(2), place=place)
        self._move(second, Decimal(4))
        with self._refuse("the period is closed"):
            for _time in range(2):
                self.backend.pull_deliveries()
        told = self._find_told(first)
        self.assertEqual(told.user_id, self.responsible)
        self.assertEqual(len(told), 1, "one for the order, however many lines and times")
        self.assertIn("the period is closed", told.note)
        self.assertIn("XSCKD1", told.note)
        self.assertEqual(len(self._find_told(second)), 1)
        self.goods.search([("order_id", "=", first.id)]).action_apply()
        self.assertFalse(self._find_told(first))
        self.assertTrue(self._find_told(second), "this one is still to be done")
        self.assertEqual(first.order_line.mapped("qty_delivered"), [2.0, 2.0])

    def test_activity_stays_while_a_line_of_the_order_needs_a_person(self):
        order = self._pushed(5, 3)
        for place in (0, 1):
            self._move(order, Decimal(2), place=place)
        with self._refuse("no"):
            self.backend.pull_deliveries()
        goods = self.goods.search([("order_id", "=", order.id)])
        goods[0].action_apply()
        self.assertEqual(len(self._find_told(order)), 1)
        goods[1].action_apply()
        self.assertFalse(self._find_told(order))

    def test_goods_that_move_when_they_are_changed_there_close_it_too(self):
        order = self._pushed(5)
        self._move(order, Decimal(5))
        with (
            self._refuse(),
            mute_logger("odoo.addons.distribution_erp_sync.models.movement_worker"),
        ):
            self.backend.pull_deliveries()
        self.assertNotIn("oops", self._find_told(order).note)
        line = self.erp.movements["delivery"][0]
        changed = replace(line, quantity=Decimal(4), modified="2026-01-06T10:00:00")
        self.erp.movements["delivery"] = [changed]
        self.backend.pull_deliveries()
        self.assertFalse(self._find_told(order))

    def test_unit_that_nobody_mapped_is_told_until_it_is(self):
        order = self._pushed(24)
        self._move(order, Decimal(1), unit="Pallet")
        self.backend.pull_deliveries()
        self.assertIn("Pallet", self._find_told(order).note)
        self._assert_number_opens_what_it_counts()
        self.backend.unit_ids = [
            Command.create({"number": "Pallet", "uom_id": self.env.ref("uom.product_uom_dozen").id})
        ]
        self.goods.search([("order_id", "=", order.id)]).action_apply()
        self.assertFalse(self._find_told(order))
        self.assertEqual(order.order_line.qty_delivered, 12.0)

    def test_goods_that_move_ask_for_nobody_and_search_once(self):
        order = self._pushed(5)
        self._move(order, Decimal(5))
        self.backend.pull_deliveries()
        self.assertFalse(order.activity_ids)
