from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.distribution_member.models.distribution_level_rule_line import PERCENT

from ..queries import punctuality


class DistributionLevelRuleLine(models.Model):
    _inherit = "distribution.level.rule.line"

    measure = fields.Selection(
        selection_add=[("punctuality", "Payment Punctuality")],
        ondelete={"punctuality": "set null"},
    )

    # === MEASURES === #

    @api.model
    def _get_measure_units(self):
        """Override of `distribution_member` to add how punctually members pay."""
        return {**super()._get_measure_units(), "punctuality": PERCENT}

    @api.model
    def _measure_values(self, measure, members, date_from, date_to):
        """Override of `distribution_member` to add how punctually members pay."""
        if measure != "punctuality":
            return super()._measure_values(measure, members, date_from, date_to)
        self.env.flush_all()
        rows = self.env.execute_query(punctuality.punctuality(members.ids, date_from, date_to))
        return {member_id: Decimal(value) for member_id, value in rows}

    @api.model
    def _open_measured(self, measure, member, date_from, date_to):
        """Override of `distribution_member` to open the invoices that fell due."""
        if measure != "punctuality":
            return super()._open_measured(measure, member, date_from, date_to)
        self.env.flush_all()
        rows = self.env.execute_query(punctuality.invoices(member.id, date_from, date_to))
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_move_out_invoice_type")
        return {**action, "domain": [("id", "in", [row[0] for row in rows])], "context": {}}

    @api.model
    def _get_measure_tz(self, company):
        """Override of `distribution_member`: days begin where the company settles."""
        return company.distribution_tz
