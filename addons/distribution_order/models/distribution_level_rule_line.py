from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.distribution_member.models.distribution_level_rule_line import MONEY, PERCENT
from odoo.tools.date_utils import subtract

from ..queries import own_purchases


class DistributionLevelRuleLine(models.Model):
    _inherit = "distribution.level.rule.line"

    measure = fields.Selection(
        selection_add=[("own_purchases", "Own Purchases"), ("growth", "Growth")],
        ondelete={"own_purchases": "set null", "growth": "set null"},
    )

    # === MEASURES === #

    @api.model
    def _get_measure_units(self):
        """Override of `distribution_member` to add purchases and their growth."""
        return {**super()._get_measure_units(), "own_purchases": MONEY, "growth": PERCENT}

    @api.model
    def _measure_values(self, measure, members, date_from, date_to):
        """Override of `distribution_member` to add what members bought themselves."""
        if measure not in ("own_purchases", "growth"):
            return super()._measure_values(measure, members, date_from, date_to)
        if not members:
            return {}
        question = own_purchases.own_purchases
        if measure == "growth":
            question = own_purchases.growth
        self.env.flush_all()
        rows = self.env.execute_query(
            question(
                members.ids,
                self._get_measured_days(date_from, date_to),
                company_id=members.company_id.ensure_one().id,
                tz=self._get_measure_tz(members.company_id),
            )
        )
        return {member_id: Decimal(value) for member_id, value in rows}

    @api.model
    def _open_measured(self, measure, member, date_from, date_to):
        """Override of `distribution_member` to open the orders; growth shows both periods."""
        if measure not in ("own_purchases", "growth"):
            return super()._open_measured(measure, member, date_from, date_to)
        days = self._get_measured_days(date_from, date_to)
        first = days.before if measure == "growth" else days.date_from
        tz = self._get_measure_tz(member.company_id)
        self.env.flush_all()
        rows = self.env.execute_query(own_purchases.orders(member.id, first, date_to, tz))
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_action"
        )
        return {**action, "domain": [("id", "in", [row[0] for row in rows])], "context": {}}

    # === HELPERS === #

    @api.model
    def _get_measured_days(self, date_from, date_to):
        """Return the period and the one of as many months before it."""
        months = (date_to.year - date_from.year) * 12 + date_to.month - date_from.month
        return own_purchases.Days(subtract(date_from, months=months), date_from, date_to)
