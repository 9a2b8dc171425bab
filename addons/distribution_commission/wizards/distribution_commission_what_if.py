from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import date_utils

MONTHS = 3


class DistributionCommissionWhatIf(models.TransientModel):
    """Ask over which days a plan is replayed, and what it is compared with."""

    _name = "distribution.commission.what.if"
    _description = "Replay a Plan"

    plan_id = fields.Many2one(
        "distribution.commission.plan",
        default=lambda self: self._get_default_plan(),
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="plan_id.company_id")
    date_from = fields.Date(required=True, default=lambda self: self._get_default_month(-MONTHS))
    date_to = fields.Date(
        "Until",
        required=True,
        default=lambda self: fields.Date.subtract(self._get_default_month(0), days=1),
        help="Last day. Returns and credit notes up to today are taken back.",
    )
    compared_ids = fields.Many2many(
        "distribution.commission.plan",
        "distribution_what_if_compared_rel",
        string="Compare with",
        compute="_compute_compared_ids",
        store=True,
        readonly=False,
        help="Whose entries in the ledger are the figures of now. Proposed: the versions of this"
        " plan that were in force on these days, else all plans that were.",
    )

    def _get_default_plan(self):
        if self.env.context.get("active_model") != "distribution.commission.plan":
            return False
        return self.env.context.get("active_id")

    def _get_default_month(self, months):
        """Return the first day of the month so many months from now."""
        today = self.env.company._get_distribution_today()
        return fields.Date.add(date_utils.start_of(today, "month"), months=months)

    # === COMPUTE METHODS === #

    @api.depends("plan_id", "date_from", "date_to")
    def _compute_compared_ids(self):
        for wizard in self:
            if wizard.plan_id and wizard.date_from and wizard.date_to:
                wizard.compared_ids = wizard.plan_id._find_compared(
                    wizard.date_from, wizard.date_to
                )
            else:
                wizard.compared_ids = False

    # === ACTION METHODS === #

    def action_simulate(self):
        """Ask for the run and open it."""
        self.ensure_one()
        if not self.plan_id:
            raise UserError(self.env._("Choose the plan to replay."))
        run = self.plan_id.simulate(self.date_from, self.date_to, self.compared_ids.ids)
        return {
            "type": "ir.actions.act_window",
            "res_model": run._name,
            "res_id": run.id,
            "views": [(False, "form")],
        }
