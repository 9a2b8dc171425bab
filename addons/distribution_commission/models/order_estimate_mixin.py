from collections import defaultdict

from odoo import fields, models
from odoo.addons.distribution_member.models.distribution_member_user import MONEY_ROLES
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..queries import estimate, plans_in_force

QUOTATION_STATES = ("draft", "sent")
GROUPS = (
    "distribution_member.group_distribution_finance,distribution_member.group_distribution_manager"
)


class DistributionCommissionEstimateMixin(models.AbstractModel):
    """What an order that is not confirmed yet would earn whom: computed when it is looked at by
    the engine's own steps, and stored nowhere.
    """

    _name = "distribution.commission.estimate.mixin"
    _description = "Estimate of Commission"

    has_commission_estimate = fields.Boolean(
        compute="_compute_has_commission_estimate",
        groups=GROUPS,
        help="The order is a quotation for a member of the channel.",
    )
    commission_estimate = fields.Html(
        compute="_compute_commission_estimate",
        sanitize=False,
        groups=GROUPS,
        help="What the quotation would earn whom if it were confirmed, delivered, invoiced and"
        " paid now.",
    )

    # === COMPUTE METHODS === #

    def _compute_has_commission_estimate(self):
        for order in self:
            order.has_commission_estimate = order._is_estimable()

    def _compute_commission_estimate(self):
        for order in self:
            order.commission_estimate = self.env["ir.qweb"]._render(
                "distribution_commission.commission_estimate", order._prepare_estimate()
            )

    # === ACTION METHODS === #

    def action_estimate_commission(self):
        """Show what the quotation would earn whom by now, as far as the user may see entries."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_groups(GROUPS):
            raise AccessError(
                self.env._("Commission is for finance and regional managers to see. Ask them.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Estimated Commission"),
            "res_model": "sale.order",
            "res_id": self.id,
            "views": [
                (self.env.ref("distribution_commission.sale_order_view_form_estimate").id, "form")
            ],
            "target": "new",
        }

    # === HELPERS === #

    def _is_estimable(self):
        """Return whether something can be told: a quotation for a member."""
        # sudo: which buyers are members is no secret among those who see the order
        order_sudo = self.sudo()
        return bool(order_sudo.distribution_member_id) and order_sudo.state in QUOTATION_STATES

    def _estimate_commission(self):
        """Return the rows that the ledger would have, for callers that narrow them down.

        :rtype: list[dict]
        """
        self.ensure_one()
        if not self._is_estimable():
            return []
        self.env.flush_all()
        plans = [
            plans_in_force.PlanInForce(*row)
            for row in self.env.execute_query(plans_in_force.plans_in_force(is_kept=False))
        ]
        features = plans_in_force.needed_features(
            plans,
            self.sudo().currency_id.ids,  # sudo: no secret to who sees the order
            has_parts=False,
        )
        day = self.sudo().company_id._get_distribution_today()  # the seller's calendar
        self.env.cr.execute(plans_in_force.plan_quickly(True))
        rows = self.env.execute_query_dict(estimate.estimate(self.id, day, features))
        self.env.cr.execute(plans_in_force.plan_quickly(False))
        return rows

    def _prepare_estimate(self):
        """Return what the estimate shows the user: entries as far as the rights on them go."""
        self.ensure_one()
        rows = self._estimate_commission()
        # sudo: records in memory, narrowed by the user's rules before anything is shown
        ledger_sudo = self.env["distribution.commission.entry"].sudo()
        rules = self.env["ir.rule"]._compute_domain(ledger_sudo._name, "read")
        seen_sudo = ledger_sudo.concat(*(ledger_sudo.new(row) for row in rows)).filtered_domain(
            Domain(rules)
        )
        return {
            "entries": seen_sudo,
            "totals": self._sum_estimate((entry.currency_id, entry.amount) for entry in seen_sudo),
            "order": self,
            "moment": fields.Datetime.now(),
            "is_all": len(seen_sudo) == len(rows),
        }

    def _sum_estimate(self, amounts):
        """Return (currency, amount, percent of the order's untaxed amount) of each currency."""
        order_sudo = self.sudo()  # rates of exchange
        day = order_sudo.company_id._get_distribution_today()
        sums = defaultdict(float)
        for currency, amount in amounts:
            sums[currency] += amount
        totals = []
        for currency, amount in sums.items():
            sales = order_sudo.currency_id._convert(
                order_sudo.amount_untaxed, currency, order_sudo.company_id, day
            )
            totals.append((currency, amount, 100.0 * amount / sales if sales else 0.0))
        return totals

    # === PORTAL === #

    def _prepare_own_estimate(self, user):
        """Return what the buyer itself would earn, for its own login with a right to money.

        :param user: who looks; the portal's order is the superuser's
        :return: dict with moment and totals; empty when there is nothing to tell
        """
        self.ensure_one()
        # sudo: the visitor's own rows decide, and nothing but the buyer's own part is returned
        member_sudo = self.sudo().distribution_member_id
        is_own = member_sudo.colleague_ids.filtered(
            lambda one: one.active and one.role in MONEY_ROLES and one.user_id == user
        )
        if not is_own:
            return {}
        currencies = self.env["res.currency"]
        totals = self._sum_estimate(
            (currencies.browse(row["currency_id"]), row["amount"])
            for row in self._estimate_commission()
            if row["member_id"] == member_sudo.id
        )
        totals = [total for total in totals if not total[0].is_zero(total[1])]
        return {"totals": totals, "moment": fields.Datetime.now()} if totals else {}
