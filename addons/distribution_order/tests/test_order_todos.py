from odoo import fields
from odoo.tests import tagged

from .cross_case_common import CrossCaseCommon


@tagged("post_install", "-at_install")
class TestOrderTodos(CrossCaseCommon):
    """What waits about orders and cases is found by its sign."""

    def _join_todos(self, role):
        return self._read_todos(self.suspect.with_user(self.accused).sudo(), role)

    def test_statement_is_asked_for_until_it_is_given(self):
        case = self._open()
        self.assertNotIn("your statement is asked for", self._join_todos("admin"))
        self._ask(case)
        self.assertIn(f"Case {case.name}: your statement", self._join_todos("admin"))
        self.assertNotIn("your statement is asked for", self._join_todos("buyer"))
        case.sudo()._answer(self.accused, "I did not", [])
        self.assertNotIn("your statement is asked for", self._join_todos("admin"))

    def test_everybody_is_told_why_nothing_can_be_ordered(self):
        self.assertNotIn("suspended", self._join_todos("viewer"))
        self.suspect.action_freeze("order", fields.Date.context_today(self.suspect), "Overdue")
        for role in ("admin", "viewer"):
            self.assertIn("New orders are suspended", self._join_todos(role))
            self.assertIn("Overdue", self._join_todos(role))
