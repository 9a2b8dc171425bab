from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

KINDS = [
    ("falling", "Falling"),
    ("sleeping", "Sleeping"),
    ("target_missed", "Target Missed"),
]
STATES = [("open", "Open"), ("handled", "Handled"), ("closed", "Over")]


class DistributionPerformanceWarning(models.Model):
    """A member that buys less, has gone quiet or misses its target: whom to call, and why."""

    _name = "distribution.performance.warning"
    _description = "Performance Warning"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "distribution.state.machine.mixin",
        "distribution.performance.watch.mixin",
    ]
    _order = "state desc, date desc, id desc"
    _rec_name = "member_id"
    _state_fields = ("closed_on", "handled_by_id", "handled_on", "snooze_until")

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    member_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, ondelete="cascade"
    )
    region_id = fields.Many2one(
        "distribution.region", readonly=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index="btree_not_null",
        tracking=True,
        domain=[("share", "=", False)],
        help="The manager of the region, or of the nearest one around it.",
    )
    kind = fields.Selection(KINDS, required=True, readonly=True)
    reason = fields.Text(compute="_compute_reason")
    date = fields.Date("Since", required=True, readonly=True)
    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, index=True, tracking=True
    )
    note = fields.Text("What Was Done", tracking=True)
    handled_by_id = fields.Many2one("res.users", "Handled by", readonly=True)
    handled_on = fields.Date(readonly=True)
    snooze_until = fields.Date(
        "Rests Until",
        readonly=True,
        help="If nothing has become better by this day, the warning opens again.",
    )
    closed_on = fields.Date("Over Since", readonly=True)

    # === figures of the reason === #
    recent_amount = fields.Monetary("Recently", readonly=True, aggregator=None)
    base_amount = fields.Monetary("Compared with", readonly=True, aggregator=None)
    base_kind = fields.Selection(
        [("year_ago", "The Same Months Last Year"), ("before", "The Months Before")], readonly=True
    )
    change_percent = fields.Float("Change (%)", digits=(16, 2), readonly=True, aggregator=None)
    month = fields.Date("Month of the Target", readonly=True)
    last_date = fields.Date("Last Order", readonly=True)
    usual_days = fields.Float(
        "Usually Every (Days)",
        digits=(6, 1),
        readonly=True,
        aggregator=None,
        help="Median of the days between two orders in the last two years; 0: fewer than 4 days"
        " with orders.",
    )
    silent_days = fields.Integer("Days without an Order", readonly=True, aggregator=None)

    _standing_unique = models.UniqueIndex("(member_id, kind) WHERE state <> 'closed'")

    # === COMPUTE METHODS === #

    @api.depends_context("lang")
    @api.depends("kind", "recent_amount", "base_amount", "last_date", "usual_days", "silent_days")
    def _compute_reason(self):
        for warning in self:
            explain = {
                "falling": warning._explain_falling,
                "sleeping": warning._explain_sleeping,
                "target_missed": warning._explain_target_missed,
            }.get(warning.kind)
            warning.reason = explain and explain()

    # === ACTION METHODS === #

    def action_handle(self):
        """Say that it was taken care of; it rests for some days, and opens again if need be."""
        self._ensure_state(("open",), self.env._("%(record)s is %(state)s already."))
        for warning in self:
            if not (warning.note or "").strip():
                raise UserError(
                    self.env._(
                        "Write what was done about %(member)s, then press Handled.",
                        member=warning.member_id.display_name,
                    )
                )
            today = warning.company_id._get_distribution_today()
            days = warning.company_id.distribution_warning_snooze_days
            warning._write_state(
                "handled",
                handled_by_id=self.env.uid,
                handled_on=today,
                snooze_until=fields.Date.add(today, days=days),
            )
        self._forget_activities()
        return True

    def action_open_member(self):
        """Open the member."""
        self._ensure_readable()
        return {
            "type": "ir.actions.act_window",
            "res_model": "distribution.member",
            "res_id": self.member_id.id,
            "views": [(False, "form")],
        }

    def action_open_sales(self):
        """Open what the member bought, month by month."""
        self._ensure_readable()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_sales_report_action"
        )
        return {
            **action,
            "domain": [("member_id", "=", self.member_id.id)],
            "context": {},
            "views": [(False, "graph"), (False, "list"), (False, "pivot")],
        }

    def action_open_performance(self):
        """Open the months of the member."""
        self._ensure_readable()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_performance_action"
        )
        return {**action, "domain": [("member_id", "=", self.member_id.id)], "context": {}}

    # === HELPERS === #

    def _ensure_readable(self):
        self.ensure_one()
        self.check_access("read")

    def _explain_falling(self):
        facts = {
            "recent": self._format_amount(self.recent_amount),
            "base": self._format_amount(self.base_amount),
            "fall": f"{-self.change_percent:g}",
        }
        if self.base_kind == "year_ago":
            text = self.env._(
                "Last 3 months %(recent)s, the same months last year %(base)s: %(fall)s %% less.",
                **facts,
            )
        else:
            text = self.env._(
                "Last 3 months %(recent)s, the 3 months before %(base)s: %(fall)s %% less.",
                **facts,
            )
        return " ".join(filter(None, (text, self._explain_rhythm())))

    def _explain_sleeping(self):
        if not self.last_date:
            return self.env._(
                "No order within two years; %(days)s days without one.", days=self.silent_days
            )
        text = self.env._("No order for %(days)s days.", days=self.silent_days)
        return f"{text} {self._explain_rhythm()}"

    def _explain_target_missed(self):
        return self.env._(
            "%(month)s: target %(target)s, bought %(actual)s, which is %(percent)s %%.",
            month=self.month and format_date(self.env, self.month, date_format="yyyy-MM"),
            target=self._format_amount(self.base_amount),
            actual=self._format_amount(self.recent_amount),
            percent=f"{self.change_percent:g}",
        )

    def _explain_rhythm(self):
        if not self.last_date:
            return ""
        day = fields.Date.to_string(self.last_date)
        if not self.usual_days:
            return self.env._("Last order on %(day)s.", day=day)
        return self.env._(
            "Last order on %(day)s, usually every %(days)s days.",
            day=day,
            days=f"{self.usual_days:g}",
        )

    def _format_amount(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _forget_activities(self):
        # sudo: the reminder is the responsible person's, not always of the one who acts
        self.sudo().activity_unlink(["distribution_reports.mail_activity_type_performance_warning"])
