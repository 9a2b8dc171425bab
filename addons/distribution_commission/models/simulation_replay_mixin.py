import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, date_utils
from psycopg2 import OperationalError

from ..queries import (
    clawback,
    entries,
    period_bonus,
    plans_in_force,
    sandbox,
    what_if,
    what_if_results,
)
from .commission_engine_mixin import ORDERS_AT_ONCE
from .distribution_commission_rule import PERIOD_KINDS

_logger = logging.getLogger(__name__)

MEASURE_PERIODS = ("week", "month", "quarter", "year")


class StoppedError(Exception):
    """Somebody has cancelled the run."""


class DistributionSimulationReplayMixin(models.AbstractModel):
    """How a what-if runs: one transaction, the engine's own steps, in a sandbox of its tables."""

    _name = "distribution.simulation.replay.mixin"
    _description = "Steps of a What-If"

    # === BUSINESS METHODS === #

    @api.model
    def _cron_run(self):
        """Work on the runs that wait, and on those that were broken off."""
        waiting = self.search([("state", "in", ("queued", "running"))], order="id")
        for done, run in enumerate(waiting):
            if not run.try_lock_for_update():
                continue
            run._write_state("running", started_at=fields.Datetime.now())
            self.env["ir.cron"]._commit_progress(0, remaining=len(waiting) - done)
            if run.try_lock_for_update():  # the commit has let it go
                run._run()
            self.env["ir.cron"]._commit_progress(1)

    # === HELPERS === #

    def _run(self):
        """Replay, and say how it ended; what is not finished leaves nothing behind."""
        self.ensure_one()
        values = {}
        try:
            with self.env.cr.savepoint():
                self._tell_progress(0, 0)
                state, values = "done", self._replay()
        except StoppedError:
            state = "cancelled"
        except UserError as error:
            state, values = "failed", {"failure": str(error)}
        except OperationalError:
            raise  # somebody else changed something at the same time: the scheduler tries again
        except Exception:  # whatever it is, the run must not stand there as running for ever
            _logger.exception("what-if %s failed", self.id)
            message = self.env._("It failed by an error of the program. The server's log has more.")
            state, values = "failed", {"failure": message}
        self.env.invalidate_all(flush=False)
        self._write_state(state, ended_at=fields.Datetime.now(), **values)
        with self.env.registry.cursor() as cursor:
            cursor.execute(what_if_results.forget_progress(self.ids))

    def _replay(self):
        """Replay the plan over the period; return the figures of the run."""
        replay = self._prepare_replay()
        self.env.flush_all()
        self.env.cr.execute(what_if_results.delete_entries(self.ids))
        self.line_ids.unlink()
        order_ids = [row[0] for row in self.env.execute_query(what_if.find_orders(replay))]
        self._open_sandbox(replay)
        for start in range(0, len(order_ids), ORDERS_AT_ONCE):
            self._tell_progress(start, len(order_ids))
            self._replay_orders(replay, order_ids[start : start + ORDERS_AT_ONCE])
        self._tell_progress(len(order_ids), len(order_ids))
        if any(rule.kind in PERIOD_KINDS for rule in self.plan_id.rule_ids):
            self.env.execute_query(period_bonus.insert_true_ups(what_if.bonuses(replay)))
        sales = self._keep_results(replay)
        self._compare()
        return {"sales": sales, "terms_revision": self.plan_id.terms_revision}

    def _keep_results(self, replay):
        """Take the results out of the sandbox and close it; return the sales replayed."""
        self.env.cr.execute(what_if.keep_entries(self.id))
        [(sales,)] = self.env.execute_query(what_if.sum_sales(replay))
        self.env.cr.execute(sandbox.drop_tables())
        return sales

    def _prepare_replay(self):
        units = {rule.measure_period for rule in self.plan_id.rule_ids if rule.kind in PERIOD_KINDS}
        return what_if.Replay(
            plan=self._read_plan(),
            is_kept_up=self._is_trigger_in_use(),
            company_id=self.company_id.id,
            date_from=self.date_from,
            date_to=self.date_to,
            since=min(
                (date_utils.start_of(self.date_from, unit) for unit in units),
                default=self.date_from,
            ),
            today=self.company_id._get_distribution_today(),
        )

    def _read_plan(self):
        """Return the plan as the engine sees those in force; it may be a draft."""
        which = SQL("plan.id = %s", self.plan_id.id)
        [row] = self.env.execute_query(plans_in_force.plans_in_force(which, is_kept=False))
        return plans_in_force.PlanInForce(*row)

    def _is_trigger_in_use(self):
        """Tell whether some plan pays on the trigger: what is recorded for it is kept up then."""
        paying = [("state", "in", ("active", "closed")), ("trigger", "=", self.plan_id.trigger)]
        return bool(self.env["distribution.commission.plan"].search_count(paying, limit=1))

    def _open_sandbox(self, replay):
        """From here on the ledger's names mean temporary tables, until they are dropped."""
        [last_ids] = self.env.execute_query(sandbox.find_last_ids())
        for statement in sandbox.create_tables(
            last_ids, has_period_caps=replay.plan.has_period_cap
        ):
            self.env.cr.execute(statement)
        [(is_safe,)] = self.env.execute_query(sandbox.are_temporary())
        assert is_safe, "the engine would write into the ledger"

    def _replay_orders(self, replay, order_ids):
        """Have some orders earn and give back."""
        ledger = self.env["distribution.commission.entry"]
        all_ids = sorted({*order_ids, *ledger._find_return_orders(order_ids)})
        self._fill_sandbox(replay, all_ids)
        [movements] = self.env.execute_query(what_if.describe_movements())
        has_parts, has_reversals, currencies = movements
        features = plans_in_force.needed_features(
            [replay.plan], currencies, has_parts=has_parts, has_many=True
        )
        self.env.execute_query(
            entries.insert_entries(
                entries.earned_in_the_past(replay.plan.id, order_ids),
                features,
                is_new=True,
                in_force=what_if.in_force(replay),
            )
        )
        if has_reversals:
            self.env.execute_query(
                clawback.insert_clawbacks(clawback.reversed_in_the_past(replay.plan.id, all_ids))
            )

    def _fill_sandbox(self, replay, order_ids):
        """Copy what is recorded of some orders, and record what is not yet."""
        ledger = self.env["distribution.commission.entry"]
        self.env.cr.execute(what_if.copy_movements(replay, order_ids))
        self.env.cr.execute(sandbox.analyze_tables())
        known = ledger._find_known(order_ids)
        if replay.is_kept_up:
            order_ids, known = sorted(set(order_ids) - set(known)), []
        ledger._record_missing([replay.plan], order_ids, known)
        self.env.cr.execute(sandbox.analyze_tables())

    # === COMPARISON === #

    def _compare(self):
        """Write what every plan, level and member has now, and would have."""
        now = self.env["distribution.commission.entry"].sudo()._search(self._get_now_domain())
        currencies = self.compared_ids.currency_id | self.currency_id
        factors = {
            currency.id: currency._get_conversion_rate(
                currency, self.currency_id, self.company_id, self.date_to
            )
            for currency in currencies
        }
        self.env.cr.execute(what_if_results.compare(self.id, now.select(), factors, self.date_to))
        self.env.invalidate_all(flush=False)

    def _get_now_domain(self):
        """Return the domain of the ledger entries compared with: of sales in the period, with what
        was given back of them since, and bonuses for measuring periods that end in it.
        """
        self.ensure_one()
        in_period = Domain("date", ">=", self.date_from) & Domain("date", "<=", self.date_to)
        sold = Domain("movement_id", "!=", False) & (
            (Domain("origin_id", "=", False) & in_period) | Domain("origin_id", "any", in_period)
        )
        after = fields.Date.add(self.date_to, days=1)
        bonuses = Domain.OR(
            Domain("rule_id.measure_period", "=", unit)
            & Domain("period_start", ">=", date_utils.start_of(self.date_from, unit))
            & Domain("period_start", "<", date_utils.start_of(after, unit))
            for unit in MEASURE_PERIODS
        )
        return Domain("plan_id", "in", self.compared_ids.ids) & (sold | bonuses)

    # === PROGRESS === #

    def _tell_progress(self, done, total):
        """Say in a transaction of its own how far the run is; raise when it shall stop."""
        with self.env.registry.cursor() as cursor:
            cursor.execute(what_if_results.report_progress(self.id, done, total))
            [(is_cancelled,)] = cursor.fetchall()
        if is_cancelled:
            raise StoppedError

    def _is_to_stop(self):
        # sudo: as below
        rows = self.env["distribution.commission.simulation.progress"].sudo()
        wanted = [("simulation_id", "in", self.ids), ("is_cancel", "=", True)]
        return bool(rows.search_count(wanted, limit=1))

    def _read_progress(self):
        """Return how many orders are replayed, and how many are to be."""
        # sudo: it says nothing but how far a run is that the user sees
        rows = self.env["distribution.commission.simulation.progress"].sudo()
        told = [("simulation_id", "in", self.ids), ("is_cancel", "=", False)]
        [(done, total)] = rows._read_group(told, [], ["done:sum", "total:sum"])
        return done or 0, total or 0
