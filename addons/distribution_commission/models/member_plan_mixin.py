from odoo import models
from odoo.addons.distribution_member.models.distribution_member_user import MONEY_ROLES
from odoo.fields import Domain

from ..queries import plan_reach
from .distribution_commission_rule import RULE_KINDS
from .plan_acceptance_mixin import PLANS_URL


class DistributionMemberPlanMixin(models.AbstractModel):
    """The plans that can pay a member: what the portal shows of them, and who may accept."""

    _name = "distribution.member.plan.mixin"
    _description = "Commission Plans of a Member"

    # === PORTAL === #

    def _find_portal_plans(self):
        """Return, as superuser, the agreed plans that can pay the member, or that it accepted."""
        plans_sudo = self._find_current_plans() | self._find_own_acceptances().plan_id
        return plans_sudo.sorted(lambda plan: (plan.date_from, plan.id), reverse=True)

    def _find_current_plans(self, without=()):
        """Return, as superuser, the agreed plans that can pay the member and are not over.

        :param without: plans that nobody asks about
        """
        self.ensure_one()
        # sudo: the pages ask for a member found by the visitor's own role
        plans_sudo = self.env["distribution.commission.plan"].sudo()
        active = plans_sudo.search(
            [("company_id", "=", self.company_id.id), ("state", "=", "active")]
        ).filtered(lambda plan: plan not in without and plan.phase != "ended")
        reached = active._find_reached(self) if active else {}
        return active.filtered(lambda plan: plan.id in reached)

    def _find_open_plans(self):
        """Return the agreed plans that wait for the member's acceptance."""
        plans_sudo = self._find_current_plans(without=self._find_own_acceptances().plan_id)
        return plans_sudo.sorted(lambda plan: (plan.date_from, plan.id), reverse=True)

    def _find_portal_rules(self, plan_sudo):
        """Return the rules of a plan that can pay the member: others' terms are theirs."""
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(plan_reach.rules(plan_sudo.ids, self.id))
        ids = {rule_id for (rule_id,) in rows}
        rules_sudo = plan_sudo.rule_ids.filtered(lambda rule: rule.id in ids)
        kinds = [kind for kind, _label in RULE_KINDS]
        return rules_sudo.sorted(lambda rule: (kinds.index(rule.kind), rule.depth, rule.id))

    def _find_own_acceptances(self):
        # sudo: as in `_find_portal_plans`
        rows_sudo = self.env["distribution.commission.acceptance"].sudo()
        return rows_sudo.search([("member_id", "=", self.id)])

    def _find_plan_readers(self):
        """Return the contacts who may accept for the members and have an e-mail address."""
        # sudo: colleagues are found by role, whoever reminds them
        colleagues_sudo = self.env["distribution.member.user"].sudo()
        admins_sudo = colleagues_sudo.search(
            Domain("member_id", "in", self.ids)
            & Domain("role", "=", "admin")
            & Domain("active", "=", True)
            & Domain("user_id.active", "=", True)
        )
        return admins_sudo.user_id.partner_id.filtered("email")

    def _prepare_portal_links(self, role):
        """Override of `distribution_member` to add the plans, for those who may see money."""
        links = super()._prepare_portal_links(role)
        if role not in MONEY_ROLES:
            return links
        plans = {
            "icon": "fa-handshake-o",
            "text": self.env._("Commission plans"),
            "url": PLANS_URL,
        }
        return [plans, *links]

    def _get_todo_sources(self, role):
        """Override of `distribution_member` to add plans to accept, for those who may."""
        sources = super()._get_todo_sources(role)
        if role != "admin":
            return sources
        condition = plan_reach.is_any_open(self.id, self.company_id.id)
        return [(condition, self._prepare_plan_todos), *sources]

    def _prepare_plan_todos(self):
        """Return the plans that wait for the member's acceptance."""
        return [
            {
                "icon": "fa-handshake-o",
                "text": self.env._(
                    "Commission plan to read and accept: %(plan)s", plan=plan.display_name
                ),
                "url": f"{PLANS_URL}/{plan.id}",
            }
            for plan in self._find_open_plans()
        ]

    # === PRIVACY === #

    def _unlink_personal_records(self, persons, users):
        """Override of `distribution_member`: acceptances stay, without where they came from."""
        result = super()._unlink_personal_records(persons, users)
        self._find_own_acceptances()._erase_origin()
        return result

    def _get_export_sections(self):
        """Override of `distribution_member` to add the plans that were accepted."""
        return {
            **super()._get_export_sections(),
            "accepted_plans": [
                {
                    "plan": row.plan_id.name,
                    "version": row.version,
                    "date": row.date,
                    "user": row.user_id.name,
                    "address": row.address,
                }
                for row in self._find_own_acceptances()
            ],
        }
