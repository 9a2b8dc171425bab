from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..queries import clawback, entries, movements, reversals

# Orders looked at by one statement: enough to be fast, few enough to stay in memory.
ORDERS_AT_ONCE = 5000


class DistributionCommissionEngineMixin(models.AbstractModel):
    """Runs the engine of `queries/`: records movements, and writes what they earn."""

    _name = "distribution.commission.engine.mixin"
    _description = "Commission Engine"

    # === BUSINESS METHODS === #

    @api.model
    def accrue(self, order_ids=None, date_from=None, date_to=None):
        """Write what sales earn and returns give back, once and only once.

        :param list order_ids: only these sale orders; None: all
        :param date_from: first day of the orders, None: from the beginning
        :param date_to: last day of the orders, None: to the end
        :return: number of new entries
        :rtype: int
        :raise AccessError: for users without the right to run commission
        """
        self._ensure_may_accrue()
        # sudo: the engine reads every order and member of the scope, whoever starts it.
        return self.sudo()._accrue(
            order_ids, fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        )

    def _accrue(self, order_ids=None, date_from=None, date_to=None):
        """Run the engine; for callers in this process, which answer for the rights."""
        self.env.flush_all()
        plans = self._find_plans()
        if not plans:
            return 0
        triggers = sorted(set(plans.mapped("trigger")))
        count = plans._catch_up(order_ids)
        if order_ids is None or date_from or date_to:
            order_ids = self._find_pending_orders(
                triggers, movements.order_scope(order_ids, date_from, date_to)
            )
        for start in range(0, len(order_ids), ORDERS_AT_ONCE):
            count += self._accrue_orders(triggers, order_ids[start : start + ORDERS_AT_ONCE])
        self.invalidate_model()
        return count

    @api.model
    def _cron_accrue(self):
        """Catch up on what no hook has seen, in pieces that are kept when the run is stopped."""
        self.env.flush_all()
        plans = self._find_plans()
        triggers = sorted(set(plans.mapped("trigger")))
        if not triggers:
            return
        plans._catch_up(None)
        pending = self._find_pending_orders(triggers, movements.order_scope(None))
        for start in range(0, len(pending), ORDERS_AT_ONCE):
            piece = pending[start : start + ORDERS_AT_ONCE]
            self._accrue_orders(triggers, piece)
            left = len(pending) - start - len(piece)
            if not self.env["ir.cron"]._commit_progress(len(piece), remaining=left):
                break

    # === HELPERS === #

    def _ensure_may_accrue(self):
        group = "distribution_member.group_distribution_finance"
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Only finance may run commission. Ask somebody of the finance group.")
            )

    def _find_plans(self):
        return self.env["distribution.commission.plan"].search_fetch(
            [("state", "!=", "draft")], ["trigger", "is_caught_up"]
        )

    def _find_pending_orders(self, triggers, scope):
        query = movements.pending_orders(
            scope, triggers, reversals.reversal_changes(triggers, scope)
        )
        return [order_id for (order_id,) in self.env.execute_query(query)]

    def _accrue_orders(self, triggers, order_ids):
        """Record what some orders say now, and write what it earns or gives back."""
        scope = movements.order_scope(order_ids)
        recorded = self.env.execute_query(movements.insert_forward(triggers, scope, self.env.uid))
        sold = [movement_id for movement_id, role, _sequence in recorded if role == "forward"]
        taken = [movement_id for movement_id, role, _sequence in recorded if role == "undo"]
        count = self._write_entries(entries.insert_entries, entries.earned_by, sold)
        if any(sequence for _movement_id, _role, sequence in recorded):
            scope = movements.order_scope([*order_ids, *self._find_return_orders(order_ids)])
        while recorded := self.env.execute_query(
            reversals.insert_reversals(triggers, scope, self.env.uid)
        ):
            taken += [movement_id for movement_id, _role, _sequence in recorded]
        if taken:
            self.env.cr.execute(reversals.lock_origins(taken))
        return count + self._write_entries(clawback.insert_clawbacks, clawback.reversed_by, taken)

    def _find_return_orders(self, order_ids):
        """Return the orders that take back lines of these orders."""
        lines = self.env["sale.order.line"].search(
            [("distribution_origin_line_id.order_id", "in", order_ids)]
        )
        return lines.order_id.ids

    def _write_entries(self, insert, chosen_by, movement_ids):
        if not movement_ids:
            return 0
        [(written,)] = self.env.execute_query(insert(chosen_by(movement_ids), self.env.uid))
        return written
