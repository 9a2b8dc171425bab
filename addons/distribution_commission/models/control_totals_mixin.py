from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from ..queries import control_totals
from .distribution_settlement_check import COUNT_CODES, build_labels


class DistributionControlTotalsMixin(models.AbstractModel):
    """The sums of a settlement that must meet before anything is published."""

    _name = "distribution.control.totals.mixin"
    _description = "Control Totals of a Settlement"

    check_ids = fields.One2many(
        "distribution.settlement.check",
        "settlement_id",
        "Control Totals",
        help="As they were when it was computed, published or checked last.",
    )

    # === ACTION METHODS === #

    def action_check_totals(self):
        """Show the control totals; who may run settlements also has them noted on this one."""
        self.ensure_one()
        totals = self.check_totals()
        if self.has_access("write"):
            self._record_totals()
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
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # === BUSINESS METHODS === #

    def check_totals(self):
        """Compare the sums that must meet.

        :return: list of {"code", "label", "expected", "actual", "ok"}; amounts are strings with
            the decimals of the company's currency, counts of what does not meet are integers
        """
        self.ensure_one()
        self.check_access("read")
        self.env.flush_all()
        query = control_totals.control_totals(self.id, self._build_withholding())
        [row] = self.env.execute_query_dict(query)
        labels = build_labels(self.env)
        decimals = self.currency_id.decimal_places
        totals = []
        for code in control_totals.SUMS:
            expected, actual = (
                float_repr(row[f"{code}_{side}"], decimals) for side in ("expected", "actual")
            )
            totals.append(
                {"code": code, "expected": expected, "actual": actual, "ok": expected == actual}
            )
        for code in COUNT_CODES:
            totals.append({"code": code, "expected": 0, "actual": row[code], "ok": not row[code]})
        return [{**total, "label": labels[total["code"]]} for total in totals]

    # === HELPERS === #

    def _record_totals(self):
        """Note the control totals on the settlement, in the place of the earlier ones."""
        for settlement in self:
            # sudo: nobody writes these rows by hand
            settlement.sudo().check_ids.unlink()
            settlement.env["distribution.settlement.check"].sudo().create(
                [
                    {
                        "settlement_id": settlement.id,
                        "sequence": place,
                        "code": total["code"],
                        "expected": str(total["expected"]),
                        "actual": str(total["actual"]),
                        "is_met": total["ok"],
                    }
                    for place, total in enumerate(settlement.check_totals())
                ]
            )

    def _ensure_totals_meet(self):
        failed = [
            f"{total['label']}: {total['expected']} ≠ {total['actual']}"
            for total in self.check_totals()
            if not total["ok"]
        ]
        if failed:
            raise UserError(
                self.env._(
                    "The control totals do not meet, so nothing is published:\n%(totals)s\n"
                    "Compute the settlement again.",
                    totals="\n".join(failed),
                )
            )
