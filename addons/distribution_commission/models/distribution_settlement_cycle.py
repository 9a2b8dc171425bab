from odoo import api, fields, models
from odoo.exceptions import UserError

from ..settlement_calendar.periods import find_period, name_period


class DistributionSettlementCycle(models.Model):
    """How often members are settled, what is kept of it for a while, and what is paid."""

    _name = "distribution.settlement.cycle"
    _description = "Settlement Cycle"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, default="M", help="Begins the numbers of the statements.")
    frequency = fields.Selection(
        [
            ("weekly", "Weekly"),
            ("half_monthly", "Half-monthly"),
            ("monthly", "Monthly"),
            ("quarterly", "Quarterly"),
        ],
        required=True,
        default="monthly",
        help="Weeks begin on Monday (ISO); halves of a month are 1–15 and 16–end.",
    )
    cutoff_day = fields.Integer(
        "Cut-off Day",
        required=True,
        default=0,
        help="Last day of a monthly period: 25 settles the 26th to the 25th. 0 or 31: the calendar"
        " month. A shorter month ends the period with its last day.",
    )
    minimum_payout = fields.Monetary(
        required=True,
        default=0.0,
        help="A smaller balance is carried to the next statement. 0: every sum is paid.",
    )
    recovery_cap = fields.Float(
        "Recovery Cap (%)",
        digits=(5, 2),
        required=True,
        default=100.0,
        help="How much of what a period brings may be kept to pay off a negative balance, in"
        " percent: 50 leaves the member at least half of it.",
    )
    holdback_rate = fields.Float(
        "Holdback (%)",
        digits=(5, 2),
        required=True,
        default=0.0,
        help="How much of a positive sum of the period is kept as a security, in percent.",
    )
    holdback_days = fields.Integer(
        "Holdback for (days)",
        required=True,
        default=0,
        help="What was kept is released by the first settlement whose last day is so many days"
        " after the end of the period.",
    )
    confirm_days = fields.Integer(
        "Days to Confirm",
        required=True,
        default=7,
        help="How many days after the publication a member may confirm or dispute a statement.",
    )
    responsible_id = fields.Many2one(
        "res.users",
        help="Who is reminded to publish in time. Empty: somebody of finance.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    plan_ids = fields.One2many("distribution.commission.plan", "cycle_id", "Plans")
    active = fields.Boolean(default=True)

    _code_unique = models.UniqueIndex(
        "(company_id, code)", "Another cycle of this company has this code already."
    )
    _minimum_not_negative = models.Constraint(
        "CHECK (minimum_payout >= 0)", "The minimum payout cannot be negative."
    )
    _cutoff_in_month = models.Constraint(
        "CHECK (cutoff_day BETWEEN 0 AND 31)", "The cut-off day lies between 0 and 31."
    )
    _shares_are_percentages = models.Constraint(
        "CHECK (recovery_cap BETWEEN 0 AND 100 AND holdback_rate BETWEEN 0 AND 100)",
        "Recovery cap and holdback lie between 0 and 100 %.",
    )
    _days_not_negative = models.Constraint(
        "CHECK (holdback_days >= 0 AND confirm_days >= 0)", "Days cannot be negative."
    )

    # === CONSTRAINT METHODS === #

    @api.constrains("frequency", "cutoff_day", "company_id")
    def _check_periods_unused(self):
        """Keep the periods apart: what was settled once must not begin anew in another rhythm."""
        settlements = self.env["distribution.settlement"].search(
            [("cycle_id", "in", self.ids), ("state", "!=", "draft")], limit=1
        )
        if settlements:
            raise UserError(
                self.env._(
                    "%(settlement)s is settled by this cycle, so its periods cannot change. Archive"
                    " the cycle and make a new one.",
                    settlement=settlements.display_name,
                )
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: runs planned ahead go with the rhythm they were planned in."""
        if {"frequency", "cutoff_day"} & vals.keys():
            self.check_access("write")
            planned = [("cycle_id", "in", self.ids), ("state", "=", "draft")]
            self.env["distribution.settlement"].search(planned).unlink()
        return super().write(vals)

    # === HELPERS === #

    def _get_period(self, day):
        """Return the first and the last day of the period that `day` falls into."""
        self.ensure_one()
        return find_period(self.frequency, day, self.cutoff_day)

    def _name_period(self, date_from, date_to):
        """Return the name of a period, as people say it."""
        self.ensure_one()
        name = name_period(self.frequency, date_from, date_to)
        if self.frequency != "half_monthly":
            return name
        month, _dash, half = name.rpartition("-")
        if half == "A":
            return self.env._("%(month)s first half", month=month)
        return self.env._("%(month)s second half", month=month)

    def _build_number_prefix(self, date_from, date_to):
        """Return how the numbers of the statements of a period begin."""
        self.ensure_one()
        period = name_period(self.frequency, date_from, date_to).replace("-", "")
        return f"{self.code}/{period}/"
