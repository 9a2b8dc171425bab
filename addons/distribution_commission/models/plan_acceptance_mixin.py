from markupsafe import Markup
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..queries import plan_reach

PLANS_URL = "/my/distribution/plans"


class DistributionCommissionPlanAcceptanceMixin(models.AbstractModel):
    """Who among those whom a plan can pay has accepted it in the portal, and who has not."""

    _name = "distribution.commission.plan.acceptance.mixin"
    _description = "Acceptance of a Commission Plan by Distributors"

    acceptance_ids = fields.One2many("distribution.commission.acceptance", "plan_id", "Acceptances")
    acceptance_count = fields.Integer("Accepted", compute="_compute_acceptance_counts")
    reached_count = fields.Integer(
        "Members Reached",
        compute="_compute_acceptance_counts",
        help="Members whom the plan can pay.",
    )
    open_count = fields.Integer(
        "Not Accepted Yet",
        compute="_compute_acceptance_counts",
        help="Members whom the plan can pay and who have not accepted it.",
    )

    # === COMPUTE METHODS === #

    def _compute_acceptance_counts(self):
        reached, accepted = self._find_reached(), self._find_accepted()
        for plan in self:
            id_ = plan._origin.id
            plan.acceptance_count = len(accepted.get(id_, ()))
            plan.reached_count = len(reached.get(id_, ()))
            plan.open_count = len(reached.get(id_, set()) - accepted.get(id_, set()))

    # === ACTION METHODS === #

    def action_open_acceptances(self):
        """Open who has accepted this version."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_acceptance_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id)], "context": {}}

    def action_open_unaccepted(self):
        """Open the members who have not accepted this version yet."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_member_action"
        )
        return {
            **action,
            "name": self.env._("Not Accepted Yet"),
            "domain": [("id", "in", sorted(self._find_open()))],
            "context": {},
        }

    def action_remind(self):
        """Write to those who speak for the members that have not accepted this version yet."""
        self._ensure_state(
            ("active",),
            self.env._("%(record)s is %(state)s. Only a plan in force can be accepted."),
        )
        self.ensure_one()
        members = self.env["distribution.member"].browse(self._find_open())
        partners = members._find_plan_readers()
        if not partners:
            raise UserError(
                self.env._(
                    "There is nobody to write to: everybody has accepted, or has no administrator"
                    " with an e-mail address in the portal."
                )
            )
        for lang, readers in partners.grouped("lang").items():
            self.with_context(lang=lang)._notify_readers(readers)
        self.message_post(
            body=self.env._(
                "Reminded %(people)s people of %(members)s members to accept.",
                people=len(partners),
                members=len(members),
            )
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%(people)s people are reminded.", people=len(partners)),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === HELPERS === #

    def _notify_readers(self, readers):
        """Send one mail in the language of its readers, each to oneself."""
        text = self.env._(
            "The commission plan %(plan)s of %(company)s is valid from %(date)s. Please read and"
            " accept it.",
            plan=self.display_name,
            company=self.company_id.name,
            date=format_date(self.env, self.date_from),
        )
        body = Markup('<p>{text}</p><p><a href="{url}">{label}</a></p>').format(
            text=text,
            url=f"{self.get_base_url()}{PLANS_URL}/{self.id}",
            label=self.env._("Open the plan"),
        )
        self.message_notify(
            partner_ids=readers.ids,
            subject=self.env._("Please accept: %(plan)s", plan=self.display_name),
            body=body,
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _find_reached(self, members=None):
        """Return {plan id: set of ids of the members it can pay}; `members` narrow it."""
        self.env.flush_all()
        member_ids = None if members is None else members.ids
        found = {}
        for plan_id, member_id in self.env.execute_query(
            plan_reach.members(self._origin.ids, member_ids)
        ):
            found.setdefault(plan_id, set()).add(member_id)
        return found

    def _find_accepted(self):
        """Return {plan id: set of ids of the members that have accepted it}."""
        # sudo: counted, not shown; a manager sees the rows of the own regions only
        rows = (
            self.env["distribution.commission.acceptance"]
            .sudo()
            ._read_group(
                [("plan_id", "in", self._origin.ids)], ["plan_id"], ["member_id:array_agg"]
            )
        )
        return {plan.id: set(member_ids) for plan, member_ids in rows}

    def _find_open(self):
        """Return the ids of the members that this plan can pay and that have not accepted."""
        self.ensure_one()
        accepted = self._find_accepted().get(self.id, set())
        return self._find_reached().get(self.id, set()) - accepted
