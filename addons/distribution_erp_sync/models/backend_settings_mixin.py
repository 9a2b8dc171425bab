from odoo import fields, models
from odoo.addons.base.models.res_partner import _tz_get

from ..adapters.profile import Profile
from ..queries.stock import SHOWING

STOCK_MODES = [
    ("shown", "Kingdee Runs the Warehouse: Its Stock Is Shown"),
    ("adjusted", "Odoo Runs the Warehouse: Its Stock Is Corrected"),
]
PUSH_UNTIL = [("save", "Saved"), ("submit", "Submitted"), ("audit", "Audited")]


class DistributionErpBackendSettingsMixin(models.AbstractModel):
    """How a company works with its Kingdee."""

    _name = "distribution.erp.backend.settings.mixin"
    _description = "Settings of a Kingdee ERP"

    tz = fields.Selection(
        _tz_get,
        "Clock of Kingdee",
        required=True,
        default="Asia/Shanghai",
        help="Kingdee writes the time of its server, without a zone.",
    )

    # === STOCK === #

    stock_mode = fields.Selection(
        STOCK_MODES,
        "Stock",
        required=True,
        default="shown",
        help="Shown: members see what Kingdee has free, and Odoo's own stock is left alone."
        " Corrected: Odoo's quantities are set to Kingdee's by inventory adjustments.",
    )
    stock_statuses = fields.Char(
        "Stock States",
        default="KCZT01_SYS",
        help="Numbers of the states that count, apart by commas; KCZT01_SYS is 可用. Empty: all.",
    )
    stock_owners = fields.Char(
        "Owners",
        help="Numbers of the owners whose goods count, apart by commas. Empty: the organisation.",
    )
    warehouse_ids = fields.One2many("distribution.erp.warehouse", "backend_id", "Warehouses")
    unit_ids = fields.One2many("distribution.erp.unit", "backend_id", "Units")
    field_ids = fields.One2many("distribution.erp.field", "backend_id", "Fields")
    hot_days = fields.Integer(
        "Watched for Days",
        default=7,
        help="What was ordered so lately, or lies in a cart, is asked for every minute.",
    )

    stock_organisation_number = fields.Char(
        "Stock Organisation",
        help="Number of the organisation that keeps and ships the goods (库存组织), where it is not"
        " the one that sells them. Empty: the same. Deliveries and returns are those of the selling"
        " organisation (FSaleOrgId); map organisation of their form to FStockOrgId.FNumber to read"
        " those of the other.",
    )

    # === ORDERS === #

    sends_orders = fields.Boolean("Send Orders", default=True, help="Confirmed orders of members.")
    sends_members = fields.Boolean("Send Members", default=True, help="As customers, once active.")
    push_until = fields.Selection(
        PUSH_UNTIL,
        "Send until",
        required=True,
        default="audit",
        help="How far an order is taken there. Where a workflow of Kingdee decides: Saved, or"
        " Submitted.",
    )
    document_prefix = fields.Char(
        "Prefix of Numbers",
        required=True,
        default="ODOO-",
        help="Before the number of the order; makes the number that Kingdee keeps unique.",
    )
    bill_type = fields.Char("Kind of Order", required=True, default="XSDD01_SYS")
    currency_number = fields.Char("Currency", required=True, default="PRE001", help="PRE001: CNY")
    salesperson_number = fields.Char(
        "Salesperson", help="Number (FSalerId) of who sells to members; most Kingdees require one."
    )
    department_number = fields.Char("Sales Department", help="Number (FSaleDeptId). Empty: none.")
    amount_tolerance = fields.Float(
        "Tolerance of the Total",
        digits=(16, 2),
        default=0.01,
        help="An order whose total differs by more, in its currency, is shown to you.",
    )

    # === PRODUCTS === #

    creates_products = fields.Boolean(
        "Make Products",
        default=True,
        help="For approved materials that no product has the code of.",
    )
    category_id = fields.Many2one(
        "product.category",
        "Category of New Products",
        help="Groups of Kingdee become categories below it. Empty: at the top.",
    )

    _tolerance_positive = models.Constraint(
        "CHECK (amount_tolerance >= 0)", "The tolerance is not negative."
    )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: whether Kingdee's stock is shown is remembered by every server."""
        result = super().write(vals)
        if SHOWING & vals.keys():
            self.env.registry.clear_cache()
        return result

    # === HELPERS === #

    def _build_profile(self):
        """Return what is special about this Kingdee, as values that outlive the transaction."""
        fields_by_form = {
            form: {line.name: line.key for line in lines}
            for form, lines in self.field_ids.grouped("form").items()
        }
        return Profile(
            organisation=self.organisation_number or "",
            stock_organisation=self.stock_organisation_number or "",
            statuses=tuple(self._split(self.stock_statuses)),
            owners=tuple(self._split(self.stock_owners)),
            fields=fields_by_form,
        )

    def _get_push_until(self):
        """Return how far orders are taken: K/3 WISE has no confirmed service after Save."""
        return "save" if self.kind == "k3wise" else self.push_until

    def _is_sending_members(self):
        """Return whether members are sent: K/3 WISE has no confirmed service for customers."""
        return self.sends_members and self.kind != "k3wise"

    def _split(self, text):
        return [
            part for part in (text or "").replace("，", ",").replace(" ", "").split(",") if part
        ]
