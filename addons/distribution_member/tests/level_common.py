from decimal import Decimal
from unittest.mock import patch

from odoo import Command
from odoo.addons.distribution_member.models.distribution_level_rule_line import MONEY, PERCENT
from odoo.addons.distribution_member.models.distribution_level_rule_line import (
    DistributionLevelRuleLine as RuleLine,
)

from .common import DistributionCommon

UNITS = {"bought": MONEY, "grown": PERCENT}


class LevelCommon(DistributionCommon):
    """Rules for all three levels, and two measures whose values are set by the test.

    Levels 1 and 2 ask for purchases of 100 and 50; anybody may stand at level 3.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.values = {}
        cls.asked = []
        field = cls.env["distribution.level.rule.line"]._fields["measure"]
        for patcher in (
            patch.object(field, "_selection", {**field._selection, **dict.fromkeys(UNITS, "Test")}),
            patch.object(RuleLine, "_get_measure_units", lambda _self: dict(UNITS)),
            patch.object(RuleLine, "_measure_values", cls._answer),
        ):
            cls.startClassPatcher(patcher)
        cls.rules = cls.env["distribution.level.rule"]
        for level, lines in zip(cls.levels, ([("bought", 100)], [("bought", 50)], []), strict=True):
            cls.rules += cls._create_rule(level, *lines)
        cls.free = cls._create_member("FREE", rank=2, region=cls.north)
        cls.manager = cls._create_user("s_manager", "manager")
        cls.north.manager_ids = cls.manager
        cls.suggestions = cls.env["distribution.level.suggestion"]
        cls.runs = cls.env["distribution.level.run"]

    def setUp(self):
        super().setUp()
        self.values.clear()
        self.asked.clear()

    @classmethod
    def _answer(cls, measure, members, date_from, date_to):
        """Stand in for the measures of other addons."""
        cls.asked.append((measure, date_from, date_to))
        values = cls.values.get(measure, {})
        return {
            member.id: Decimal(str(values[member.code]))
            for member in members
            if member.code in values
        }

    @classmethod
    def _create_rule(cls, level, *lines, **values):
        return cls.env["distribution.level.rule"].create(
            {
                "name": f"Rule of {level.name}",
                "level_id": level.id,
                "line_ids": [
                    Command.create({"measure": measure, "threshold": threshold})
                    for measure, threshold in lines
                ],
                **values,
            }
        )

    @classmethod
    def _set_values(cls, measure="bought", **values):
        cls.values[measure] = values

    def _find(self):
        """Look through all members once, and return what waits for a decision."""
        run = self.runs._start(self.company)
        while not run.is_done:
            run._process_batch()
        return self.suggestions.search(
            [("state", "=", "pending"), ("company_id", "=", self.company.id)]
        )
