from odoo import fields, models

from .distribution_commission_entry import CAPS
from .distribution_commission_rule import RULE_KINDS
from .ledger_reference import LedgerReference


class DistributionCommissionSimulationEntry(models.Model):
    """One row that the ledger would have if the plan replayed had been in force.

    Written in sets like the ledger itself, but it is none: rows go with their run.
    """

    _name = "distribution.commission.simulation.entry"
    _description = "Replayed Commission Entry"
    _order = "date desc, id desc"
    _rec_name = "id"
    _log_access = False

    simulation_id = LedgerReference(
        "distribution.commission.simulation", "What-If", required=True, readonly=True, index=True
    )
    company_id = LedgerReference("res.company", required=True, readonly=True)
    member_id = LedgerReference("distribution.member", "Beneficiary", required=True, readonly=True)
    buyer_id = LedgerReference("distribution.member", readonly=True)
    plan_id = LedgerReference("distribution.commission.plan", required=True, readonly=True)
    rule_id = LedgerReference("distribution.commission.rule", readonly=True)
    kind = fields.Selection(RULE_KINDS, required=True, readonly=True)
    depth = fields.Integer(readonly=True, help="0: the buyer; 1: its direct upline on that day; …")
    order_id = LedgerReference("sale.order", readonly=True, index="btree_not_null")
    order_line_id = LedgerReference("sale.order.line", readonly=True)
    period_start = fields.Date("Measured from", readonly=True)
    quantity = fields.Float(
        digits="Product Unit", readonly=True, help="Units sold; negative: taken back."
    )
    base_amount = fields.Monetary("Base", readonly=True, help="What the rate applies to.")
    rate = fields.Float("Rate (%)", digits=(8, 4), min_display_digits=2, readonly=True)
    fixed_amount = fields.Monetary("Per Unit", readonly=True)
    uncapped_amount = fields.Monetary("Before the Cap", readonly=True)
    capped_by = fields.Selection(CAPS, readonly=True)
    amount = fields.Monetary(
        readonly=True, required=True, help="Positive: earned. Negative: given back."
    )
    currency_id = LedgerReference("res.currency", required=True, readonly=True)
    date = fields.Date(
        required=True,
        readonly=True,
        help="Day of the sale or of the return; of a bonus, the last day of its period.",
    )
    is_clawback = fields.Boolean("Takes Back", readonly=True)
