from odoo import fields, models
from odoo.addons.distribution_member.models.adoption_run_mixin import ADOPTION_STATES
from odoo.exceptions import UserError

from ..queries import adoption

ORDERS_PER_BATCH = 1000
MEMBER_FIELDS = ("distribution_member_id", "distribution_region_id")


class DistributionOrderAdoption(models.Model):
    """Orders from before the customer was a member get to name the member.

    Each order keeps its own state, date and amounts. Nothing is sent, asked or delivered.
    """

    _name = "distribution.order.adoption"
    _description = "Past Orders of Members"
    _inherit = ["distribution.adoption.run.mixin", "distribution.state.machine.mixin"]
    _cron = "distribution_order.ir_cron_order_adoption"

    state = fields.Selection(
        ADOPTION_STATES, required=True, default="draft", readonly=True, copy=False
    )
    line_ids = fields.One2many(
        "distribution.order.adoption.line", "adoption_id", "By Year", readonly=True
    )

    # === HELPERS === #

    def _preview(self):
        self.env.flush_all()
        rows = self.env.execute_query_dict(adoption.years(*self._get_span()))
        # sudo: what was counted is nobody's to change
        lines_sudo = self.line_ids.sudo()
        lines_sudo.unlink()
        lines_sudo.create([{**row, "adoption_id": self.id} for row in rows])
        self._write_state(self.state, total_count=sum(row["order_count"] for row in rows))

    def _begin(self):
        if not self.total_count:
            raise UserError(
                self.env._(
                    "No order is waiting for its member. Make the customers members first, or"
                    " choose an earlier day."
                )
            )

    def _process_batch(self):
        """Let the ORM find member, region and stage of the next orders, as for a new one."""
        query = adoption.next_orders(*self._get_span(), ORDERS_PER_BATCH)
        orders = self.env["sale.order"].browse(row[0] for row in self.env.execute_query(query))
        if not orders:
            self._write_state("done")
            return False
        for name in MEMBER_FIELDS:
            self.env.add_to_compute(orders._fields[name], orders)
        orders._recompute_recordset(MEMBER_FIELDS)
        orders.modified(MEMBER_FIELDS)  # the stage follows; what else a customer decides stays
        self.env.flush_all()
        self._write_state("running", done_count=self.done_count + len(orders))
        self.env.flush_all()
        self.env.invalidate_all()
        return True

    def _get_span(self):
        """Return whose orders they are, in which time zone, and from which day on."""
        company = self.company_id
        return company.id, company._get_adoption_time_zone(), self.date_from
