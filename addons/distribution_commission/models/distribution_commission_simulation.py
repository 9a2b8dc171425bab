from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..queries import what_if_results

FINANCE = "distribution_member.group_distribution_finance"


class DistributionCommissionSimulation(models.Model):
    """One what-if: a plan replayed over past days, beside what the ledger says of these days."""

    _name = "distribution.commission.simulation"
    _description = "What-If of a Commission Plan"
    _inherit = [
        "distribution.state.machine.mixin",
        "distribution.simulation.replay.mixin",
    ]
    _order = "id desc"

    plan_id = fields.Many2one(
        "distribution.commission.plan", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True)
    currency_id = fields.Many2one(related="plan_id.currency_id", store=True)
    date_from = fields.Date(required=True, readonly=True)
    date_to = fields.Date("Until", required=True, readonly=True, help="Last day.")
    compared_ids = fields.Many2many(
        "distribution.commission.plan",
        "distribution_simulation_compared_rel",
        string="Compared with",
        readonly=True,
        help="The plans whose entries in the ledger are the figures of now.",
    )
    user_id = fields.Many2one("res.users", "Requested by", readonly=True)
    started_at = fields.Datetime("Started on", readonly=True)
    ended_at = fields.Datetime("Ended on", readonly=True)
    state = fields.Selection(
        [
            ("queued", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
            ("failed", "Failed"),
        ],
        required=True,
        default="queued",
        readonly=True,
    )
    failure = fields.Text(readonly=True)
    terms_revision = fields.Integer(
        readonly=True, help="The state of the plan's terms that was replayed."
    )
    is_outdated = fields.Boolean(
        compute="_compute_is_outdated", help="The plan has been changed since the run."
    )
    is_running = fields.Boolean(compute="_compute_progress")
    is_stopping = fields.Boolean(compute="_compute_progress")
    progress = fields.Float("Progress (%)", compute="_compute_progress")

    line_ids = fields.One2many("distribution.commission.simulation.line", "simulation_id")
    sales = fields.Monetary(
        "Untaxed Sales",
        readonly=True,
        help="What earns by the event of this plan on the days replayed, less what was returned or"
        " credited since, in the currency of the plan.",
    )
    amount_now = fields.Monetary(
        "Now", compute="_compute_figures", help="What the ledger says of the plans compared with."
    )
    amount_then = fields.Monetary("With This Plan", compute="_compute_figures")
    difference = fields.Monetary(
        compute="_compute_figures", help="Positive: this plan would cost more."
    )
    share_now = fields.Float("Now (%)", compute="_compute_figures", digits=(8, 2))
    share_then = fields.Float(
        "With This Plan (%)",
        compute="_compute_figures",
        digits=(8, 2),
        help="Commission in percent of the untaxed sales.",
    )
    gain_count = fields.Integer("Members Who Gain", compute="_compute_figures")
    lose_count = fields.Integer("Members Who Lose", compute="_compute_figures")
    same_count = fields.Integer("Members with No Change", compute="_compute_figures")

    _dates_ordered = models.Constraint("CHECK (date_to >= date_from)", "The period is empty.")

    # === COMPUTE METHODS === #

    @api.depends("plan_id", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for run in self:
            run.display_name = self.env._(
                "%(plan)s, %(start)s – %(end)s",
                plan=run.plan_id.display_name,
                start=format_date(self.env, run.date_from),
                end=format_date(self.env, run.date_to),
            )

    @api.depends("terms_revision", "plan_id.terms_revision", "state")
    def _compute_is_outdated(self):
        for run in self:
            run.is_outdated = (
                run.state == "done" and run.plan_id.terms_revision != run.terms_revision
            )

    @api.depends("state")
    def _compute_progress(self):
        for run in self:
            done, total = run._origin._read_progress()
            run.is_running = run.state in ("queued", "running")
            run.is_stopping = run.is_running and run._origin._is_to_stop()
            run.progress = 100.0 if run.state == "done" else 100.0 * done / (total or 1)

    @api.depends("line_ids", "sales")
    def _compute_figures(self):
        sums = {
            (run.id, dimension, outcome): (count, now, then)
            for run, dimension, outcome, count, now, then in self.env[
                "distribution.commission.simulation.line"
            ]._read_group(
                [("simulation_id", "in", self.ids)],
                ["simulation_id", "dimension", "outcome"],
                ["__count", "amount_now:sum", "amount_then:sum"],
            )
        }
        for run in self:
            outcomes = {
                outcome: sums.get((run._origin.id, "member", outcome), (0, 0.0, 0.0))
                for outcome in ("gain", "lose", "same")
            }
            run.gain_count, run.lose_count, run.same_count = (
                count for count, _now, _then in outcomes.values()
            )
            run.amount_now = sum(now for _count, now, _then in outcomes.values())
            run.amount_then = sum(then for _count, _now, then in outcomes.values())
            run.difference = run.amount_then - run.amount_now
            run.share_now = 100.0 * run.amount_now / run.sales if run.sales else 0.0
            run.share_then = 100.0 * run.amount_then / run.sales if run.sales else 0.0

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: a run is written by its own steps and buttons only."""
        if not self.env.su:
            self.check_access("write")
            raise UserError(self.env._("A what-if is what was replayed. Run it again instead."))
        return super().write(vals)

    def unlink(self):
        """Override of `base`: the results go with the run."""
        self.check_access("unlink")
        ids = self.ids
        result = super().unlink()
        self.env.cr.execute(what_if_results.delete_entries(ids))
        self.env.cr.execute(what_if_results.forget_progress(ids))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if any(run.state == "running" for run in self):
            raise UserError(self.env._("Cancel the run first. It is being worked on."))

    # === ACTION METHODS === #

    def action_cancel(self):
        """Stop the runs. One that is being worked on stops after the orders it is at."""
        self._ensure_may_run()
        for run in self:
            run._ensure_state(("queued", "running"), self.env._("%(record)s is %(state)s already."))
            if run.state == "queued":
                # sudo: a run is written by its own steps only, whoever starts or stops it
                run.sudo()._write_state("cancelled", ended_at=fields.Datetime.now())
            elif not run.is_stopping:
                self.env["distribution.commission.simulation.progress"].sudo().create(
                    {"simulation_id": run.id, "is_cancel": True}
                )
                run.invalidate_recordset(["is_stopping"])
        return True

    def action_run_again(self):
        """Replay once more, over the same days: the plan or the sales have changed since."""
        self._ensure_may_run()
        for run in self:
            run._ensure_state(
                ("done", "cancelled", "failed"), self.env._("%(record)s is %(state)s already.")
            )
            # sudo: as above
            run.sudo()._write_state("queued", failure=False, started_at=False, ended_at=False)
        self._trigger()
        return True

    def action_open_lines(self):
        """Open the comparison named in the context (`dimension`: plan, level or member)."""
        self.ensure_one()
        dimension = self.env.context.get("dimension", "member")
        action = self.env["ir.actions.actions"]._for_xml_id(
            f"distribution_commission.distribution_commission_simulation_line_action_{dimension}"
            if dimension in ("plan", "level")
            else "distribution_commission.distribution_commission_simulation_line_action_member"
        )
        outcome = self.env.context.get("outcome")
        context = {f"search_default_{outcome}": 1} if outcome else {}
        domain = [("simulation_id", "=", self.id), ("dimension", "=", dimension)]
        return {**action, "domain": domain, "context": context}

    def action_open_entries(self):
        """Open what the replay wrote."""
        self.ensure_one()
        return self._open_results([])

    def action_open_ledger(self):
        """Open the ledger entries of now."""
        self.ensure_one()
        return self._open_ledger([])

    # === HELPERS === #

    def _ensure_may_run(self):
        if not self.env.su and not self.env.user.has_group(FINANCE):
            raise AccessError(
                self.env._("Only finance may replay plans. Ask somebody of the finance group.")
            )
        self.check_access("read")

    def _forget_rules(self, rules):
        """Let results forget rules that are about to be deleted."""
        runs = self.search([("plan_id", "in", rules.plan_id.ids)])
        if runs:
            self.env.cr.execute(what_if_results.forget_rules(runs.ids, rules.ids))
            self.env["distribution.commission.simulation.entry"].invalidate_model(["rule_id"])

    def _trigger(self):
        """Have the scheduler work at once."""
        # sudo: starting it is the right of everybody who may ask for a run
        self.env.ref("distribution_commission.ir_cron_simulate").sudo()._trigger()

    def _open_results(self, domain):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_simulation_entry_action"
        )
        return {**action, "domain": [("simulation_id", "=", self.id), *domain], "context": {}}

    def _open_ledger(self, domain):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        return {**action, "domain": [*self._get_now_domain(), *domain], "context": {}}
