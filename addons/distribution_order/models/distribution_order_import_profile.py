import re

from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ..platform_parsers.generic import ReadingRules

PLATFORMS = [("generic", "Generic File")]


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
        default=lambda self: [
            Command.create(values)
            for values in self.env["distribution.order.import.column"]._prepare_known_columns()
        ],
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

    def _build_reading_rules(self):
        """Return what the parser must know of this profile."""
        self.ensure_one()
        return ReadingRules(
            headings={
                column.field: tuple(part.strip() for part in column.headings.split("|"))
                for column in self.column_ids
            },
            time_zone=self.tz,
            date_format=self.date_format or None,
            goods_pattern=self.goods_pattern or None,
            skip_without_customer=self.without_customer == "skip",
            skip_without_price=self.without_price == "skip",
        )
