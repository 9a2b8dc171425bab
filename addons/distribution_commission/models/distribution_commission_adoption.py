from odoo import api, fields, models
from odoo.addons.distribution_member.models.adoption_run_mixin import ADOPTION_STATES
from odoo.exceptions import UserError
from odoo.fields import Command

from ..queries import recording
from .commission_engine_mixin import ORDERS_AT_ONCE


class DistributionCommissionAdoption(models.Model):
    """Sales from before earn commission from a chosen day on; what-ifs show it first.

    The day becomes the company's: no sale before it ever earns anything. Nothing is settled here.
    """

    _name = "distribution.commission.adoption"
    _description = "Commission on Past Sales"
    _inherit = ["distribution.adoption.run.mixin", "distribution.state.machine.mixin"]
    _cron = "distribution_commission.ir_cron_commission_adoption"
    _state_fields = ("user_id", "done_count", "total_count", "entry_count", "simulation_ids")

    state = fields.Selection(
        ADOPTION_STATES, required=True, default="draft", readonly=True, copy=False
    )
    simulation_ids = fields.Many2many(
        "distribution.commission.simulation",
        "distribution_adoption_simulation_rel",
        string="Previews",
        readonly=True,
        copy=False,
        help="What each plan in force would pay on the days from then until today.",
    )
    is_replaying = fields.Boolean(compute="_compute_figures")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        "Commission in the Preview",
        compute="_compute_figures",
        help="Of all previews, in the company's currency. Bonuses of a period are in it; they come"
        " with the settlements, not with this step.",
    )
    entry_count = fields.Integer("Entries Written", readonly=True, copy=False)

    # === COMPUTE METHODS === #

    @api.depends("simulation_ids.state", "simulation_ids.line_ids")
    def _compute_figures(self):
        today = fields.Date.context_today(self)
        for run in self:
            run.is_replaying = any(preview.is_running for preview in run.simulation_ids)
            run.amount = sum(
                preview.currency_id._convert(
                    preview.amount_then, run.currency_id, run.company_id, today
                )
                for preview in run.simulation_ids
            )

    # === ACTION METHODS === #

    def action_open_amounts(self):
        """Open the amounts in the preview, a row per member and a column per month."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_simulation_entry_action"
        )
        return {
            **action,
            "views": [(False, "pivot"), (False, "list")],
            "domain": [("simulation_id", "in", self.simulation_ids.ids)],
            "context": {
                "pivot_row_groupby": ["member_id"],
                "pivot_column_groupby": ["date:month"],
            },
        }

    # === HELPERS === #

    def _preview(self):
        """Replay each plan in force over the days."""
        today = self.company_id._get_distribution_today()
        previews = self.env["distribution.commission.simulation"]
        for plan in self._find_plans():
            first = max(self.date_from, plan.date_from)
            last = min(today, plan.date_to or today)
            if first <= last:
                previews += plan.simulate(first, last)
        if not previews:
            raise UserError(
                self.env._(
                    "No plan is in force on these days. Activate one that is valid from the day on"
                    " which sales shall earn."
                )
            )
        self._write_state(self.state, simulation_ids=[Command.set(previews.ids)])

    def _find_plans(self):
        return self.env["distribution.commission.plan"].search(
            [("company_id", "=", self.company_id.id), ("state", "in", ("active", "closed"))],
            order="date_from, id",
        )

    def _begin(self):
        """Let the company's sales earn from the day on."""
        if any(preview.state != "done" for preview in self.simulation_ids):
            raise UserError(
                self.env._("The preview is not done. Wait until it is, or preview again.")
            )
        # sudo: the day is set by this step for those who may not edit the company
        self.company_id.sudo().distribution_commission_start = self.date_from
        engine = self._get_engine()
        self.env.flush_all()
        pending = engine._find_pending_orders(engine._find_plans(), self._get_scope())
        self._write_state(self.state, total_count=len(pending), entry_count=0)

    def _process_batch(self):
        """Have the engine look at what was recorded before, then at the next orders."""
        engine = self._get_engine()
        self.env.flush_all()
        plans = engine._find_plans()
        written = engine._catch_up(plans, None)
        pending = engine._find_pending_orders(plans, self._get_scope())[:ORDERS_AT_ONCE]
        written += sum(count for count, *_rest in engine._accrue_pieces(plans, pending))
        self._write_state(
            "running" if pending else "done",
            done_count=self.done_count + len(pending),
            entry_count=self.entry_count + written,
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return bool(pending)

    def _get_engine(self):
        # sudo: as `accrue`, whoever starts it
        return self.env["distribution.commission.entry"].sudo()

    def _get_scope(self):
        """Orders of earlier days too: what they deliver, invoice or pay may be of later ones."""
        return recording.order_scope(None)
