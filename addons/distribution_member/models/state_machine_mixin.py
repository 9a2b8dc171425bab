from odoo import models
from odoo.exceptions import UserError


class DistributionStateMachineMixin(models.AbstractModel):
    """One way to move a record from state to state, with its legal origins named."""

    _name = "distribution.state.machine.mixin"
    _description = "State Machine"

    def _ensure_state(self, allowed, message):
        """Raise when a record of `self` is in none of the `allowed` states.

        :param message: whole sentence for people; `%(record)s` and `%(state)s` are filled in
        """
        for record in self:
            if record.state not in allowed:
                labels = dict(record._fields["state"]._description_selection(record.env))
                raise UserError(
                    message % {"record": record.display_name, "state": labels[record.state]}
                )
