from odoo import api, fields, models
from odoo.exceptions import UserError

ADOPTION_STATES = [
    ("draft", "New"),
    ("previewed", "Previewed"),
    ("running", "In Progress"),
    ("done", "Done"),
]


class DistributionAdoptionRunMixin(models.AbstractModel):
    """One step of taking over existing data: previewed, then done in the background.

    The model itself has the state and inherits the state machine: what is declared here would
    belong to this addon and stay behind when the model's own addon is uninstalled.
    """

    _name = "distribution.adoption.run.mixin"
    _description = "Step of Taking over Existing Data"
    _order = "id desc"
    _rec_name = "date_from"
    _state_fields = ("user_id", "done_count", "total_count")

    # xml id of the cron that does the work
    _cron: str

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("From", required=True, help="First day of what is taken over.")
    user_id = fields.Many2one("res.users", "Started by", readonly=True, copy=False)
    done_count = fields.Integer("Orders Done", readonly=True, copy=False)
    total_count = fields.Integer("Orders Found", readonly=True, copy=False)
    progress = fields.Float("Progress (%)", compute="_compute_progress")

    @api.depends("done_count", "total_count", "state")
    def _compute_progress(self):
        for run in self:
            share = 100.0 * run.done_count / (run.total_count or 1)
            run.progress = 100.0 if run.state == "done" else min(share, 100.0)

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: another day or company asks for another preview."""
        if vals.keys() & {"date_from", "company_id"}:
            self._ensure_state(
                ("draft", "previewed"),
                self.env._("%(record)s is %(state)s. Make a new one for another day."),
            )
            self._write_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(run.state in ("running", "done") for run in self):
            raise UserError(self.env._("What was taken over stays on record."))

    # === ACTION METHODS === #

    def action_preview(self):
        """Show what would be written; nothing is."""
        for run in self:
            run._ensure_state(
                ("draft", "previewed"), self.env._("%(record)s is %(state)s already.")
            )
            run.with_company(run.company_id)._preview()
            run._write_state("previewed")
        return True

    def action_commit(self):
        """Have the scheduler do what the preview shows."""
        for run in self:
            run._ensure_state(("previewed",), self.env._("%(record)s is %(state)s. Preview first."))
            run.with_company(run.company_id)._begin()
            run._write_state("running", user_id=self.env.uid, done_count=0)
        self.env.ref(self._cron).sudo()._trigger()  # sudo: starting it is everybody's right
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _cron_process(self):
        """Work on the runs in progress; what a killed run has done stays done."""
        for run in self.search([("state", "=", "running")], order="id"):
            if not run.try_lock_for_update():
                continue
            while run.with_company(run.company_id)._process_batch():
                if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                    return
        self.env["ir.cron"]._commit_progress(0, remaining=0)

    def _preview(self):
        """Override to find out what would be written."""

    def _begin(self):
        """Override to do what comes before the first batch."""

    def _process_batch(self):
        """Override to do the next part; return whether something is left."""
        return False
