import base64

from odoo.addons.distribution_member.tests.pure.test_safe_files import picture
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .cross_case_common import CrossCaseCommon


@tagged("post_install", "-at_install")
class TestCrossCaseGoods(CrossCaseCommon):
    def _trace(self, *codes):
        return self._report(lots=[*codes]).line_ids

    # === LOTS === #

    def test_lot_tells_who_had_it_and_where_it_could_be_sold(self):
        lot = self._deliver_lot(self.suspect, "LOT-1", 3.0)
        line = self._trace("LOT-1")
        picking = self.env["stock.move.line"].search([("lot_id", "=", lot.id)]).picking_id
        self.assertRecordValues(
            line,
            [
                {
                    "lot_id": lot.id,
                    "product_id": lot.product_id.id,
                    "delivery_id": picking.id,
                    "delivered_member_id": self.suspect.id,
                    "delivered_quantity": 3.0,
                    "area": "City / North",
                    "is_outside": True,
                }
            ],
        )
        self.assertEqual(line.case_id.member_id, self.suspect)
        self.assertIn(picking.name, line.trace)

    def test_certificate_of_that_day_decides_on_the_area(self):
        self.env["distribution.authorisation"].create(
            {"member_id": self.suspect.id, "region_id": self.city.id, "date_from": "2020-01-01"}
        ).action_issue()
        self._deliver_lot(self.suspect, "LOT-1")
        line = self._trace("LOT-1")
        self.assertEqual((line.area, line.is_outside), ("City", False))

    def test_unknown_lots_stay_as_they_were_read(self):
        line = self._trace("NOBODYS")
        self.assertEqual((line.lot_name, line.is_outside), ("NOBODYS", False))
        self.assertFalse(line.lot_id)
        self.assertFalse(line.case_id.member_id)

    def test_lots_of_several_members_accuse_nobody(self):
        self._deliver_lot(self.suspect, "LOT-1")
        self._deliver_lot(self.shop, "LOT-2")
        lines = self._trace("LOT-1", "LOT-2")
        self.assertEqual(lines.delivered_member_id, self.suspect | self.shop)
        self.assertFalse(lines.case_id.member_id)

    def test_lot_that_went_to_two_members_names_both(self):
        lot = self._deliver_lot(self.suspect, "LOT-1")
        self._deliver_again(self.shop, lot)
        line = self._trace("LOT-1")
        self.assertEqual(len(line.trace.splitlines()), 2)
        for member in (self.suspect, self.shop):
            self.assertIn(member.code, line.trace)

    def test_reporters_own_lot_does_not_accuse_the_reporter(self):
        self._deliver_lot(self.reporter, "LOT-1")
        self.assertFalse(self._trace("LOT-1").case_id.member_id)

    def test_tracing_asks_as_often_for_many_lots_as_for_few(self):
        codes = [f"LOT-{number}" for number in range(12)]
        for code in codes:
            self._deliver_lot(self.suspect, code)
        case = self._report()
        lines = self.env["distribution.cross.case.line"].create(
            [{"case_id": case.id, "lot_name": code} for code in codes]
        )
        self.env.flush_all()
        counts = []
        for some in (lines[:2], lines):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._trace()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)

    def test_what_is_found_is_not_entered_and_goods_stay_once_told(self):
        case = self._open(lots=["X"])
        with self.assertRaisesRegex(UserError, "looked up by the system"):
            case.line_ids.is_outside = True
        case.line_ids.quantity = 5
        self._ask(case)
        for act in (
            lambda: case.line_ids.write({"quantity": 6}),
            lambda: case.line_ids.unlink(),
            lambda: case.write({"line_ids": [(0, 0, {"quantity": 1})]}),
            lambda: case.write({"member_id": self.shop.id}),
        ):
            with self.assertRaisesRegex(UserError, "told to the member"):
                act()

    # === EVIDENCE === #

    def test_evidence_is_neither_replaced_nor_released_by_hand(self):
        case = self._open(files=[self._photo()])
        file = case.file_ids
        with self.assertRaises(AccessError):
            file.read(["file"])
        for values in ({"is_released": True}, {"side": "answer"}, {"upload": b"eA=="}):
            with self.subTest(values=values), self.assertRaises(UserError):
                file.write(values)
        file.action_release()
        self.assertTrue(file.is_released)
        self.assertIn("evidence", case.log_ids.mapped("step"))
        reviewer = self._create_user("cc_reviewer", "reviewer")
        self.city.staff_ids = reviewer
        with self.assertRaises(AccessError):
            file.with_user(reviewer).action_release()

    def test_staff_add_evidence_on_the_form(self):
        case = self._open()
        photo = base64.b64encode(picture())
        values = {"file_name": "a.jpg", "upload": photo, "side": "answer", "is_released": True}
        case.file_ids = [(0, 0, values)]
        self.assertRecordValues(
            case.file_ids,
            [{"side": "evidence", "is_released": False, "uploader_id": self.manager.id}],
        )
        self.assertTrue(case.file_ids._read_bytes())

    def test_attachment_is_not_opened_past_the_case(self):
        file = self._report([self._photo()]).file_ids
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", file._name), ("res_field", "=", "file"), ("res_id", "=", file.id)]
        )
        self.assertTrue(attachment)
        with self.assertRaises(AccessError):
            attachment.with_user(self._create_user("cc_admin", "admin")).read(["datas"])

    # === ORDERS === #

    def _order_outside(self):
        chongqing = self.env["res.country.state"].create(
            {"name": "P1", "code": "P1X", "country_id": self.env.ref("base.cn").id}
        )
        self.south.write({"state_id": chongqing.id, "name": "南岸区"})
        self.north.state_id = chongqing
        place = self.env["res.partner"].create(
            {
                "name": "Site",
                "type": "delivery",
                "parent_id": self.suspect.partner_id.id,
                "state_id": chongqing.id,
                "street": "南岸区1号",
            }
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.suspect.partner_id.id,
                "partner_shipping_id": place.id,
                "order_line": [(0, 0, {"product_id": self.product.id, "product_uom_qty": 4})],
            }
        )
        order.action_distribution_submit()
        return order

    def test_order_to_elsewhere_opens_one_case(self):
        order = self._order_outside().with_user(self.manager)
        self.assertTrue(order.distribution_has_area_reason)
        action = order.action_distribution_open_cross_case()
        case = self.env["distribution.cross.case"].browse(action["res_id"])
        self.assertRecordValues(
            case,
            [
                {
                    "member_id": self.suspect.id,
                    "region_id": self.south.id,
                    "order_id": order.id,
                    "user_id": self.manager.id,
                }
            ],
        )
        self.assertRecordValues(
            case.line_ids, [{"product_id": self.product.id, "quantity": 4.0, "lot_name": False}]
        )
        again = order.with_user(self.colleague).action_distribution_open_cross_case()
        self.assertEqual(again["res_id"], case.id)

    def test_order_within_the_area_opens_none(self):
        order = self._sell(self.suspect, (self.product, 1, 10.0)).with_user(self.manager)
        self.assertFalse(order.distribution_has_area_reason)
        with self.assertRaisesRegex(UserError, "not delivered outside"):
            order.action_distribution_open_cross_case()
        plain = self._create_user("cc_plain", "user")
        self.city.staff_ids = plain
        with self.assertRaises(AccessError):
            order.with_user(plain).action_distribution_open_cross_case()
