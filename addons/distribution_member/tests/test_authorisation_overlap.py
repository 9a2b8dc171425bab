import random
from datetime import date, timedelta

from odoo.tests import tagged

from ..queries import authorisation_overlap
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestAuthorisationOverlap(DistributionCommon):
    """The query against the rule in plain Python, over random worlds with a printed seed."""

    def setUp(self):
        super().setUp()
        self.categories = self._grow("product.category", lambda number: {"name": f"C{number}"})
        self.regions = self._grow(
            "distribution.region", lambda number: {"name": f"R{number}", "code": f"O-{number}"}
        )
        self.members = self.agent | self.distributor | self.other_distributor | self.shop

    def _grow(self, model, values, size=7):
        """Return a small tree: each node below the one with half its number."""
        nodes = self.env[model]
        for number in range(size):
            parent = nodes[(number - 1) // 2].id if number else False
            nodes |= nodes.create({**values(number), "parent_id": parent})
        return nodes

    @staticmethod
    def _in_line(first, second):
        """One is the other, or lies above it."""
        return first.parent_path.startswith(second.parent_path) or second.parent_path.startswith(
            first.parent_path
        )

    def _excludes(self, own, other):
        """The rule as the help of the field tells it."""
        if own.member_id == other.member_id or not (own.exclusive or other.exclusive):
            return False
        last = date.max
        if own.date_from > (other.date_to or last) or other.date_from > (own.date_to or last):
            return False
        if not self._in_line(own.region_id, other.region_id):
            return False
        if (
            own.categ_ids
            and other.categ_ids
            and not any(
                self._in_line(mine, theirs) for mine in own.categ_ids for theirs in other.categ_ids
            )
        ):
            return False
        both = own.exclusive and other.exclusive
        return both or not self._in_line(own.member_id, other.member_id)

    def _make(self, dice):
        """Write a row past the check, which is what is tested."""
        start = date(2026, 1, 1) + timedelta(days=dice.randrange(60))
        authorisation = self.env["distribution.authorisation"].create(
            {
                "member_id": self.agent.id,
                "region_id": dice.choice(self.regions).id,
                "categ_ids": [c.id for c in self.categories if dice.random() < 0.2],
                "date_from": start,
                "date_to": dice.choice([False, start + timedelta(days=dice.randrange(60))]),
            }
        )
        authorisation.flush_recordset()
        self.env.cr.execute(
            "UPDATE distribution_authorisation SET member_id = %s, exclusive = %s WHERE id = %s",
            [dice.choice(self.members).id, dice.random() < 0.5, authorisation.id],
        )
        authorisation.invalidate_recordset()
        return authorisation

    def test_query_agrees_with_the_rule(self):
        seed = random.randrange(10**9)
        dice = random.Random(seed)
        made = self.env["distribution.authorisation"].union(
            *(self._make(dice) for _number in range(60))
        )
        expected = {
            (own.id, other.id) for own in made for other in made if self._excludes(own, other)
        }
        found = set(self.env.execute_query(authorisation_overlap.conflicts(made.ids)))
        self.assertTrue(expected, f"seed {seed} makes no conflict")
        self.assertEqual(found, expected, f"seed {seed}")
