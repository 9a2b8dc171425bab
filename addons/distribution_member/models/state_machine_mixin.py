from odoo import api, models
from odoo.exceptions import UserError

# Only code in this process can hold it, so no RPC client can jump from state to state.
STATE_SENTINEL = object()


class DistributionStateMachineMixin(models.AbstractModel):
    """One way to move a record from state to state; a plain write of `state` is refused."""

    _name = "distribution.state.machine.mixin"
    _description = "State Machine"

    # What goes with the state, who did it and when: written by the actions only, as it is itself.
    _state_fields = ()

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: a new record begins at the beginning.

        The beginning is the field's own, whatever `default_state` the context may hold.
        """
        first = self._fields["state"].default(self)
        if any(vals.keys() & set(self._state_fields) for vals in vals_list):
            self._ensure_may_write_state()
        vals_list = [{"state": first, **vals} for vals in vals_list]
        if any(vals["state"] != first for vals in vals_list):
            self._ensure_may_write_state()
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: the state changes by the actions only."""
        if vals.keys() & {"state", *self._state_fields}:
            self._ensure_may_write_state()
        return super().write(vals)

    # === HELPERS === #

    def _write_state(self, state, **values):
        """Write a state that an action has decided on, and what goes with it."""
        return self.with_context(distribution_state=STATE_SENTINEL).write(
            {"state": state, **values}
        )

    def _ensure_state(self, allowed, message):
        """Raise when a record of `self` may not be written, or is in none of the `allowed` states.

        Who may not act learns nothing about the state.

        :param message: whole sentence for people; `%(record)s` and `%(state)s` are filled in
        """
        self.check_access("write")
        for record in self:
            if record.state not in allowed:
                labels = dict(record._fields["state"]._description_selection(record.env))
                raise UserError(
                    message % {"record": record.display_name, "state": labels[record.state]}
                )

    def _ensure_may_write_state(self):
        if self.env.su or self.env.context.get("distribution_state") is STATE_SENTINEL:
            return
        raise UserError(
            self.env._("The state changes by its buttons only, which check what must hold first.")
        )
