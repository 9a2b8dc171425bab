from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import format_date

from ..queries import plan_reach
from .distribution_commission_rule import PERIOD_KINDS

NO_END = 99  # levels: the whole team, however deep


class DistributionCommissionPlanGuardMixin(models.AbstractModel):
    """What the law on pyramid selling asks of a plan, and the second pair of eyes it needs.

    Regulations on the Prohibition of Pyramid Selling (State Council order 444 of 2005), article 7:
    nobody is paid for the number of people recruited, out of joining fees, or for what those sell
    whom they recruited. The first two cannot be written down: rules know sales only. The third is
    kept to narrow limits here when natural persons can earn by it.
    """

    _name = "distribution.commission.plan.guard.mixin"
    _description = "Legal Limits of a Commission Plan"

    legal_basis = fields.Text(
        tracking=True,
        copy=False,
        help="Why natural persons may be paid for what others buy: contract, licence, opinion of"
        " counsel. Needed only when the rules reach natural persons.",
    )
    approver_id = fields.Many2one(
        "res.users", "Approved by", readonly=True, copy=False, tracking=True, ondelete="restrict"
    )
    approved_on = fields.Datetime(readonly=True, copy=False)
    maker_ids = fields.Many2many(
        "res.users",
        "distribution_commission_plan_maker_rel",
        "plan_id",
        "user_id",
        "Made by",
        readonly=True,
        copy=False,
        help="Everybody who wrote the terms, the rules or the tiers. They cannot approve them.",
    )
    terms_revision = fields.Integer(
        readonly=True,
        required=True,
        default=0,
        copy=False,
        aggregator=None,
        help="Counts the changes of the terms, so that nobody approves what changed meanwhile.",
    )
    person_count = fields.Integer(
        "Natural Persons",
        compute="_compute_person_count",
        help="Natural persons whom the plan can pay for what others buy.",
    )
    needs_approval = fields.Boolean(compute="_compute_person_count")

    # === COMPUTE METHODS === #

    @api.depends("rule_ids", "company_id")
    def _compute_person_count(self):
        found = self._find_persons()
        for plan in self:
            plan.person_count = len(found.get(plan._origin.id, ()))
            plan.needs_approval = bool(plan.person_count)

    # === CONSTRAINT METHODS === #

    @api.constrains("max_depth", "rule_ids", "company_id", "date_from")
    def _check_levels_lawful(self):
        for plan in self:
            limit = plan._get_limit("levels")
            if max(plan.max_depth, plan._get_deepest_override()) > limit:
                raise ValidationError(
                    self.env._(
                        "%(plan)s pays more levels above the buyer than the %(limit)s that are"
                        " allowed (%(article)s). Pay fewer levels.",
                        limit=f"{limit:g}",
                        **plan._prepare_law("levels"),
                    )
                )

    # === ACTION METHODS === #

    def action_approve(self):
        """Vouch for the terms of a draft, as another administrator than those who wrote them."""
        self._ensure_state(
            ("draft",), self.env._("%(record)s is %(state)s. Only a draft is approved.")
        )
        seen = self.env.context.get("terms_revision")
        for plan in self:
            if self.env.user in plan.maker_ids:
                raise UserError(
                    self.env._(
                        "Nobody approves what they made. Ask an administrator who has not written"
                        " the terms of %(plan)s.",
                        plan=plan.display_name,
                    )
                )
            if seen is not None and seen != plan.terms_revision:
                raise UserError(
                    self.env._(
                        "The terms of %(plan)s have changed since you opened it. Reload the page"
                        " and read them again.",
                        plan=plan.display_name,
                    )
                )
        self._write_with_sentinel().write(
            {"approver_id": self.env.uid, "approved_on": fields.Datetime.now()}
        )

    # === BUSINESS METHODS === #

    def _ensure_lawful(self):
        """Raise with all that is missing before the plan may pay natural persons for others."""
        for plan in self:
            missing = plan._list_missing_for_persons()
            if missing:
                raise UserError(
                    self.env._(
                        "%(plan)s can pay %(count)s natural persons for what others buy. By"
                        " %(article)s it needs:\n%(missing)s",
                        count=plan.person_count,
                        missing="\n".join(f"- {text}" for text in missing),
                        **plan._prepare_law("person_levels"),
                    )
                )

    def _list_missing_for_persons(self):
        """Return what the plan lacks to pay natural persons, as sentences; empty when nothing."""
        self.ensure_one()
        if not self._find_persons().get(self._origin.id):
            return []
        limit = self._get_limit("person_levels")
        wanted = [
            ((self.legal_basis or "").strip(), self.env._("a legal basis, written down")),
            (self.date_to, self.env._("an end date")),
            (self.approver_id, self.env._("the approval of a second administrator")),
            (
                self._get_levels_paid() <= limit,
                self.env._(
                    "rules that pay at most %(limit)s level(s) above the buyer", limit=f"{limit:g}"
                ),
            ),
        ]
        return [text for is_there, text in wanted if not is_there]

    def _touch_terms(self):
        """Record that the user changes the terms; an approval of those before lapses.

        Raise when money may have been earned by them already.
        """
        self._ensure_terms_open()
        for plan in self._write_with_sentinel():
            plan.write(
                {
                    "maker_ids": [Command.link(self.env.uid)],
                    "terms_revision": plan.terms_revision + 1,
                    "approver_id": False,
                    "approved_on": False,
                }
            )

    def _ensure_end_not_later(self, date_to):
        """Raise when an approved plan in force would run longer than was approved."""
        for plan in self.filtered(lambda plan: plan.state != "draft" and plan.approver_id):
            if not date_to or fields.Date.to_date(date_to) > plan.date_to:
                raise UserError(
                    self.env._(
                        "%(plan)s was approved until %(end)s. Make a new version to go on after"
                        " that day.",
                        plan=plan.display_name,
                        end=format_date(self.env, plan.date_to),
                    )
                )

    @api.model
    def _cron_watch_persons(self):
        """Put an administrator to work on plans in force that have come to reach natural persons.

        Members join and change after a plan was activated. What it pays goes on as agreed.
        """
        plans = self.search([("state", "=", "active")])
        plans = plans.filtered(
            lambda plan: plan.phase != "ended" and plan._list_missing_for_persons()
        )
        kind = self.env.ref("distribution_commission.mail_activity_plan_persons")
        open_activities = plans.activity_ids.filtered(
            lambda activity: activity.activity_type_id == kind
        )
        for plan in plans - self.browse(open_activities.mapped("res_id")):
            plan._schedule_person_check(kind)

    # === HELPERS === #

    def _schedule_person_check(self, kind):
        user = (self.maker_ids.filtered("active") or self._find_administrators())[:1]
        plan = self.with_context(lang=user.lang or self.env.lang)
        plan.activity_schedule(
            activity_type_id=kind.id,
            user_id=user.id,
            summary=plan.env._(
                "The plan now reaches %(count)s natural person(s)", count=plan.person_count
            ),
            note=plan.env._(
                "It lacks: %(missing)s.", missing=", ".join(plan._list_missing_for_persons())
            ),
        )

    def _find_administrators(self):
        return self.company_id._find_distribution_people("admin").sorted("id", reverse=True)

    def _find_persons(self):
        """Return {plan id: ids of natural persons it can pay for what others buy}."""
        self.env.flush_all()
        rows = self.env.execute_query(plan_reach.persons(self._origin.ids))
        found = {}
        for plan_id, member_id in rows:
            found.setdefault(plan_id, []).append(member_id)
        return found

    def _get_levels_paid(self):
        """Return how many levels above the buyer the rules pay at most."""
        kinds = set(self.rule_ids.mapped("kind"))
        depths = [self._get_deepest_override()]
        if "differential" in kinds:
            depths.append(self.max_depth)
        for rule in self.rule_ids.filtered(lambda rule: rule.kind in PERIOD_KINDS):
            depths.append({"own": 0, "direct": 1}.get(rule.measure, NO_END))
        return max(depths)

    def _get_deepest_override(self):
        return max(self.rule_ids.mapped("depth"), default=0)

    def _get_limit(self, code):
        """Return a legal limit on the day from which it matters to the plan."""
        company = self.company_id or self.env.company
        day = max(filter(None, (company._get_distribution_today(), self.date_from)))
        return self.env["distribution.commission.limit"]._get(code, company, day)

    def _prepare_law(self, code):
        """Return the words of a refusal: which plan, and by which article."""
        company = self.company_id or self.env.company
        limits = self.env["distribution.commission.limit"]
        limit_sudo = limits._find(code, company._get_distribution_today())
        return {"plan": self.display_name, "article": limit_sudo.source or ""}
