from odoo import api, fields, models

# Counted per statement or entry: each must be 0.
COUNT_CODES = (
    "balances_off",
    "lines_off",
    "openings_off",
    "holdbacks_off",
    "taxes_off",
    "foreign_entries",
    "left_out",
)


def build_labels(env):
    """Return what each control total says, in the language of the environment."""
    return {
        "ledger": env._("Ledger = movement of the statements"),
        "earned": env._("Lines = earned"),
        "bonus": env._("Lines = bonuses"),
        "clawback": env._("Lines = clawback"),
        "adjustment": env._("Lines = adjustments"),
        "released": env._("Earlier holdbacks = holdback released"),
        "balance": env._("Opening + movement − holdback + released = gross payment + carried"),
        "net": env._("Gross payment − tax = payable"),
        "tax": env._("Tax recomputed = tax withheld"),
        "balances_off": env._("Statements that do not add up"),
        "lines_off": env._("Statements that differ from their lines"),
        "openings_off": env._("Statements that do not begin where the last one ended"),
        "holdbacks_off": env._("Statements that release another sum than was kept"),
        "taxes_off": env._("Statements whose tax, or what was paid this month, has changed"),
        "foreign_entries": env._("Entries on the statement of another member"),
        "left_out": env._("Entries of the period on no statement"),
    }


class DistributionSettlementCheck(models.Model):
    """One control total of a settlement, as it came out last: what must be, and what is."""

    _name = "distribution.settlement.check"
    _description = "Control Total"
    _order = "settlement_id, sequence, id"

    settlement_id = fields.Many2one(
        "distribution.settlement", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="settlement_id.company_id", store=True)
    sequence = fields.Integer(readonly=True)
    code = fields.Char(required=True, readonly=True)
    label = fields.Char("Control Total", compute="_compute_label")
    expected = fields.Char(readonly=True, help="The sum, or the count, that it must be.")
    actual = fields.Char(readonly=True, help="The sum, or the count, that it is.")
    is_met = fields.Boolean("Met", readonly=True)

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_label(self):
        labels = build_labels(self.env)
        for check in self:
            check.label = labels.get(check.code)
