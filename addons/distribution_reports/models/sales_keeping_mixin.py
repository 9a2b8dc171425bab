import logging

from odoo import models

from ..queries import sales_facts

_logger = logging.getLogger(__name__)
# Orders whose facts are made anew in one transaction.
BATCH = 5000


class DistributionSalesKeepingMixin(models.AbstractModel):
    """Keeps the facts that reports on sales read; readers are right without it, only slower."""

    _name = "distribution.sales.keeping.mixin"
    _description = "Keeping of Facts of Sales"

    def _cron_keep_facts(self):
        """Make the facts of changed orders anew, batch by batch; a killed run has lost nothing."""
        while True:
            noted, left = self._keep_batch()
            seconds = self.env["ir.cron"]._commit_progress(noted, remaining=left)
            if not left or not seconds:
                return

    def _cron_verify_facts(self):
        """Sum up the months anew, and find facts that are not what documents say.

        There are none, unless somebody changed tables while no trigger could see it.
        """
        months = self.env.execute_query(sales_facts.month_differences())
        if months:
            _logger.warning("Sums of %s months were wrong: %s", len(months), months[:20])
        self.env.cr.execute(sales_facts.sum_up_months())
        order_ids = self._find_different_orders()
        if order_ids:
            _logger.warning("Facts of %s orders were wrong: %s", len(order_ids), order_ids[:20])
            self.env.cr.execute(sales_facts.note(order_ids))

    def _keep_batch(self, limit=None):
        """Take over the changes that were noted first.

        :return: how many notes were taken, and how many are left
        """
        self.env.flush_all()
        taken = self.env.execute_query(sales_facts.take_stale(limit or BATCH))
        if taken:
            self._renew_facts(sorted({order_id for _note, order_id in taken}))
            self.env.cr.execute(sales_facts.forget_notes([note for note, _order in taken]))
        [(left,)] = self.env.execute_query(sales_facts.count_stale())
        return len(taken), left

    def _renew_facts(self, order_ids):
        self.env.cr.execute(sales_facts.delete(order_ids))
        self.env.cr.execute(sales_facts.insert(order_ids))

    def _find_different_orders(self):
        """Return the ids of orders whose facts are not what documents say."""
        self.env.flush_all()
        rows = self.env.execute_query(sales_facts.differences())
        return [order_id for (order_id,) in rows]
