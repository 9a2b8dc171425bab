from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DistributionAbsence(models.Model):
    """Days on which somebody else decides in a person's place; both may decide meanwhile."""

    _name = "distribution.absence"
    _description = "Absence"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users",
        "Who Is Away",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    delegate_id = fields.Many2one(
        "res.users",
        "Who Stands In",
        required=True,
        ondelete="cascade",
        domain=[("share", "=", False)],
        help="Decides on orders in the other's place. Nobody decides on an order of their own.",
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", required=True, help="Last day.")
    note = fields.Char()

    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "The absence ends before it begins."
    )
    _somebody_else = models.Constraint(
        "CHECK (user_id <> delegate_id)", "Somebody else must stand in."
    )
    _today_index = models.Index("(date_from, date_to)")

    @api.constrains("user_id", "delegate_id")
    def _check_staff(self):
        for absence in self:
            if absence.user_id.share or absence.delegate_id.share:
                raise ValidationError(self.env._("Only staff stand in for each other."))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        self._refresh_reviewers()
        return absences

    def write(self, vals):
        result = super().write(vals)
        self._refresh_reviewers()
        return result

    def unlink(self):
        result = super().unlink()
        self._refresh_reviewers()
        return result

    # === BUSINESS METHODS === #

    @api.model
    def _find_stand_ins(self, users):
        """Return who stands in today for those of the users who are away."""
        today = fields.Date.context_today(self)
        return self.search(
            [
                ("user_id", "in", users.ids),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ]
        ).delegate_id

    @api.model
    def _cron_refresh_reviewers(self):
        """Let those who stand in from today on decide, and those whose days are over no more."""
        self._refresh_reviewers()

    @api.model
    def _refresh_reviewers(self):
        self.env["tier.review"]._refresh_reviewers()
