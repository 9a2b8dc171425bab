from odoo import fields, models


class DistributionCommissionSimulationLine(models.Model):
    """What a plan, a level or a member has now, and would have had with the plan replayed."""

    _name = "distribution.commission.simulation.line"
    _description = "Comparison of a What-If"
    _order = "simulation_id desc, dimension, difference desc, id"
    _log_access = False

    simulation_id = fields.Many2one(
        "distribution.commission.simulation",
        "What-If",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    dimension = fields.Selection(
        [("plan", "Plan"), ("level", "Level"), ("member", "Member")],
        "Compared per",
        required=True,
        readonly=True,
    )
    plan_id = fields.Many2one("distribution.commission.plan", readonly=True, ondelete="cascade")
    level_id = fields.Many2one(
        "distribution.level",
        readonly=True,
        ondelete="cascade",
        help="The member's level on the last day of the period.",
    )
    member_id = fields.Many2one("distribution.member", readonly=True, ondelete="cascade")
    region_id = fields.Many2one("distribution.region", readonly=True, ondelete="set null")
    company_id = fields.Many2one(related="simulation_id.company_id")
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    amount_now = fields.Monetary("Now", readonly=True, help="What the ledger says.")
    amount_then = fields.Monetary("With This Plan", readonly=True)
    difference = fields.Monetary(readonly=True, help="Positive: more than now.")
    outcome = fields.Selection(
        [("gain", "Gains"), ("lose", "Loses"), ("same", "No Change")], required=True, readonly=True
    )

    # === ACTION METHODS === #

    def action_open_entries(self):
        """Open the replayed entries of which the amount is the sum."""
        self.ensure_one()
        self.check_access("read")
        return self.simulation_id._open_results(self._get_entry_domain())

    def action_open_ledger(self):
        """Open the ledger entries of which the amount of now is the sum."""
        self.ensure_one()
        self.check_access("read")
        return self.simulation_id._open_ledger(self._get_entry_domain())

    # === HELPERS === #

    def _get_entry_domain(self):
        if self.dimension == "plan":
            return [("plan_id", "=", self.plan_id.id)]
        if self.dimension == "member":
            return [("member_id", "=", self.member_id.id)]
        members = self.search_fetch(
            [
                ("simulation_id", "=", self.simulation_id.id),
                ("dimension", "=", "member"),
                ("level_id", "=", self.level_id.id),
            ],
            ["member_id"],
        ).member_id
        return [("member_id", "in", members.ids)]
