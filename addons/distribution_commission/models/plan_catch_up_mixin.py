from odoo import fields, models

from ..queries import clawback, entries


class DistributionPlanCatchUpMixin(models.AbstractModel):
    """A plan that comes into force looks once at the movements recorded before."""

    _name = "distribution.plan.catch.up.mixin"
    _description = "Catching up of a Plan"

    is_caught_up = fields.Boolean(
        readonly=True,
        copy=False,
        help="Sales from before the activation have been looked at.",
    )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: a plan that lasts longer looks at its new days too."""
        if "date_to" in vals and "is_caught_up" not in vals:
            vals = {**vals, "is_caught_up": False}
        return super().write(vals)

    # === HELPERS === #

    def _catch_up(self, order_ids):
        """Write what plans that came into force earn of movements recorded before.

        :param order_ids: only movements of these orders; None: all, and the plan is caught up
        :return: number of new entries
        """
        count = sum(plan._write_past_entries(order_ids) for plan in self)
        if order_ids is None and self:
            self.is_caught_up = True
            self.flush_recordset()
        return count

    def _write_past_entries(self, order_ids):
        self.ensure_one()
        count = 0
        for query in (
            entries.insert_entries(entries.earned_in_the_past(self.id, order_ids)),
            clawback.insert_clawbacks(clawback.reversed_in_the_past(self.id, order_ids)),
        ):
            [(written,)] = self.env.execute_query(query)
            count += written
        return count
