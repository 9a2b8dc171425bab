import base64
import csv
import io

from odoo.addons.distribution_member.tests.common import DistributionCommon

HEADINGS = ("Order", "Customer", "Date", "SKU", "Description", "Quantity", "Unit Price")


class OrderCommon(DistributionCommon):
    """The small channel, a product, and a profile that reads the headings above."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls._create_product("T-1", "Putty")
        cls.profile = cls.env["distribution.order.import.profile"].create(
            {"name": "Test", "tz": "UTC", "apply_taxes": False, "fulfilment": "done"}
        )

    @classmethod
    def _create_product(cls, code, name="Product"):
        return cls.env["product.product"].create(
            {"name": name, "default_code": code, "type": "consu", "taxes_id": False}
        )

    @classmethod
    def _build_file(cls, *rows, headings=HEADINGS):
        """Return the rows below the headings as an encoded CSV file."""
        buffer = io.StringIO()
        csv.writer(buffer).writerows([headings, *rows])
        return base64.b64encode(buffer.getvalue().encode())

    @classmethod
    def _create_import(cls, *rows, headings=HEADINGS, profile=None, **values):
        return cls.env["distribution.order.import"].create(
            {
                "name": "test.csv",
                "file": cls._build_file(*rows, headings=headings),
                "profile_id": (profile or cls.profile).id,
                **values,
            }
        )

    @classmethod
    def _row(cls, order="A1", customer="SHOP", date="2026-01-05 10:00:00", sku="T-1", **values):
        quantity, price = values.get("quantity", 2), values.get("price", "10.00")
        return (order, customer, date, sku, values.get("name", "Putty"), quantity, price)

    @classmethod
    def _import_platform(cls, platform, content, item_file=None, commit=True, **values):
        """Return the import of a file of a platform, its orders made.

        :param platform: whose profile is used; the shop of its files is the shop's member
        """
        profiles = cls.env["distribution.order.import.profile"]
        profile = profiles._find_profile(platform)
        if not profile:
            profile = profiles._create_platform_profile(platform)
            profile.write({"fulfilment": "done", "member_id": cls.shop.id})
        order_import = cls.env["distribution.order.import"].create(
            {
                "name": f"{platform}.csv",
                "file": base64.b64encode(content),
                "item_file": item_file and base64.b64encode(item_file),
                "profile_id": profile.id,
                **values,
            }
        )
        order_import.action_preview()
        if commit and order_import.state == "previewed":
            order_import.action_commit()
        return order_import

    @classmethod
    def _sell(cls, member, *lines, **values):
        """Return a confirmed past order; further addons post more for it."""
        return cls._make_past_order(member, *lines, **values)

    @classmethod
    def _make_past_order(cls, member, *lines, date="2026-01-05 10:00:00", origin=None):
        """Return a confirmed past order of a member; lines are (product, quantity, price)."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": member.partner_id.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            "tax_ids": False,
                            "distribution_origin_line_id": origin.id if origin else False,
                        },
                    )
                    for product, quantity, price in lines
                ],
            }
        )
        order.with_context(skip_procurement=True).action_confirm()
        order.date_order = date
        return order
