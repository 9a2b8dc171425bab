import re

from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ..platform_parsers.generic import KNOWN_HEADINGS, ReadingRules
from ..platform_parsers.platform import PlatformRules
from ..platform_parsers.registry import PLATFORMS as KNOWN_PLATFORMS

GENERIC = "generic"
PLATFORMS = [
    ("taobao", "Taobao / Tmall"),
    ("jd", "JD"),
    ("pinduoduo", "Pinduoduo"),
    ("douyin", "Douyin"),
    ("1688", "1688"),
    (GENERIC, "Generic File"),
]
CHINA = "Asia/Shanghai"


class DistributionOrderImportProfile(models.Model):
    """How the order files of one source are read, saved once and used for every file."""

    _name = "distribution.order.import.profile"
    _description = "Order Import Profile"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    platform = fields.Selection(PLATFORMS, required=True, default="generic")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    column_ids = fields.One2many(
        "distribution.order.import.column",
        "profile_id",
        "Columns",
        copy=True,
        default=lambda self: self._prepare_settings(GENERIC)["column_ids"],
    )
    status_ids = fields.One2many(
        "distribution.order.import.status",
        "profile_id",
        "Statuses",
        copy=True,
        help="What the statuses of the platform mean. A status that is not here is an error.",
    )
    shop_id = fields.Many2one(
        "distribution.platform.shop",
        "Shop of the Files",
        check_company=True,
        domain="[('platform', '=', platform)]",
        index="btree_not_null",
        help="Where a line names no shop.",
    )
    member_id = fields.Many2one(
        "distribution.member",
        "Member of the Files",
        check_company=True,
        index="btree_not_null",
        help="Whose orders they are where a line names neither a member nor a shop.",
    )
    add_subsidies = fields.Boolean(
        "Add Discounts Paid by the Platform",
        help="What the platform and the anchor pay of a discount reaches the seller. Off: the"
        " amount the buyer pays is what was sold for.",
    )
    keep_personal_data = fields.Boolean(
        help="Keep the file as it was uploaded, with names, phone numbers and addresses of buyers."
        " Off: they are removed at the upload and nowhere stored; of an address, province and city"
        " are kept."
    )
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
        help="Time zone of the dates in the file.",
    )
    date_format = fields.Char(
        help="Python format such as %d/%m/%Y %H:%M. Empty: year-month-day in the usual spellings."
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        check_company=True,
        help="Gives the currency of the prices in the file. Empty: the company's currency.",
    )
    goods_pattern = fields.Char(
        help="Regular expression that a product code matches as a whole. Lines with other codes,"
        " such as postage, are skipped. Empty: every line is goods."
    )
    without_customer = fields.Selection(
        [("skip", "Skip the Line"), ("error", "Report an Error")],
        "Line without Member Code",
        required=True,
        default="error",
    )
    without_price = fields.Selection(
        [("skip", "Skip the Line"), ("error", "Report an Error")],
        "Line without Price",
        required=True,
        default="skip",
        help="A price that is empty, zero or negative.",
    )
    create_products = fields.Boolean(
        "Create Missing Products", help="Otherwise a line with an unknown product is an error."
    )
    apply_taxes = fields.Boolean(
        default=True, help="Add the taxes of the products. Off: orders carry no taxes."
    )
    fulfilment = fields.Selection(
        [("deliver", "Deliver from our Warehouse"), ("done", "Delivered already")],
        required=True,
        default="deliver",
        help="Delivered already: for past orders and for orders the platform ships itself; no"
        " transfer is created.",
    )
    active = fields.Boolean(default=True)

    @api.constrains("goods_pattern")
    def _check_goods_pattern(self):
        for profile in self.filtered("goods_pattern"):
            try:
                re.compile(profile.goods_pattern)
            except re.error as error:
                raise ValidationError(
                    self.env._(
                        "The goods pattern is no regular expression: %(error)s.", error=error
                    )
                ) from error

    @api.onchange("platform")
    def _onchange_platform(self):
        """Put in what is known of the files of the platform."""
        settings = self._prepare_settings(self.platform or GENERIC)
        self.update({name: [Command.clear(), *settings[name]] for name in settings})
        if self.platform != GENERIC:
            self.tz = CHINA
            self.apply_taxes = False

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: a profile begins with what is known of its platform."""
        return super().create(
            [
                {**self._prepare_settings(vals["platform"]), **vals} if "platform" in vals else vals
                for vals in vals_list
            ]
        )

    # === ACTION METHODS === #

    @api.model
    def action_add_platforms(self):
        """Add a profile for each platform that has none in the company, and show them all."""
        self.browse().check_access("create")
        for code in KNOWN_PLATFORMS:
            if not self._find_profile(code):
                self._create_platform_profile(code)
        return self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_import_profile_action"
        )

    # === BUSINESS METHODS === #

    @api.model
    def _find_profile(self, code):
        """Return the first profile of a platform in the current company, if there is one."""
        return self.search(
            [("platform", "=", code), ("company_id", "=", self.env.company.id)], limit=1
        )

    @api.model
    def _create_platform_profile(self, code):
        """Return a new profile with the known headings and statuses of a platform."""
        labels = dict(self._fields["platform"]._description_selection(self.env))
        return self.create(
            {
                "name": labels[code],
                "platform": code,
                "company_id": self.env.company.id,
                "tz": CHINA,
                # Prices of shops have their taxes in them.
                "apply_taxes": False,
            }
        )

    @api.model
    def _prepare_settings(self, code):
        """Return the columns and the statuses that files of a platform usually have."""
        columns = self.env["distribution.order.import.column"]._prepare_known_columns(code)
        statuses = self.env["distribution.order.import.status"]._prepare_known_statuses(
            KNOWN_PLATFORMS[code]
        ) if code != GENERIC else []  # fmt: skip
        return {
            "column_ids": [Command.create(values) for values in columns],
            "status_ids": [Command.create(values) for values in statuses],
        }

    def _get_headings(self):
        """Return the alternatives of each column."""
        return {
            column.field: tuple(part.strip() for part in column.headings.split("|"))
            for column in self.column_ids
        }

    def _build_platform_rules(self):
        """Return what the reader of the platform's files must know of this profile."""
        self.ensure_one()
        return PlatformRules(
            platform=KNOWN_PLATFORMS[self.platform],
            headings=self._get_headings(),
            statuses=self.status_ids._build_map("status"),
            refunds=self.status_ids._build_map("refund"),
            time_zone=self.tz,
            date_format=self.date_format or None,
            goods_pattern=self.goods_pattern or None,
            adds_subsidies=self.add_subsidies,
        )

    def _build_reading_rules(self):
        """Return what the parser must know of this profile."""
        self.ensure_one()
        return ReadingRules(
            headings={
                field: names
                for field, names in self._get_headings().items()
                if field in KNOWN_HEADINGS
            },
            time_zone=self.tz,
            date_format=self.date_format or None,
            goods_pattern=self.goods_pattern or None,
            skip_without_customer=self.without_customer == "skip",
            skip_without_price=self.without_price == "skip",
            default_customer=(self.shop_id.member_id or self.member_id).code or "",
        )
