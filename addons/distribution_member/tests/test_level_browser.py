from odoo.tests import tagged

from .browser_common import BrowserCommon
from .level_common import LevelCommon


@tagged("post_install", "-at_install")
class TestLevelBrowser(LevelCommon, BrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first, cls.second = (
            cls._create_member(code, rank=2, region=cls.north) for code in ("FREE1", "FREE2")
        )

    def _decide(self):
        self._set_values(FREE1=120, FREE2=300)
        self.start_tour(
            "/odoo/action-distribution_member.distribution_level_suggestion_action",
            "distribution_level_suggestion",
            login="s_manager",
        )
        confirmed, dismissed = self.suggestions.search(
            [("member_id", "in", (self.first | self.second).ids)], order="member_id"
        )
        self.assertRecordValues(
            confirmed + dismissed,
            [
                {
                    "state": "confirmed",
                    "decision_reason": "Bought enough",
                    "decision_user_id": self.manager.id,
                },
                {
                    "state": "dismissed",
                    "decision_reason": "A single large order",
                    "decision_user_id": self.manager.id,
                },
            ],
        )
        planned = self.first.level_history_ids.sorted("date_from")[-1]
        self.assertEqual(
            (planned.level_id, planned.date_from, planned.user_id),
            (self.levels[0], confirmed.date_effective, self.manager),
        )
        self.assertEqual(len(self.second.level_history_ids), 1)
        self._start("distribution_level_history", self.first, "s_manager")

    def test_manager_decides_on_suggestions_at_a_desk(self):
        self._decide()

    def test_manager_decides_on_suggestions_on_a_phone(self):
        self._use_a_phone()
        self._decide()
