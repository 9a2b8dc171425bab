from odoo import api, fields, models

LIMIT_CODES = [
    ("levels", "Levels Paid"),
    ("person_levels", "Levels Paid Where Natural Persons Earn"),
    ("payout_cap", "Usual Highest Payout (%)"),
]


class DistributionCommissionLimit(models.Model):
    """How far a plan may go by law, from a day on. A company may only be stricter.

    When the law changes a row is added; those of before stay, for what was agreed under them.
    """

    _name = "distribution.commission.limit"
    _description = "Legal Limit of Commission"
    _order = "code, date_from desc"
    _rec_name = "code"

    code = fields.Selection(LIMIT_CODES, "What Is Limited", required=True)
    value = fields.Float(
        "Limit", digits=(6, 2), required=True, help="A number of levels, or percent of the sales."
    )
    date_from = fields.Date("Valid from", required=True, help="First day the limit holds.")
    source = fields.Char(required=True, translate=True, help="The article of the law, or the rule.")

    _code_unique = models.UniqueIndex(
        "(code, date_from)", "There is a limit of this kind from this day on already."
    )
    _in_range = models.Constraint(
        "CHECK (value >= 0 AND value <= CASE WHEN code = 'payout_cap' THEN 100 ELSE 3 END)",
        "A limit is not negative, no plan pays more than 3 levels, and none more than its sales.",
    )

    # === BUSINESS METHODS === #

    @api.model
    def _get(self, code, company, day):
        """Return the limit that holds in a company on a day: the law's, or its own stricter one."""
        limit_sudo = self._find(code, day)
        return min(limit_sudo.value, company.sudo()[f"distribution_{code}_max"])

    @api.model
    def _find(self, code, day):
        """Return what the law says on a day, as superuser; before its first day, that."""
        # sudo: a limit binds everybody
        limits_sudo = self.sudo().search([("code", "=", code)], order="date_from desc")
        return limits_sudo.filtered(lambda limit: limit.date_from <= day)[:1] or limits_sudo[-1:]

    # === HELPERS === #

    def _describe_code(self):
        """Return what is limited, in the reader's language."""
        return dict(self._fields["code"]._description_selection(self.env)).get(self.code, "")
