from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .settlement_common import JANUARY, SettlementCommon


@tagged("post_install", "-at_install")
class TestSettlementRace(SettlementCommon):
    def test_second_publication_of_the_same_moment_fails(self):
        """Whoever did not see the other one asks for the same number: the database refuses."""
        weekly = self.env["distribution.settlement.cycle"].create(
            {"name": "Weekly", "code": "W", "frequency": "weekly"}
        )
        first = self._settle_cycle(self.cycle, JANUARY[0])
        second = self._settle_cycle(weekly, JANUARY[0], publish=False)
        blind = type(second)._find_last_publication
        self.patch(
            type(second),
            "_find_last_publication",
            lambda settlement: blind(settlement) - 1,  # as before the first one was published
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            second.action_publish()
        self.assertEqual(first.publication, blind(second))
