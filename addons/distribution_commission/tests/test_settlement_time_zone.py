from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestSettlementTimeZone(CommissionCommon):
    """The zone in which a company's days are counted, until somebody chooses another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.china, cls.states = cls.env.ref("base.cn"), cls.env.ref("base.us")
        cls.env.user.tz = "Asia/Shanghai"

    def _found(self, name, country):
        return self.env["res.company"].create({"name": name, "country_id": country.id})

    def test_company_begins_with_the_zone_of_its_country(self):
        self.assertEqual(self._found("Kiln", self.china).distribution_tz, "Asia/Shanghai")
        self.assertEqual(self._found("Mill", self.states).distribution_tz, "America/New_York")
        self.env.user.tz = "America/Los_Angeles"
        self.assertEqual(self._found("Mine", self.states).distribution_tz, "America/Los_Angeles")

    def test_company_that_tells_its_country_later_gets_its_zone(self):
        """Odoo's accounting writes United States on a company that has no country yet."""
        company = self._found("Kiln", self.states)
        company.country_id = self.china
        self.assertEqual(company.distribution_tz, "Asia/Shanghai")

    def test_zone_that_is_chosen_with_the_country_stays(self):
        company = self._found("Kiln", self.states)
        company.write({"country_id": self.china.id, "distribution_tz": "Asia/Urumqi"})
        company.write({"name": "Kiln Ltd", "country_id": self.china.id})
        self.assertEqual(company.distribution_tz, "Asia/Urumqi")

    def test_zone_that_was_chosen_before_the_country_stays(self):
        company = self._found("Kiln", self.states)
        company.distribution_tz = "Europe/Berlin"
        company.country_id = self.china
        self.assertEqual(company.distribution_tz, "Europe/Berlin")

    def test_days_that_are_in_the_ledger_keep_their_zone(self):
        self.company.write({"country_id": self.china.id, "distribution_tz": "Asia/Shanghai"})
        self._sell(self.shop, (self.product, 1, 100))
        self.assertTrue(self.ledger.search_count([("company_id", "=", self.company.id)]))
        self.company.country_id = self.states
        self.assertEqual(self.company.distribution_tz, "Asia/Shanghai")
