from odoo import fields, models
from odoo.addons.distribution_commission.queries import punctuality

from .kpi_window import to_utc


class DistributionPerformanceDrillMixin(models.AbstractModel):
    """Each figure opens the rows it is made of, as far as the reader may see them."""

    _name = "distribution.performance.drill.mixin"
    _description = "What Performance Is Made of"

    # === ACTION METHODS === #

    def action_open_sales(self):
        """Open the lines of the month's purchases."""
        self._ensure_readable()
        action = self._get_action("distribution_reports.distribution_sales_report_action")
        domain = [
            ("member_id", "=", self.member_id.id),
            ("date", ">=", self.date),
            ("date", "<", self._get_end()),
        ]
        views = [(False, "list"), (False, "pivot"), (False, "graph")]
        return {**action, "domain": domain, "context": {}, "views": views}

    def action_open_invoices(self):
        """Open the invoices of which something fell due in the month."""
        self._ensure_readable()
        self.env.flush_all()
        query = punctuality.invoices(self.member_id.id, self.date, self._get_end())
        ids = [row[0] for row in self.env.execute_query(query)]
        action = self._get_action("account.action_move_out_invoice_type")
        return {**action, "domain": [("id", "in", ids)], "context": {}}

    def action_open_returns(self):
        """Open what was delivered and what came back in the month."""
        self._ensure_readable()
        action = self._get_action("distribution_order.distribution_return_rate_action")
        domain = [
            ("member_id", "=", self.member_id.id),
            ("date", ">=", to_utc(self.date, self.company_id.distribution_tz)),
            ("date", "<", to_utc(self._get_end(), self.company_id.distribution_tz)),
        ]
        return {**action, "domain": domain, "context": {}, "views": [(False, "list")]}

    def action_open_target(self):
        """Open the targets of the member in the year."""
        self._ensure_readable()
        action = self._get_action("distribution_reports.distribution_target_action")
        domain = [("member_id", "=", self.member_id.id), ("year", "=", self.date.year)]
        return {**action, "domain": domain, "context": {}}

    def action_open_months(self):
        """Open all months of the member."""
        self._ensure_readable()
        action = self._get_action("distribution_reports.distribution_performance_action")
        return {**action, "domain": [("member_id", "=", self.member_id.id)], "context": {}}

    def action_open_warnings(self):
        """Open the warnings about the member."""
        self._ensure_readable()
        action = self._get_action("distribution_reports.distribution_performance_warning_action")
        return {**action, "domain": [("member_id", "=", self.member_id.id)], "context": {}}

    # === HELPERS === #

    def _ensure_readable(self):
        self.ensure_one()
        self.check_access("read")

    def _get_action(self, xmlid):
        return self.env["ir.actions.actions"]._for_xml_id(xmlid)

    def _get_end(self):
        return fields.Date.add(self.date, months=1)
