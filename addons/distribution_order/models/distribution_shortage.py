from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..queries import shortages

STATES = [("open", "Open"), ("handling", "Being Handled"), ("closed", "Over")]
# What a person writes who acts on an alert.
ACTS = {"plan", "expected_date", "substitute_id"}
# What only the watch writes, besides the state.
WATCHED = (
    "company_id",
    "product_id",
    "warehouse_id",
    "point_id",
    "opened",
    "first_action",
    "closed",
    "clock_start",
    "hours_used",
    "goal_hours",
    "response_hours",
    "deadline",
    "is_late",
    "in_time_rate",
    "free_quantity",
    "opened_quantity",
    "times_opened",
    "method",
    "lead_days",
    "service_level",
    "safety_factor",
    "demand_days",
    "demand_average",
    "demand_deviation",
    "reorder_point",
    "release_point",
    "computed_on",
)


class DistributionShortage(models.Model):
    """A product is short in a warehouse: who waits for it, what there is instead, who acts."""

    _name = "distribution.shortage"
    _description = "Shortage"
    _inherit = [
        "distribution.reorder.figures.mixin",
        "distribution.shortage.clock.mixin",
        "distribution.shortage.watch.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "distribution.state.machine.mixin",
    ]
    _order = "opened desc, id desc"
    _state_fields = WATCHED

    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, index=True, tracking=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, ondelete="restrict"
    )
    categ_id = fields.Many2one(related="product_id.categ_id", store=True, index=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    warehouse_id = fields.Many2one(
        "stock.warehouse", required=True, readonly=True, index=True, ondelete="restrict"
    )
    point_id = fields.Many2one(
        "distribution.reorder.point", readonly=True, index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        index=True,
        tracking=True,
        domain=[("share", "=", False)],
    )
    opened_quantity = fields.Float(
        "Free Stock at Opening", digits=(16, 2), readonly=True, aggregator=None
    )
    free_quantity = fields.Float(
        "Free Stock",
        digits=(16, 2),
        readonly=True,
        aggregator=None,
        help="On hand, less reserved, less promised but not reserved yet, in the product's unit."
        " Looked at every two minutes while the alert is open.",
    )
    times_opened = fields.Integer(
        readonly=True,
        default=1,
        aggregator=None,
        help="A shortage that comes back within the quiet time of the settings is the same one.",
    )
    plan = fields.Text(tracking=True, help="What is done about it: ordered, made, moved.")
    expected_date = fields.Date(
        "Goods Expected", tracking=True, help="When goods will be there, as far as is known."
    )
    substitute_id = fields.Many2one(
        "product.product",
        "Offered Instead",
        tracking=True,
        domain="[('id', 'in', substitute_ids)]",
    )
    substitute_ids = fields.Many2many(
        "product.product", string="Substitutes", compute="_compute_substitute_ids"
    )
    affected_line_ids = fields.Many2many(
        "sale.order.line",
        string="Affected Order Lines",
        compute="_compute_affected_line_ids",
        help="Confirmed order lines of the product and warehouse that are not all delivered.",
    )
    affected_count = fields.Integer("Waiting Lines", compute="_compute_affected_line_ids")
    incoming = fields.Text("On Its Way", compute="_compute_incoming")

    _open_unique = models.UniqueIndex(
        "(product_id, warehouse_id) WHERE state <> 'closed'",
        "There is an open alert for this product and warehouse already.",
    )
    _recent_index = models.Index("(product_id, warehouse_id, closed)")

    # === COMPUTE METHODS === #

    @api.depends("product_id", "warehouse_id")
    def _compute_display_name(self):
        for alert in self:
            alert.display_name = f"{alert.product_id.display_name} · {alert.warehouse_id.name}"

    @api.depends("product_id.product_tmpl_id.distribution_substitute_ids.product_variant_ids")
    def _compute_substitute_ids(self):
        for alert in self:
            templates = alert.product_id.product_tmpl_id.distribution_substitute_ids
            alert.substitute_ids = templates.product_variant_ids

    def _compute_affected_line_ids(self):
        """List what the person who looks may see of the waiting lines."""
        self.env["stock.move"].flush_model()
        rows = self.env.execute_query(shortages.waiting_lines(self.ids))
        lines = self.env["sale.order.line"].search([("id", "in", [line for _, line in rows])])
        for alert in self:
            own = [line_id for alert_id, line_id in rows if alert_id == alert.id]
            alert.affected_line_ids = lines.browse(set(own) & set(lines.ids))
            alert.affected_count = len(alert.affected_line_ids)

    def _compute_incoming(self):
        incoming = self._get_incoming()
        for alert in self:
            alert.incoming = "\n".join(
                f"{format_date(self.env, date)}: {quantity:g} {alert.uom_id.name} ({document})"
                for date, quantity, document in incoming.get(alert.id, [])
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: a plan is an act, and the first act stops the clock."""
        waiting = self.filtered(lambda alert: alert.state == "open")
        result = super().write(vals)
        if any(vals.get(name) for name in ACTS):
            waiting._act()
        return result

    # === ACTION METHODS === #

    def action_take(self):
        """Take the alerts on: the clock stops, and who did is responsible."""
        self._ensure_state(
            ("open",), self.env._("%(record)s is %(state)s: nobody has to take it on any more.")
        )
        self.user_id = self.env.uid
        self._act()
        return True

    def action_close(self):
        """Close alerts whose stock has recovered, without waiting for the safety margin."""
        self._ensure_state(("open", "handling"), self.env._("%(record)s is %(state)s already."))
        free = self.env["distribution.reorder.point"]._read_free(self.product_id)
        for alert in self:
            quantity = free.get((alert.product_id.id, alert.warehouse_id.id), 0.0)
            if alert.point_id and quantity < alert.point_id.reorder_point:
                raise UserError(
                    self.env._(
                        "%(record)s is still short: %(free)s free, %(point)s wanted. The alert"
                        " closes by itself when goods are there. If the product need not be"
                        " watched, change its stock rule.",
                        record=alert.display_name,
                        free=f"{quantity:g}",
                        point=f"{alert.point_id.reorder_point:g}",
                    )
                )
        self.filtered(lambda alert: alert.state == "open")._act()
        self._close(fields.Datetime.now())
        return True

    def action_open_lines(self):
        """Open the order lines that wait for the product."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Waiting for %(product)s", product=self.product_id.display_name),
            "res_model": "sale.order.line",
            "view_mode": "list",
            "views": [
                (self.env.ref("distribution_order.sale_order_line_view_list_waiting").id, "list")
            ],
            "domain": [("id", "in", self.affected_line_ids.ids)],
            "context": {"create": False},
        }

    def action_open_point(self):
        """Open the reorder point as it is computed today."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_reorder_point_action"
        )
        return {**action, "res_id": self.point_id.id, "views": [(False, "form")]}

    # === BUSINESS METHODS === #

    def _get_incoming(self):
        """Override to know of more goods that are on their way to the warehouse.

        :return: {alert id: [(date or datetime, quantity in the product's unit, document)]}
        """
        self.env["stock.move"].flush_model()
        found = {}
        for alert_id, *arrival in self.env.execute_query(shortages.incoming(self.ids)):
            found.setdefault(alert_id, []).append(arrival)
        return found

    # === HELPERS === #

    def _act(self):
        """Stop the clock of alerts that somebody acts on for the first time."""
        now = fields.Datetime.now()
        for alert in self:
            alert._write_state("handling", **alert._prepare_first_action(now))
        # sudo: the reminder is the responsible person's, not always of the one who acts
        self.sudo().activity_unlink(["distribution_order.mail_activity_type_shortage"])
