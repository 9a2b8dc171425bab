from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount

from ..queries import plans_in_force, return_estimate
from .order_estimate_mixin import GROUPS

# Of stages in which nothing was taken back yet.
STAGES = ("waiting", "approved", "received", "inspected")


class Rma(models.Model):
    _inherit = "rma"

    commission_clawback = fields.Html(
        "Effect on Commission",
        compute="_compute_commission_clawback",
        sanitize=False,
        groups=GROUPS,
        help="What the return would take back from whom, at the terms of the sale. Computed when it"
        " is looked at, and stored nowhere.",
    )

    # === COMPUTE METHODS === #

    @api.depends("distribution_state", "product_uom_qty")
    def _compute_commission_clawback(self):
        for rma in self:
            rma.commission_clawback = rma.distribution_state in STAGES and self.env[
                "ir.qweb"
            ]._render("distribution_commission.commission_clawback", rma._prepare_clawbacks())

    # === BUSINESS METHODS === #

    def _estimate_clawbacks(self):
        """Override of `distribution_order`: what the ledger would write for the credit note."""
        rows = super()._estimate_clawbacks()
        back = self._prepare_supposed_return()
        if not back:
            return rows
        self.env.flush_all()
        plans = self.env.execute_query(plans_in_force.plans_in_force(is_kept=False))
        triggers = sorted({plans_in_force.PlanInForce(*row).trigger for row in plans})
        if not triggers:
            return rows
        return [*rows, *self.env.execute_query_dict(return_estimate.estimate(back, triggers))]

    def _prepare_supposed_return(self):
        """Return the goods that may come back, or None when nothing is taken back for them.

        New goods take nothing back; a credit note does, also for goods that never arrived.
        """
        self.ensure_one()
        # sudo: what it comes to is narrowed by the callers
        rma_sudo = self.sudo()
        line_sudo = rma_sudo.sale_line_id
        operation = rma_sudo.operation_id
        is_open = rma_sudo.distribution_state in STAGES
        if not (is_open and line_sudo and operation.action_create_refund):
            return None
        product = rma_sudo.product_id
        invoice_line = rma_sudo._get_refund_origin_invoice_line(line_sudo)
        in_unit_of_line = rma_sudo.product_uom._compute_quantity(
            rma_sudo.product_uom_qty, line_sudo.product_uom_id, round=False
        )
        untaxed = line_sudo.price_subtotal * in_unit_of_line / (line_sudo.product_uom_qty or 1.0)
        return return_estimate.Return(
            company_id=rma_sudo.company_id.id,
            order_id=line_sudo.order_id.id,
            order_line_id=line_sudo.id,
            delivery_id=rma_sudo.move_id.id,
            invoice_id=invoice_line.move_id.id or None,
            quantity=rma_sudo.product_uom._compute_quantity(
                rma_sudo.product_uom_qty, product.uom_id, round=False
            ),
            untaxed=line_sudo.currency_id.round(untaxed),
            day=rma_sudo.company_id._get_distribution_today(),
        )

    def _prepare_clawbacks(self):
        """Return what the user may see of it: entries as far as the rights on them go."""
        self.ensure_one()
        rows = self._estimate_clawbacks()
        # sudo: records in memory, narrowed by the user's rules before anything is shown
        ledger_sudo = self.env["distribution.commission.entry"].sudo()
        rules = self.env["ir.rule"]._compute_domain(ledger_sudo._name, "read")
        seen_sudo = ledger_sudo.concat(
            *(ledger_sudo.new(_only_fields(ledger_sudo, row)) for row in rows)
        ).filtered_domain(Domain(rules))
        totals = defaultdict(float)
        for entry in seen_sudo:
            totals[entry.currency_id] += entry.amount
        return {"entries": seen_sudo, "totals": totals, "is_all": len(seen_sudo) == len(rows)}

    # === PORTAL === #

    def _prepare_portal_clawback(self, member):
        """Override of `distribution_order`: the member's own part, in words."""
        own = defaultdict(float)
        for row in self._estimate_clawbacks():
            if row["member_id"] == member.id:
                own[row["currency_id"]] += row["amount"]
        currencies = self.env["res.currency"]
        amounts = [
            format_amount(self.env, -amount, currencies.browse(currency_id))
            for currency_id, amount in own.items()
            if not currencies.browse(currency_id).is_zero(amount)
        ]
        if not amounts:
            return super()._prepare_portal_clawback(member)
        return self.env._("Takes back %(amounts)s of your rebate", amounts=", ".join(amounts))


def _only_fields(ledger, row):
    """Return the values of a row that are fields; movements of the return exist nowhere."""
    return {
        name: value
        for name, value in row.items()
        if name in ledger._fields and name not in ("movement_id", "origin_id")
    }
