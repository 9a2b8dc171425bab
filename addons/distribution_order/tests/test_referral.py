from odoo.exceptions import UserError
from odoo.tests import tagged

from .goods_common import GoodsCommon


@tagged("post_install", "-at_install")
class TestReferral(GoodsCommon):
    def test_member_shares_what_it_is_offered_only(self):
        self._create_assortment(categ_ids=self.paint.ids)
        found = self.distributor._find_referral_products("G-")
        self.assertEqual(
            found, (self.paint_product | self.primer_product).product_tmpl_id.sorted("name")
        )
        links = self.env["distribution.referral.link"]
        link = links._make_for(self.distributor, self.primer_product.product_tmpl_id.id)
        self.assertEqual(link.product_id, self.primer_product.product_tmpl_id)
        with self.assertRaisesRegex(UserError, "cannot be shared"):
            links._make_for(self.distributor, self.brush.product_tmpl_id.id)

    def test_who_has_bought_is_a_customer_and_others_are_not(self):
        referrals = self.env["distribution.referral"]
        buyer, asker = self.env["res.partner"].create(
            [{"name": "Buyer", "is_company": True}, {"name": "Asker", "is_company": True}]
        )
        contact = self.env["res.partner"].create({"name": "Clerk", "parent_id": buyer.id})
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "order_line": [(0, 0, {"product_id": self.brush.id})],
                }
                for partner in (contact, asker)
            ]
        )
        orders[0].action_confirm()
        self.assertEqual(referrals._find_customers(buyer | asker), buyer)

    def test_customers_are_not_bound_where_only_new_ones_are(self):
        self.company.distribution_referral_mode = "new_only"
        order = self._draft(self.shop, (self.brush, 1))
        buyer = self.env["res.partner"].create(
            {"name": "Buyer", "is_company": True, "phone": "138 0000 0009"}
        )
        order.partner_id = buyer
        order.action_confirm()
        applications = self.env["distribution.application"].create(
            [
                {
                    "applicant_name": f"Applicant {number}",
                    "contact_name": "Li Lei",
                    "phone": f"1380000000{number}",
                    "email": f"applicant{number}@example.com",
                    "level_id": self.levels[2].id,
                    "region_id": self.north.id,
                }
                for number in (8, 9)
            ]
        )
        links = self.env["distribution.referral.link"]
        invitation = links._resolve(self.distributor.referral_code, self.company)
        for application in applications:
            application._bind_inviter(invitation, "192.0.2.1")
        self.assertRecordValues(
            applications.referral_ids.sorted("id"),
            [
                {"state": "bound", "reason_code": False},
                {"state": "refused", "reason_code": "customer"},
            ],
        )
