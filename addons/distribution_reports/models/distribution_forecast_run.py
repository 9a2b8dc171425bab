from odoo import api, fields, models
from odoo.addons.distribution_member.models.state_machine_mixin import STATE_SENTINEL
from odoo.exceptions import UserError
from odoo.tools import format_date

from .. import forecast_engine

INSTALL_COMMAND = "pip install -r requirements-forecast.txt"


class DistributionForecastRun(models.Model):
    """One look at the coming periods: all subjects of a company, forecast from the same day."""

    _name = "distribution.forecast.run"
    _description = "Forecast Run"
    _inherit = [
        "distribution.state.machine.mixin",
        "distribution.forecast.history.mixin",
        "distribution.forecast.making.mixin",
        "distribution.forecast.schedule.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _state_fields = (
        "is_current",
        "date_first",
        "date",
        "started_at",
        "seconds",
        "series_total",
        "series_done",
        "accuracy_percent",
        "naive_accuracy_percent",
        "error",
        "user_id",
    )

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    period = fields.Selection(
        [("month", "Monthly"), ("week", "Weekly")],
        "Period Length",
        required=True,
        default="month",
    )
    horizon = fields.Integer(
        "Periods Ahead", required=True, default=6, help="How many periods are forecast: 1 to 6."
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    is_current = fields.Boolean(
        "Current", readonly=True, copy=False, help="The last one of its company and period length."
    )
    date_first = fields.Date(
        "First Period",
        readonly=True,
        copy=False,
        help="First day of the first period forecast: the one that is running. History ends before"
        " it.",
    )
    date = fields.Date(
        "Finished on", readonly=True, copy=False, help="In the time zone of the company."
    )
    user_id = fields.Many2one(
        "res.users", "Requested by", readonly=True, copy=False, help="Empty: the scheduler."
    )
    started_at = fields.Datetime("Started on", readonly=True, copy=False)
    seconds = fields.Float(readonly=True, copy=False, help="How long the run took.", digits=(16, 1))
    series_total = fields.Integer("Series", readonly=True, copy=False)
    series_done = fields.Integer(readonly=True, copy=False)
    progress = fields.Float("Progress (%)", compute="_compute_progress")
    is_running = fields.Boolean(compute="_compute_progress")
    accuracy_percent = fields.Float(
        "Accuracy (%)",
        readonly=True,
        copy=False,
        digits=(16, 1),
        help="100 % less the absolute errors in percent of the sales (wMAPE), one period ahead,"
        " over the last backtest of all amounts that have a forecast.",
    )
    naive_accuracy_percent = fields.Float(
        "Accuracy of Last Year's Values (%)",
        readonly=True,
        copy=False,
        digits=(16, 1),
        help="The same for the seasonal naive forecast: as in the same period a year ago.",
    )
    error = fields.Text("Failure", readonly=True, copy=False)
    forecast_ids = fields.One2many("distribution.forecast", "run_id")
    suggestion_ids = fields.One2many("distribution.forecast.suggestion", "run_id")
    insufficient_count = fields.Integer(compute="_compute_counts")
    suggestion_count = fields.Integer(compute="_compute_counts")

    _horizon_range = models.Constraint(
        "CHECK (horizon BETWEEN 1 AND 6)", "A forecast is for 1 to 6 periods."
    )
    _current_unique = models.UniqueIndex("(company_id, period) WHERE is_current IS TRUE")

    # === COMPUTE METHODS === #

    @api.depends("period", "date_first", "create_date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["period"]._description_selection(self.env))
        for run in self:
            run.display_name = self.env._(
                "%(period)s forecast from %(day)s",
                period=labels.get(run.period, ""),
                day=format_date(self.env, run.date_first) or self.env._("now"),
            )

    @api.depends("state", "series_total", "series_done")
    def _compute_progress(self):
        for run in self:
            run.is_running = run.state == "running"
            share = 100.0 * run.series_done / (run.series_total or 1)
            run.progress = 100.0 if run.state == "done" else min(share, 99.0)

    def _compute_counts(self):
        insufficient = dict(
            self.env["distribution.forecast"]._read_group(
                [("run_id", "in", self.ids), ("state", "=", "insufficient"), ("horizon", "=", 1)],
                ["run_id"],
                ["__count"],
            )
        )
        suggested = dict(
            self.env["distribution.forecast.suggestion"]._read_group(
                [("run_id", "in", self.ids)], ["run_id"], ["__count"]
            )
        )
        for run in self:
            run.insufficient_count = insufficient.get(run, 0)
            run.suggestion_count = suggested.get(run, 0)

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: what was forecast stays what it was asked for."""
        if vals.keys() & {"company_id", "period", "horizon"} and any(
            run.state in ("running", "done") for run in self
        ):
            raise UserError(self.env._("Make a new run: this one has begun."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if any(run.state == "running" for run in self):
            raise UserError(self.env._("Wait for the run to end. It is being worked on."))

    # === ACTION METHODS === #

    def action_run(self):
        """Forecast in the background; what an earlier turn of the same run found is replaced."""
        self._ensure_state(
            ("draft", "failed", "done"), self.env._("%(record)s is %(state)s already.")
        )
        self._ensure_library()
        self.with_context(distribution_state=STATE_SENTINEL).write({"user_id": self.env.uid})
        self._start()
        return True

    def action_forecast_now(self):
        """Make a monthly and a weekly run of the company and open the first."""
        self.check_access("read")  # of what it is called on, although nothing is done with it
        self._ensure_library()
        runs = self.create([{"period": period} for period in ("month", "week")])
        runs.action_run()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": runs[0].id,
            "views": [(False, "form")],
        }

    def action_open_forecasts(self):
        """Open what the run found; `insufficient` in the context: what has no number."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_forecast_action"
        )
        context = {"search_default_amount": 1, "search_default_next": 1}
        if self.env.context.get("insufficient"):
            context["search_default_insufficient"] = 1
        return {**action, "domain": [("run_id", "=", self.id)], "context": context}

    def action_open_suggestions(self):
        """Open what to do about it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_forecast_suggestion_action"
        )
        return {**action, "domain": [("run_id", "=", self.id)]}

    # === HELPERS === #

    def _ensure_library(self):
        """Raise when the forecast's own packages are not there."""
        if not forecast_engine.is_available():
            raise UserError(self._tell_library())

    def _tell_library(self):
        return self.env._(
            "The forecast needs packages that are not installed. Have your administrator run"
            " “%(command)s” with Odoo's Python, then start the forecast again.",
            command=INSTALL_COMMAND,
        )

    def _trigger(self):
        """Have the scheduler work at once."""
        # sudo: starting it is the right of everybody who may make a run
        self.env.ref("distribution_reports.ir_cron_forecast").sudo()._trigger()
