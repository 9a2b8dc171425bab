from odoo import fields
from odoo.tests import tagged

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestDistributionTodo(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("t_manager", "manager")
        cls.north.manager_ids = cls.manager
        cls.pile = cls.env.ref("distribution_member.todo_members_expired")

    def test_pile_counts_and_opens_what_the_person_may_see(self):
        (self.shop | self.other_distributor).date_end = fields.Date.add(
            fields.Date.today(), days=-1
        )
        pile = self.pile.with_user(self.manager)
        self.assertEqual(pile.waiting_count, 1)
        action = pile.action_open()
        found = self.env[action["res_model"]].with_user(self.manager).search(action["domain"])
        self.assertEqual(found, self.shop)

    def test_piles_of_other_roles_are_hidden(self):
        todos = self.env["distribution.todo"]
        self.assertIn(self.pile, todos.with_user(self.manager).search([]))
        finance = self._create_user("t_finance", "finance")
        self.assertNotIn(self.pile, todos.with_user(finance).search([]))

    def test_every_pile_can_be_counted_and_opened_by_its_people(self):
        admin = self._create_user("t_admin", "admin")
        for pile in self.env["distribution.todo"].with_user(admin).search([]):
            with self.subTest(pile=pile.name):
                action = pile.action_open()
                if action["target"] != "new":  # a dialog deals with the whole pile
                    self.assertEqual(action["res_model"], pile.model)
                self.assertEqual(
                    self.env[pile.model].with_user(admin).search_count(action["domain"]),
                    pile.waiting_count,
                )
