from odoo.tests import HttpCase


class BrowserCommon(HttpCase):
    """Tours of the back office: at a desk, or on a phone when the test says so."""

    browser_size = "1366x768"

    def _use_a_phone(self):
        self.patch(type(self), "browser_size", "390x844")
        self.patch(type(self), "touch_enabled", True)

    def _start(self, tour, record, login):
        """Run a tour that begins at the form of a record."""
        self.start_tour(f"/odoo/{record._name}/{record.id}", tour, login=login)
