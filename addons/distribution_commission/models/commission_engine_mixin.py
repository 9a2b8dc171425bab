import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError
from psycopg2.errors import UniqueViolation

from ..queries import (
    clawback,
    entries,
    movements,
    plans_in_force,
    recording,
    reversal_guards,
    reversals,
)

_logger = logging.getLogger(__name__)

# Orders looked at by one statement: enough to be fast, few enough to stay in memory.
ORDERS_AT_ONCE = 5000
FEW_ORDERS = 20
# From so many movements on, the planner must know of them before they are joined.
MANY_MOVEMENTS = 2000


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
        count = self._catch_up(plans, order_ids)
        if order_ids is None or date_from or date_to:
            order_ids = self._find_pending_orders(
                plans, recording.order_scope(order_ids, date_from, date_to)
            )
        is_quick = len(order_ids) <= FEW_ORDERS
        if is_quick:
            self.env.cr.execute(plans_in_force.plan_quickly(True))
        count += sum(written for written, *_rest in self._accrue_pieces(plans, order_ids))
        if is_quick:
            self.env.cr.execute(plans_in_force.plan_quickly(False))
        self.invalidate_model()
        return count

    @api.model
    def _cron_accrue(self):
        """Catch up on what no hook has seen, in pieces that are kept when the run is stopped."""
        self.env.flush_all()
        plans = self._find_plans()
        if not plans:
            return
        self._catch_up(plans, None)
        pending = self._find_pending_orders(plans, recording.order_scope(None))
        for _written, looked_at, left in self._accrue_pieces(plans, pending):
            if not self.env["ir.cron"]._commit_progress(looked_at, remaining=left):
                break

    # === HELPERS === #

    def _ensure_may_accrue(self):
        group = "distribution_member.group_distribution_finance"
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Only finance may run commission. Ask somebody of the finance group.")
            )

    def _find_plans(self):
        """Return the plans that pay, of all companies."""
        rows = self.env.execute_query(plans_in_force.plans_in_force())
        return [plans_in_force.PlanInForce(*row) for row in rows]

    def _find_pending_orders(self, plans, scope):
        triggers = _triggers(plans)
        query = movements.pending_orders(
            scope, triggers, reversals.reversal_changes(triggers, scope)
        )
        return [order_id for (order_id,) in self.env.execute_query(query)]

    def _accrue_pieces(self, plans, order_ids):
        """Accrue piece by piece; yield the new entries, the orders looked at, and those left."""
        for start in range(0, len(order_ids), ORDERS_AT_ONCE):
            piece = order_ids[start : start + ORDERS_AT_ONCE]
            left = len(order_ids) - start - len(piece)
            yield self._accrue_orders(plans, piece), len(piece), left

    def _accrue_orders(self, plans, order_ids):
        """Record what some orders say now, and write what it earns or gives back."""
        known = self._find_known(order_ids)
        recorded = self._record_forward(plans, order_ids, known)
        sold = [movement for movement in recorded if movement.role == "forward"]
        taken = [movement for movement in recorded if movement.role == "undo"]
        count = self._write_entries(plans, sold)
        if any(movement.sequence for movement in recorded):
            order_ids = [*order_ids, *self._find_return_orders(order_ids)]
        if known or self._may_be_taken_back(order_ids):
            taken += self._take_back(plans, order_ids)
        return count + self._write_clawbacks(taken)

    def _record_forward(self, plans, order_ids, known):
        """Record what orders sell; those of which nothing is known take the quick way."""
        fresh, recorded = sorted(set(order_ids) - set(known)), []
        if fresh:
            recorded += self._record_fresh(_triggers(plans), fresh)
        if known:
            scope = recording.order_scope(known)
            recorded += self._record(movements.insert_forward(_triggers(plans), scope))
        return recorded

    def _record_fresh(self, triggers, order_ids):
        """Record orders of which nothing is known; many at once as if nobody else did it now."""
        scope = recording.order_scope(order_ids)
        if len(order_ids) > FEW_ORDERS:
            try:
                with self.env.cr.savepoint():
                    query = recording.insert_fresh(triggers, scope, is_alone=True)
                    return self._record(query, is_failure_logged=False)
            except UniqueViolation:
                _logger.info("somebody else records some of %s orders now", len(order_ids))
        return self._record(recording.insert_fresh(triggers, scope))

    def _record_missing(self, plans, order_ids, known):
        """Record what some orders say and the movements do not; it earns nothing here."""
        self._record_forward(plans, order_ids, known)
        if known or self._may_be_taken_back(order_ids):
            self._take_back(plans, order_ids)

    def _find_known(self, order_ids):
        """Return those of the orders of which something is recorded."""
        return [
            order_id
            for (order_id,) in self.env.execute_query(reversal_guards.known_orders(order_ids))
        ]

    def _may_be_taken_back(self, order_ids):
        [(is_possible,)] = self.env.execute_query(reversal_guards.may_exist(order_ids))
        return is_possible

    def _take_back(self, plans, order_ids):
        """Record what documents of the orders take back, round by round."""
        taken, scope = [], recording.order_scope(order_ids)
        while more := self._record(reversals.insert_reversals(_triggers(plans), scope)):
            taken += more
        return taken

    def _record(self, query, *, is_failure_logged=True):
        self.env.cr.execute(query, log_exceptions=is_failure_logged)
        return [recording.Recorded(*row) for row in self.env.cr.fetchall()]

    def _write_entries(self, plans, sold):
        if not sold:
            return 0
        has_many = len(sold) >= MANY_MOVEMENTS
        if has_many:
            self._tell_planner(len(sold))
        features = plans_in_force.needed_features(
            plans,
            {movement.currency_id for movement in sold},
            has_parts=any(movement.part for movement in sold),
            has_many=has_many,
        )
        which = entries.earned_by([movement.id for movement in sold])
        [(count,)] = self.env.execute_query(entries.insert_entries(which, features, is_new=True))
        return count

    def _tell_planner(self, count):
        """Let the server count the movements again, when most of them are new."""
        [(known,)] = self.env.execute_query(plans_in_force.known_movements())
        if count > known:
            self.env.cr.execute("ANALYZE distribution_commission_movement")

    def _write_clawbacks(self, taken):
        if not taken:
            return 0
        movement_ids = [movement.id for movement in taken]
        self.env.cr.execute(reversal_guards.lock_origins(movement_ids))
        [(count,)] = self.env.execute_query(
            clawback.insert_clawbacks(clawback.reversed_by(movement_ids))
        )
        return count

    def _find_return_orders(self, order_ids):
        """Return the orders that take back lines of these orders."""
        lines = self.env["sale.order.line"].search(
            [("distribution_origin_line_id.order_id", "in", order_ids)]
        )
        return lines.order_id.ids

    def _catch_up(self, plans, order_ids):
        """Let plans that came into force look at the movements recorded before.

        A new order has none yet, and does not wait for the engine once more for each such plan.
        """
        behind = [plan.id for plan in plans if not plan.is_caught_up]
        if behind and order_ids is not None and not self._has_movements(order_ids):
            return 0
        return self.env["distribution.commission.plan"].browse(behind)._catch_up(order_ids)

    def _has_movements(self, order_ids):
        movements = self.env["distribution.commission.movement"]
        return bool(movements.search_count([("order_id", "in", order_ids)], limit=1))


def _triggers(plans):
    return sorted({plan.trigger for plan in plans})
