from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..queries import live_sessions
from .distribution_order_import_profile import PLATFORMS


class DistributionLiveSession(models.Model):
    """One live stream: who sold, when, for what fee, and what came of it."""

    _name = "distribution.live.session"
    _description = "Live Session"
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "anchor", "code"]

    name = fields.Char(required=True)
    platform = fields.Selection(PLATFORMS, required=True, default="douyin")
    shop_id = fields.Many2one(
        "distribution.platform.shop",
        check_company=True,
        domain="[('platform', '=', platform)]",
        help="Empty: orders of all shops of the platform.",
    )
    anchor = fields.Char(help="Nickname of who sells, as it stands in the file (达人昵称).")
    code = fields.Char(
        help="A word in the traffic source (流量来源) that marks the orders of this session."
    )
    date_start = fields.Datetime("Start", required=True)
    date_end = fields.Datetime(
        "End", required=True, help="The last moment of an order that still belongs to the session."
    )
    product_ids = fields.Many2many(
        "product.product", string="Products", help="Empty: all goods of its orders count."
    )
    slot_fee = fields.Monetary(help="Paid for the session itself (坑位费).")
    commission_rate = fields.Float(
        "Commission (%)", help="Share of the anchor in sales less returns, in percent."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    order_ids = fields.One2many("sale.order", "distribution_live_session_id", "Orders")
    order_count = fields.Integer(compute="_compute_figures")
    sales_amount = fields.Monetary("Sales", compute="_compute_figures")
    return_amount = fields.Monetary("Returns", compute="_compute_figures")
    commission_amount = fields.Monetary("Commission", compute="_compute_figures")
    result_amount = fields.Monetary(
        "Result",
        compute="_compute_figures",
        help="Sales − returns − commission − slot fee, without taxes that orders carry.",
    )

    _dates_check = models.Constraint(
        "CHECK (date_end > date_start)", "A live session ends after it has begun."
    )
    _rate_check = models.Constraint(
        "CHECK (commission_rate >= 0 AND commission_rate <= 100)",
        "A commission is between 0 and 100 percent.",
    )
    _fee_check = models.Constraint("CHECK (slot_fee >= 0)", "A slot fee is not negative.")
    _window_index = models.Index("(company_id, platform, date_start, date_end)")

    @api.constrains("anchor", "code")
    def _check_mark(self):
        if self.filtered(lambda session: not session.anchor and not session.code):
            raise ValidationError(
                self.env._("Say by which anchor or code the orders of the session are known.")
            )

    # === COMPUTE METHODS === #

    @api.depends(
        "slot_fee",
        "commission_rate",
        "product_ids",
        "order_ids.state",
        "order_ids.order_line.price_subtotal",
    )
    def _compute_figures(self):
        self.env["sale.order"].flush_model()
        self.env["sale.order.line"].flush_model()
        self.flush_recordset()
        rows = self.env.execute_query_dict(live_sessions.read_figures(self._origin.ids))
        figures = {row["id"]: row for row in rows}
        for session in self:
            row = figures.get(session._origin.id, {})
            session.order_count = row.get("orders", 0)
            session.sales_amount = row.get("sales", 0.0)
            session.return_amount = row.get("returns", 0.0)
            net = session.sales_amount - session.return_amount
            session.commission_amount = session.currency_id.round(
                net * session.commission_rate / 100
            )
            session.result_amount = net - session.commission_amount - session.slot_fee

    # === ACTION METHODS === #

    def action_find_orders(self):
        """Attribute the orders of the session that were imported before it was entered."""
        self.check_access("write")
        orders = self.env["sale.order"].search(
            Domain("distribution_live_session_id", "=", False)
            & Domain("platform_order_ref", "!=", False)
            & Domain.OR(
                Domain("company_id", "=", session.company_id.id)
                & Domain("platform", "=", session.platform)
                & Domain("date_order", ">=", session.date_start)
                & Domain("date_order", "<=", session.date_end)
                for session in self
            )
        )
        self._attribute(orders)
        return True

    def action_open_orders(self):
        """Open the orders of the session."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_action"
        )
        domain = [("distribution_live_session_id", "=", self.id)]
        return {**action, "domain": domain, "context": {}}

    # === BUSINESS METHODS === #

    @api.model
    def _attribute(self, orders):
        """Write on each order the session it was sold in, by anchor or code and time."""
        marked = orders.filtered(
            lambda order: (
                not order.distribution_live_session_id
                and (order.platform_anchor or order.platform_source)
            )
        )
        if not marked:
            return
        # sudo: an order belongs to its session, whoever imports it; both are only linked here.
        moments = marked.mapped("date_order")
        sessions_sudo = self.sudo().search(
            [
                ("company_id", "in", marked.company_id.ids),
                ("date_start", "<=", max(moments)),
                ("date_end", ">=", min(moments)),
            ]
        )
        for session_sudo in sessions_sudo:
            own = marked.filtered(session_sudo._has_sold)
            own.sudo().distribution_live_session_id = session_sudo.id
            marked -= own

    def _has_sold(self, order):
        """Tell whether the order was placed in this session."""
        self.ensure_one()
        if (order.company_id, order.platform) != (self.company_id, self.platform):
            return False
        if self.shop_id and order.platform_shop_id != self.shop_id:
            return False
        if not self.date_start <= order.date_order <= self.date_end:
            return False
        anchor, source = _plain(order.platform_anchor), _plain(order.platform_source)
        if self.anchor and anchor == _plain(self.anchor):
            return True
        return bool(self.code) and _plain(self.code) in source


def _plain(text):
    return (text or "").strip().casefold()
