from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .state_machine_mixin import STATE_SENTINEL

SUGGESTION_STATES = [
    ("pending", "To Decide"),
    ("confirmed", "Confirmed"),
    ("dismissed", "Dismissed"),
    ("outdated", "Outdated"),
]
DIRECTIONS = [("up", "Up"), ("down", "Down")]
# Decided by a person for this rule and period: it is not suggested a second time.
DECIDED = ("confirmed", "dismissed")
# Written with the decision by the actions, and by nothing else.
DECISION_FIELDS = {"decision_reason", "decision_user_id", "date_decided", "date_effective"}


class DistributionLevelSuggestion(models.Model):
    """What the measures say about a member's level, until a person has decided.

    The program never moves a member by itself: the member may ask for a person's decision and may
    object (个人信息保护法, article 24).
    """

    _name = "distribution.level.suggestion"
    _description = "Level Suggestion"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "distribution.level.decision.mixin",
        "distribution.level.objection.mixin",  # before the state machine, whose moves it follows
        "distribution.state.machine.mixin",
        "distribution.append.only.mixin",
    ]
    _order = "id desc"
    _rec_name = "member_id"

    member_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    region_id = fields.Many2one(related="member_id.region_id")
    level_id = fields.Many2one(
        "distribution.level", "Present Level", required=True, readonly=True, ondelete="restrict"
    )
    suggested_level_id = fields.Many2one(
        "distribution.level",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The best level whose rule the member meets.",
    )
    direction = fields.Selection(DIRECTIONS, required=True, readonly=True)
    rule_id = fields.Many2one(
        "distribution.level.rule",
        "Level Rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="Up: the rule of the suggested level, which is met. Down: the rule of the present"
        " level, which is not.",
    )
    date_from = fields.Date(
        "Looked At from", required=True, readonly=True, help="First day looked at."
    )
    date_to = fields.Date(
        "Figures Before", required=True, readonly=True, help="First day not looked at."
    )
    date_last = fields.Date(
        "Looked At until", compute="_compute_date_last", help="Last day looked at."
    )
    line_ids = fields.One2many(
        "distribution.level.suggestion.line", "suggestion_id", "Measured Values"
    )
    state = fields.Selection(
        SUGGESTION_STATES,
        required=True,
        default="pending",
        readonly=True,
        index=True,
        tracking=True,
    )

    _frozen_fields = (
        "member_id",
        "level_id",
        "suggested_level_id",
        "direction",
        "rule_id",
        "date_from",
        "date_to",
    )
    _one_pending = models.UniqueIndex(
        "(member_id) WHERE state = 'pending'", "The member has a suggestion to decide already."
    )
    _once_decided = models.UniqueIndex(
        "(member_id, rule_id, date_to) WHERE state IN ('confirmed', 'dismissed')",
        "This was decided for this period already.",
    )
    _levels_differ = models.Constraint(
        "CHECK (level_id <> suggested_level_id)", "A suggestion names another level."
    )
    _decided_by_person = models.Constraint(
        "CHECK (state NOT IN ('confirmed', 'dismissed')"
        " OR (decision_user_id IS NOT NULL AND decision_reason IS NOT NULL))",
        "A decision names its person and its reason.",
    )

    # === COMPUTE METHODS === #

    @api.depends("date_to")
    def _compute_date_last(self):
        for suggestion in self:
            suggestion.date_last = suggestion.date_to and suggestion.date_to - timedelta(days=1)

    @api.depends("member_id", "suggested_level_id")
    def _compute_display_name(self):
        for suggestion in self:
            suggestion.display_name = (
                f"{suggestion.member_id.display_name} → {suggestion.suggested_level_id.name}"
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: what was decided is written by the actions only."""
        is_own = self.env.su or self.env.context.get("distribution_state") is STATE_SENTINEL
        if DECISION_FIELDS & vals.keys() and not is_own:
            raise UserError(
                self.env._("The decision is written by the buttons Confirm and Dismiss only.")
            )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_find(self):
        """Look through all members now; what takes longer is done by the scheduler.

        A button of the list calls it on what is ticked there, which makes no difference.
        """
        if not self.env.user.has_group("distribution_member.group_distribution_manager"):
            self.env["distribution.audit"]._record_refused("access_refused", self)
            raise AccessError(self.env._("Only regional managers look for level suggestions."))
        # sudo: the figures of the whole company are made; everybody sees those of the own regions
        run_sudo = self.env["distribution.level.run"].sudo()._start(self.env.company)
        run_sudo._process_batch()
        if not run_sudo.is_done:
            # sudo: the job is the program's; who may start it has been checked
            self.env.ref("distribution_member.ir_cron_find_level_suggestions").sudo()._trigger()
        return self._notify(
            "success" if run_sudo.is_done else "info",
            self.env._(
                "%(checked)s of %(all)s members looked at, %(found)s new suggestions.",
                checked=run_sudo.checked_count,
                all=run_sudo.member_count,
                found=run_sudo.found_count,
            ),
        )

    def action_open_member(self):
        """Open the member."""
        self.ensure_one()
        return self.member_id.get_formview_action()

    # === HELPERS === #

    @api.model
    def _keep(self, members, findings):
        """Write the findings about some members, and return the new suggestions.

        What was suggested before and is not found any more is outdated; what a person has decided
        for the period is not suggested again. What a member said against it is not lost.
        """
        findings = {finding.member.id: finding for finding in findings}
        standing = self.search([("member_id", "in", members.ids), ("state", "=", "pending")])
        alike = standing.filtered(
            lambda suggestion: suggestion._is_found(findings.get(suggestion.member_id.id))
        )
        (standing - alike)._write_state("outdated")
        (standing - alike).flush_recordset()  # before others of the same members are inserted
        decided = {
            (suggestion.member_id.id, suggestion.rule_id.id, suggestion.date_to)
            for suggestion in self.search_fetch(
                [("member_id", "in", members.ids), ("state", "in", DECIDED)],
                ["member_id", "rule_id", "date_to"],
            )
        }
        kept_ids = set(alike.member_id.ids)
        found = self.create(
            [
                self._prepare_suggestion(finding)
                for member_id, finding in findings.items()
                if member_id not in kept_ids
                and (member_id, finding.rule.id, finding.date_to) not in decided
            ]
        )
        found._take_over_objections(standing - alike)
        return found

    @api.model
    def _prepare_suggestion(self, finding):
        return {
            "member_id": finding.member.id,
            "level_id": finding.member.level_id.id,
            "suggested_level_id": finding.level.id,
            "direction": finding.direction,
            "rule_id": finding.rule.id,
            "date_from": finding.date_from,
            "date_to": finding.date_to,
            "line_ids": [
                fields.Command.create(
                    {
                        "measure": line.measure,
                        "threshold": line.threshold,
                        "value": line.value,
                        "is_met": line.is_met,
                    }
                )
                for line in finding.lines
            ],
        }

    def _is_found(self, finding):
        """Tell whether a finding says what this suggestion says, to the last figure."""
        self.ensure_one()
        return bool(finding) and (
            self.level_id == finding.member.level_id
            and self.suggested_level_id == finding.level
            and self.rule_id == finding.rule
            and self.date_to == finding.date_to
            and _list_figures(self.line_ids) == _list_figures(finding.lines)
        )

    @api.model
    def _outdate_without_member(self, company):
        """Outdate what waits for members that are not active any more."""
        self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "pending"),
                ("member_id.state", "!=", "active"),
            ]
        )._write_state("outdated")

    def _build_reason(self):
        """Return the reason in words, for the history of the member."""
        self.ensure_one()
        figures = "; ".join(
            self.env._(
                "%(measure)s %(value)s (at least %(threshold)s)",
                measure=line._get_measure_label(),
                value=line.value_text,
                threshold=line.threshold_text,
            )
            for line in self.line_ids
        )
        return self.env._(
            "%(figures)s from %(first)s to %(last)s",
            figures=figures or self.rule_id.name,
            first=format_date(self.env, self.date_from),
            last=format_date(self.env, self.date_last),
        )

    @api.model
    def _notify(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


def _list_figures(lines):
    """Return what lines of a suggestion or of a finding say, to the last figure."""
    return {(line.measure, f"{line.threshold:.2f}", f"{line.value:.2f}") for line in lines}
