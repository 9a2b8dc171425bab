from odoo import api, fields, models
from odoo.fields import Domain


class DistributionOverdueMixin(models.AbstractModel):
    """What has missed its goal, or has a deadline that is past, is overdue."""

    _name = "distribution.overdue.mixin"
    _description = "Overdue"

    deadline = fields.Datetime(readonly=True, index="btree_not_null")
    is_late = fields.Boolean("Goal Missed", readonly=True)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    # === COMPUTE METHODS === #

    @api.depends("is_late", "deadline")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for record in self:
            record.is_overdue = record.is_late or bool(record.deadline and record.deadline < now)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("is_late", "=", True) | Domain("deadline", "<", fields.Datetime.now())
        return overdue if True in value else ~overdue
