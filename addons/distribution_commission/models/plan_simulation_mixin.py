from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class DistributionPlanSimulationMixin(models.AbstractModel):
    """A plan can be replayed over past days: what would it have paid (commission.md §7)?"""

    _name = "distribution.commission.plan.simulation.mixin"
    _description = "What-If of a Plan"

    simulation_count = fields.Integer(
        "What-Ifs",
        compute="_compute_simulation_count",
        groups="distribution_member.group_distribution_finance",
    )

    # === COMPUTE METHODS === #

    def _compute_simulation_count(self):
        counts = dict(
            self.env["distribution.commission.simulation"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.simulation_count = counts.get(plan._origin, 0)

    # === CRUD METHODS === #

    def unlink(self):
        """Override of `base`: what-ifs of a draft go with it."""
        self.check_access("unlink")
        # sudo: who may delete the plan need not be allowed to see what it would have paid
        self.env["distribution.commission.simulation"].sudo().search(
            [("plan_id", "in", self.ids)]
        ).unlink()
        return super().unlink()

    # === ACTION METHODS === #

    def action_open_simulations(self):
        """Open the what-ifs of this plan."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_simulation_action"
        )
        return {**action, "domain": [("plan_id", "=", self.id)], "context": {}}

    # === BUSINESS METHODS === #

    def simulate(self, date_from, date_to, compared_ids=None):
        """Replay the plan over past days, as if it had been in force on them and no others.

        The scheduler does the work at once; the ledger is not touched.

        :param date_from: first day
        :param date_to: last day, today at the latest
        :param list compared_ids: plans whose entries it is compared with; None: those it would
            replace
        :return: the run, with state `queued`
        :raise AccessError: for users without the right to run commission
        :raise UserError: when there is nothing to replay
        """
        self.ensure_one()
        runs = self.env["distribution.commission.simulation"]
        runs._ensure_may_run()
        self.check_access("read")
        date_from, date_to = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        self._ensure_replayable(date_from, date_to)
        if compared_ids is None:
            compared = self._find_compared(date_from, date_to)
        else:
            compared = self.browse(compared_ids)
            compared.check_access("read")
        # sudo: a run is written by its own steps only, whoever starts it
        run_sudo = runs.sudo().create(
            {
                "plan_id": self.id,
                "date_from": date_from,
                "date_to": date_to,
                "compared_ids": [Command.set(compared.ids)],
                "user_id": self.env.uid,
            }
        )
        runs._trigger()
        return run_sudo.with_env(self.env)

    # === HELPERS === #

    def _ensure_replayable(self, date_from, date_to):
        if not self.rule_ids:
            raise UserError(
                self.env._("Add a rule to %(plan)s: it would pay nobody.", plan=self.display_name)
            )
        if not date_from or not date_to or date_from > date_to:
            raise UserError(self.env._("Give the first and the last day of a period."))
        if date_to > self.company_id._get_distribution_today():
            raise UserError(
                self.env._("Days to come have no sales to replay. End the period today or before.")
            )

    def _find_compared(self, date_from, date_to):
        """Return the plans that this one would replace: versions of the same agreement that were in
        force, else all plans of the company that were.
        """
        self.ensure_one()
        in_force = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("active", "closed")),
                ("date_from", "<=", date_to),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", date_from),
            ]
        )
        return in_force & self.version_ids or in_force
