from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date

# Only code in this process can hold it: what these fields say is decided by the buttons.
TERMS_SENTINEL = object()
# What a client never writes: who is bound by it, and who has vouched for it.
GUARDED = {
    "version",
    "previous_id",
    "first_id",
    "maker_ids",
    "terms_revision",
    "approver_id",
    "approved_on",
}


class DistributionCommissionPlanVersionMixin(models.AbstractModel):
    """Plans change by versions: each day is paid by exactly one version of a plan."""

    _name = "distribution.commission.plan.version.mixin"
    _description = "Versions of a Commission Plan"

    version = fields.Integer(
        readonly=True, required=True, default=1, copy=False, aggregator=None, tracking=True
    )
    previous_id = fields.Many2one(
        "distribution.commission.plan",
        "Version Before",
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    first_id = fields.Many2one(
        "distribution.commission.plan",
        "First Version",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The version with which the agreement began; empty on that one itself.",
    )
    version_ids = fields.Many2many(
        "distribution.commission.plan", string="Versions", compute="_compute_version_ids"
    )
    phase = fields.Selection(
        [
            ("draft", "Draft"),
            ("announced", "Announced"),
            ("running", "In Force"),
            ("ended", "Ended"),
        ],
        compute="_compute_phase",
        help="Announced: agreed, and begins on a day to come.",
    )

    # One draft at a time: what follows a version is one version.
    _one_successor = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL",
        "There is a newer version of this plan already. Go on with that one.",
    )
    # No day is paid by two versions; without the extension btree_gist that some servers lack.
    _versions_apart = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(COALESCE(first_id, id), COALESCE(first_id, id), '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&) WHERE (state <> 'draft')",
        "Two versions of this plan would pay for the same days. Correct the dates.",
    )

    # === COMPUTE METHODS === #

    @api.depends("previous_id", "first_id")
    def _compute_version_ids(self):
        firsts = self.first_id | self.filtered(lambda plan: not plan.first_id)._origin
        found = self.search(Domain("id", "in", firsts.ids) | Domain("first_id", "in", firsts.ids))
        by_first = found.grouped(lambda plan: plan.first_id or plan)
        for plan in self:
            versions = by_first.get(plan.first_id or plan._origin, plan.browse())
            plan.version_ids = versions.sorted("version", reverse=True)

    @api.depends("state", "date_from", "date_to")
    def _compute_phase(self):
        for plan in self:
            today = plan.company_id._get_distribution_today() if plan.company_id else None
            if plan.state == "draft" or not today:
                plan.phase = "draft"
            elif plan.date_from and plan.date_from > today:
                plan.phase = "announced"
            elif plan.date_to and plan.date_to < today:
                plan.phase = "ended"
            else:
                plan.phase = "running"

    @api.depends("name", "version")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.name} v{plan.version}" if plan.version > 1 else plan.name

    # === CONSTRAINT METHODS === #

    @api.constrains("date_from", "date_to", "state", "previous_id")
    def _check_no_gap(self):
        """Let a version end on the day before the next one begins, as long as both are agreed."""
        # In this order no date is flushed, whose overlap the database would refuse in its words.
        later = self.search([("previous_id", "in", self.ids)], order="id")
        for plan in (self | later).filtered("previous_id"):
            end, start = plan.previous_id.date_to, plan.date_from
            is_agreed = "draft" not in (plan.state, plan.previous_id.state)
            if is_agreed and end != start - timedelta(days=1):
                raise ValidationError(
                    self.env._(
                        "%(plan)s begins on %(start)s, so the version before it ends on the day"
                        " before: every day is paid by exactly one version.",
                        plan=plan.display_name,
                        start=format_date(self.env, start),
                    )
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: a client makes first versions only."""
        for vals in vals_list:
            self._ensure_may_write(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: versions and approvals come from the buttons."""
        self._ensure_may_write(vals)
        return super().write(vals)

    # === ACTION METHODS === #

    def action_new_version(self, date_from=None):
        """Copy a plan in force with its rules and tiers as a draft, and open it.

        The draft that is there already is opened instead of a second one.

        :param date_from: first day of the new version; the next day on which nothing is earned yet
            unless told otherwise
        """
        self.ensure_one()
        self._ensure_state(
            ("active",),
            self.env._("%(record)s is %(state)s. Only an active plan gets a new version."),
        )
        draft = self.search([("previous_id", "=", self.id)], limit=1)
        if not draft:
            start = fields.Date.to_date(date_from) or self._find_free_day()
            self._ensure_replaceable_from(start)
            draft = self._write_with_sentinel().create(self._prepare_version(start))
            draft = draft.with_env(self.env)
        return draft._open_form()

    def action_open_plan(self):
        """Open this plan, from a list within another one."""
        self.ensure_one()
        self.check_access("read")
        return self._open_form()

    # === BUSINESS METHODS === #

    def _end_previous(self):
        """End the version before on the day before this one begins; what it earned stays."""
        self.ensure_one()
        previous = self.previous_id
        if not previous:
            return
        if previous.state == "draft":
            raise UserError(
                self.env._("Activate %(plan)s first: it comes before.", plan=previous.display_name)
            )
        previous._ensure_replaceable_from(self.date_from)
        end = self.date_from - timedelta(days=1)
        if previous.date_to != end:
            previous.write({"date_to": end})
            previous.flush_recordset()  # before the database sees two versions in force

    # === HELPERS === #

    def _find_free_day(self):
        """Return the next day from which another version can take over."""
        # sudo: the ledger decides, whoever may read it
        ledger_sudo = self.env["distribution.commission.entry"].sudo()
        [[latest]] = ledger_sudo._read_group(self._earned_since(), [], ["date:max"])
        today = self.company_id._get_distribution_today()
        day = max(filter(None, (today, self.date_from, latest))) + timedelta(days=1)
        return min(day, self.date_to + timedelta(days=1)) if self.date_to else day

    def _ensure_replaceable_from(self, start):
        """Raise when another version cannot take over on a day."""
        facts = {"plan": self.display_name, "start": format_date(self.env, start)}
        if start <= self.date_from:
            raise UserError(
                self.env._(
                    "%(plan)s is valid from %(from)s. A newer version begins after that day.",
                    **{**facts, "from": format_date(self.env, self.date_from)},
                )
            )
        if self.date_to and start > self.date_to + timedelta(days=1):
            raise UserError(
                self.env._(
                    "%(plan)s ends on %(end)s, so nobody would pay for the days until %(start)s."
                    " Begin on the day after its end.",
                    end=format_date(self.env, self.date_to),
                    **facts,
                )
            )
        # sudo: as in `_find_free_day`
        if (
            self.env["distribution.commission.entry"]
            .sudo()
            .search_count(self._earned_since(start), limit=1)
        ):
            raise UserError(
                self.env._(
                    "%(plan)s has already earned commission on %(start)s or later, and no day is"
                    " paid by two versions. Begin on %(free)s or later.",
                    free=format_date(self.env, self._find_free_day()),
                    **facts,
                )
            )

    def _earned_since(self, start=None):
        """Return the domain of what was earned; takings back follow their origin, at any time."""
        earned = Domain("plan_id", "=", self.id) & Domain("origin_id", "=", False)
        return earned & Domain("date", ">=", start) if start else earned

    def _prepare_version(self, start):
        """Return the values of the next version; each rule knows which one it came from."""
        rules = self.rule_ids
        copied = zip(rules, rules.copy_data(), strict=True)
        [values] = self.copy_data(
            {
                "name": self.name,
                "date_from": start,
                "date_to": self.date_to if self.date_to and self.date_to >= start else False,
                "rule_ids": [
                    Command.create({**data, "previous_id": rule.id}) for rule, data in copied
                ],
            }
        )
        return {
            **values,
            "version": self.version + 1,
            "previous_id": self.id,
            "first_id": (self.first_id or self).id,
        }

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _write_with_sentinel(self):
        """Return the plans such that the guarded fields can be written, by this process only."""
        return self.with_context(distribution_plan_terms=TERMS_SENTINEL)

    def _ensure_may_write(self, vals):
        is_ours = self.env.context.get("distribution_plan_terms") is TERMS_SENTINEL
        if GUARDED & vals.keys() and not is_ours and not self.env.su:
            raise UserError(
                self.env._("Versions and approvals are made by the buttons of the plan only.")
            )
