from odoo import fields, models
from odoo.tools import SQL

from ..queries import purchases, target_progress
from .ratio_mixin import RATIOS_OF_TARGET


class DistributionTargetProgress(models.Model):
    """Each month of each target with what was sold: for members, regions and categories alike."""

    _name = "distribution.target.progress"
    _description = "Target Progress"
    _inherit = ["distribution.ratio.mixin"]
    _auto = False
    _order = "date desc, target_id"
    _rec_name = "target_id"
    _ratios = RATIOS_OF_TARGET

    target_id = fields.Many2one("distribution.target", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    member_id = fields.Many2one("distribution.member", readonly=True)
    region_id = fields.Many2one("distribution.region", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    scope_region_id = fields.Many2one("distribution.region", "Region of the Target", readonly=True)
    state = fields.Selection([("draft", "Draft"), ("set", "Set")], readonly=True)
    date = fields.Date("Month", readonly=True)
    target = fields.Monetary("Target Amount", readonly=True)
    actual = fields.Monetary(
        readonly=True, help="Sales without tax within the target, less what came back in the month."
    )
    projected = fields.Monetary(
        "At This Rate",
        readonly=True,
        help="Actual × days of the month ÷ days that have passed, today included.",
    )
    attainment_percent = fields.Float(
        "Attainment (%)", digits=(16, 2), readonly=True, aggregator="avg"
    )
    pace_percent = fields.Float("Pace (%)", digits=(16, 2), readonly=True, aggregator="avg")

    @property
    def _table_query(self) -> SQL:
        bought = purchases.purchases(self.env["distribution.sales.report"]._table_sql)
        return target_progress.target_progress(bought, fields.Datetime.now())

    # === ACTION METHODS === #

    def action_open_sales(self):
        """Open the sales that the month is made of."""
        self.ensure_one()
        self.check_access("read")
        domain = [
            ("company_id", "=", self.company_id.id),
            ("date", ">=", self.date),
            ("date", "<", fields.Date.add(self.date, months=1)),
        ]
        for name, operator in (
            ("member_id", "="),
            ("region_id", "child_of"),
            ("categ_id", "child_of"),
        ):
            if self[name]:
                domain.append((name, operator, self[name].id))
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_sales_report_action"
        )
        return {
            **action,
            "domain": domain,
            "context": {},
            "views": [(False, "list"), (False, "pivot")],
        }
