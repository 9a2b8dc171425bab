from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from ..queries import control_totals


class DistributionControlTotalsMixin(models.AbstractModel):
    """The sums of a settlement that must meet before anything is published."""

    _name = "distribution.control.totals.mixin"
    _description = "Control Totals of a Settlement"

    # === ACTION METHODS === #

    def action_check_totals(self):
        """Show the control totals."""
        self.ensure_one()
        totals = self.check_totals()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._(
                    "Control totals of %(settlement)s", settlement=self.display_name
                ),
                "message": " · ".join(
                    f"{'✓' if total['ok'] else '✗'} {total['label']}" for total in totals
                ),
                "type": "success" if all(total["ok"] for total in totals) else "danger",
                "sticky": True,
            },
        }

    # === BUSINESS METHODS === #

    def check_totals(self):
        """Compare the sums that must meet.

        :return: list of {"code", "label", "expected", "actual", "ok"}; amounts are strings with
            two decimals, in the currency of the company
        """
        self.ensure_one()
        self.check_access("read")
        self.env.flush_all()
        [row] = self.env.execute_query_dict(control_totals.control_totals(self.id))
        ledger, statements = (float_repr(row[key], 2) for key in ("ledger", "statements"))
        counts = {
            "balances_off": self.env._("Opening + movement = payable + carried"),
            "openings_off": self.env._("Opening balances = balances carried before"),
            "foreign_entries": self.env._("Every entry stands on its member's statement"),
            "left_out": self.env._("No entry of the period is left out"),
        }
        totals = [
            {
                "code": "ledger",
                "label": self.env._(
                    "Ledger %(ledger)s = statements %(statements)s",
                    ledger=ledger,
                    statements=statements,
                ),
                "expected": ledger,
                "actual": statements,
                "ok": ledger == statements,
            }
        ]
        return totals + [
            {"code": code, "label": label, "expected": 0, "actual": row[code], "ok": not row[code]}
            for code, label in counts.items()
        ]

    # === HELPERS === #

    def _ensure_totals_meet(self):
        failed = [total["label"] for total in self.check_totals() if not total["ok"]]
        if failed:
            raise UserError(
                self.env._(
                    "The control totals do not meet, so nothing is published:\n%(totals)s\n"
                    "Compute the settlement again.",
                    totals="\n".join(failed),
                )
            )
