from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestDistributionLevel(DistributionCommon):
    def test_code_is_refused_when_another_level_has_it(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["distribution.level"].create(
                {"name": "Copy", "code": "T1", "rank": 9, "company_id": False}
            )

    def test_rank_is_refused_when_not_positive(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["distribution.level"].create({"name": "Zero", "code": "T0", "rank": 0})

    def test_members_buy_at_the_price_list_of_their_level(self):
        price_list, other = self.env["product.pricelist"].create(
            [{"name": name, "company_id": False} for name in "AB"]
        )
        self.levels[2].pricelist_id = price_list
        self.assertEqual(self.shop.partner_id.specific_property_product_pricelist, price_list)
        self.levels[1].pricelist_id = other
        joining = self._create_member("JOIN", rank=2, upline=self.agent, region=self.north)
        self.assertEqual(joining.partner_id.specific_property_product_pricelist, other)
        joining.change_level(self.levels[2].id, "2026-01-01", "Smaller")
        self.assertEqual(joining.partner_id.specific_property_product_pricelist, price_list)

    def test_documents_chosen_on_the_level_are_those_of_the_document_type(self):
        licence, shop = self._create_types("LIC", "PIC")
        self.levels[0].write(
            {"required_document_ids": licence.ids, "optional_document_ids": shop.ids}
        )
        self.assertEqual(licence.required_level_ids, self.levels[0])
        self.assertEqual(shop.optional_level_ids, self.levels[0])
        licence.required_level_ids = self.levels[1]
        self.assertFalse(self.levels[0].required_document_ids)
        self.assertEqual(self.levels[1].required_document_ids, licence)

    def test_document_is_refused_when_required_and_optional(self):
        licence = self._create_types("LIC")
        self.levels[0].required_document_ids = licence
        with self.assertRaisesRegex(ValidationError, "required and optional"):
            self.levels[0].optional_document_ids = licence

    def test_document_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        licence = self._create_types("LIC")
        licence.company_id = other
        own = self.levels[0].copy({"code": "OWN", "company_id": self.company.id})
        with self.assertRaises(UserError):
            own.required_document_ids = licence

    def test_documents_are_chosen_by_administrators_only(self):
        licence = self._create_types("LIC")
        level = self.levels[0]
        level.with_user(self._create_user("t_admin", "admin")).required_document_ids = licence
        self.assertEqual(level.required_document_ids, licence)
        manager = self._create_user("t_manager", "manager")
        with self.assertRaises(AccessError):
            level.with_user(manager).required_document_ids = False

    def _create_types(self, *codes):
        return self.env["distribution.document.type"].create(
            [{"name": code, "code": f"T-{code}"} for code in codes]
        )

    def test_member_count_counts_own_members(self):
        self.assertEqual(self.levels.mapped("member_count"), [1, 2, 1])
        action = self.levels[1].action_open_members()
        found = self.env["distribution.member"].search(action["domain"])
        self.assertEqual(found, self.distributor | self.other_distributor)
