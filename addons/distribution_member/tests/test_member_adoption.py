from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..queries import adoption
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestMemberAdoption(DistributionCommon):
    """Customers that a company has already become members."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.env["res.partner.category"].create({"name": "Adopted"})
        cls.state = cls.env["res.country.state"].create(
            {"name": "Adoption", "code": "ADO", "country_id": cls.env.ref("base.cn").id}
        )
        cls.north.state_id = cls.state
        cls.first = cls._create_customer("First", ref="K-1", state_id=cls.state.id)
        cls.second = cls._create_customer("Second")

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "category_id": [(4, cls.tag.id)], **values}
        )

    def _preview(self, **values):
        wizard = self.env["distribution.member.adoption"].create(
            {"level_id": self.levels[2].id, "category_ids": self.tag.ids, **values}
        )
        action = wizard.action_preview()
        return self.env["distribution.member.import"].browse(action["res_id"])

    def _read_lines(self, member_import):
        return {line.contact_id: line for line in member_import.line_ids}

    def test_preview_writes_no_member_and_explains_each_line(self):
        # Who buys may be known by orders only: what counts here is who the filters let through.
        member_import = self._preview_of_contacts()
        lines = self._read_lines(member_import)
        self.assertEqual(member_import.state, "previewed")
        self.assertEqual(lines[self.first].state, "ok")
        self.assertEqual((lines[self.first].code, lines[self.first].region), ("K-1", "T-N"))
        self.assertEqual((lines[self.second].state, lines[self.second].field), ("error", "region"))
        self.assertFalse((self.first | self.second).distribution_member_ids)

    def test_customers_become_active_members_under_the_manufacturer(self):
        member_import = self._preview_of_contacts(region_id=self.south.id)
        member_import.action_commit()
        members = (self.first | self.second).distribution_member_ids
        self.assertEqual(set(members.mapped("state")), {"active"})
        self.assertEqual(members.level_id, self.levels[2])
        self.assertFalse(members.upline_id)
        self.assertEqual(self.second.distribution_member_ids.region_id, self.south)
        self.assertEqual(self.second.distribution_member_ids.code, f"C{self.second.id:06d}")

    def test_repeating_it_makes_nobody_twice(self):
        self._preview_of_contacts(region_id=self.south.id).action_commit()
        again = self._preview_of_contacts(region_id=self.south.id)
        lines = again.line_ids
        self.assertEqual(set(lines.mapped("state")), {"skipped"})
        self.assertIn("K-1", self._read_lines(again)[self.first].reason)
        again.action_commit()
        self.assertEqual(len((self.first | self.second).distribution_member_ids), 2)

    def test_corrected_line_is_made(self):
        member_import = self._preview_of_contacts()
        self._read_lines(member_import)[self.second].region = "T-S"
        member_import.action_commit()
        self.assertEqual(self.second.distribution_member_ids.region_id, self.south)

    def test_city_that_two_regions_have_is_no_guess(self):
        self.south.write({"state_id": self.state.id, "name": "Same"})
        self.north.name = "Same"
        self.first.city = "Same"
        line = self._read_lines(self._preview_of_contacts())[self.first]
        self.assertEqual((line.state, line.region), ("error", False))

    def test_only_administrators_may(self):
        manager = self._create_user("adopting-manager", "manager")
        with self.assertRaises(AccessError):
            self.env["distribution.member.adoption"].with_user(manager).create(
                {"level_id": self.levels[2].id}
            )

    def test_no_customer_that_fits_is_said(self):
        with self.assertRaisesRegex(UserError, "No customer fits"):
            self._preview(date_since="2999-01-01")

    def _preview_of_contacts(self, **values):
        """Take all contacts for customers, whichever addons are installed."""
        model = type(self.env["distribution.member.adoption"])
        with patch.object(
            model, "_select_sales", lambda _self, company: adoption.contacts_made(company.id)
        ):
            return self._preview(**values)
