from odoo import models
from odoo.tools import format_date

from ..queries.entries import LEDGER_COLUMNS
from ..queries.statement_totals import ADJUSTMENT_KIND
from .ledger_reference import LedgerReference


class DistributionCommissionEntry(models.Model):
    """Rows of the ledger that no sale has made: approved adjustments."""

    _inherit = "distribution.commission.entry"

    _frozen_fields = (*LEDGER_COLUMNS, "adjustment_id", "cycle_id")

    adjustment_id = LedgerReference("distribution.commission.adjustment", readonly=True)
    cycle_id = LedgerReference(
        "distribution.settlement.cycle",
        "Settlement Cycle",
        readonly=True,
        index="btree_not_null",
        help="Where it is settled; empty: in the member's cycle, else in the plan's.",
    )

    _adjustment_unique = models.UniqueIndex(
        "(adjustment_id) WHERE adjustment_id IS NOT NULL",
        "This adjustment stands in the ledger already.",
    )
    _only_adjustments_without_source = models.Constraint(
        f"CHECK ((kind = '{ADJUSTMENT_KIND}') = (adjustment_id IS NOT NULL)"
        f" AND (kind = '{ADJUSTMENT_KIND}' OR (plan_id IS NOT NULL AND rule_id IS NOT NULL)))",
        "Only adjustments stand in the ledger without a plan and a rule.",
    )

    # === HELPERS === #

    def _explain(self):
        """Extend to give the reason of an adjustment."""
        if self.kind != ADJUSTMENT_KIND:
            return super()._explain()
        # sudo: a distributor may not read adjustments, but may know the why.
        adjustment_sudo = self.sudo().adjustment_id
        return self.env._(
            "Adjustment of %(day)s: %(reason)s: %(amount)s.",
            day=format_date(self.env, self.date),
            reason=adjustment_sudo.reason,
            amount=self.currency_id.format(self.amount),
        )

    def _get_subject(self):
        """Return what the entry is about, in a few words: a product, or the reason."""
        self.ensure_one()
        # sudo: as for the explanation
        entry_sudo = self.sudo()
        return (
            entry_sudo.order_line_id.product_id.name
            or entry_sudo.adjustment_id.reason
            or entry_sudo.rule_id.name
            or ""
        )

    def _get_document_name(self):
        """Return the name of what the entry comes from: invoice, order, bonus or adjustment."""
        self.ensure_one()
        # sudo: as for the explanation
        entry_sudo = self.sudo()
        kinds = self._fields["kind"]._description_selection(self.env)
        return (
            entry_sudo.move_line_id.move_id.name
            or entry_sudo.order_id.name
            or dict(kinds)[entry_sudo.kind]
        )
