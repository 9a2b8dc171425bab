import json
import re

from odoo.tests import HttpCase

from .goods_common import GoodsCommon

ORDERING = "/my/distribution/order"


class OrderingCommon(GoodsCommon, HttpCase):
    """Portal users of a shop with a price list of its own, and the routes of the app."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What a database sells already would stand between the goods of these tests.
        cls.env["product.template"].search(
            [("categ_id", "not in", (cls.paint | cls.primer | cls.tools).ids)]
        ).sale_ok = False
        cls.env.ref("base.group_user")._apply_group(cls.env.ref("product.group_product_pricelist"))
        pricelist = cls.env["product.pricelist"].create(
            {
                "name": "Shops",
                "item_ids": [
                    (0, 0, {"compute_price": "percentage", "percent_price": 20}),
                    (
                        0,
                        0,
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": cls.brush.product_tmpl_id.id,
                            "compute_price": "fixed",
                            "fixed_price": 7.5,
                            "min_quantity": 10,
                        },
                    ),
                ],
            }
        )
        cls.shop.partner_id.specific_property_product_pricelist = pricelist
        for login, role in (
            ("or_admin", "admin"),
            ("or_buyer", "buyer"),
            ("or_finance", "finance"),
            ("or_viewer", "viewer"),
        ):
            user = cls._create_portal_user(login, cls.shop)
            user.lang = "en_US"
            cls.env["distribution.member.user"].search([("user_id", "=", user.id)]).role = role

    def _read(self, path, status=200, **headers):
        """Return the JSON of a route."""
        response = self.url_open(f"{ORDERING}/{path}", headers=headers)
        self.assertEqual(response.status_code, status, response.text[:300])
        return response.json()

    def _post(self, path, status=200, files=None, **values):
        """Return the JSON of what a form of the app is answered."""
        data = {
            key: value if isinstance(value, str) else json.dumps(value)
            for key, value in values.items()
        }
        response = self.url_open(
            f"{ORDERING}/{path}", data={"csrf_token": self._token(), **data}, files=files
        )
        self.assertEqual(response.status_code, status, response.text[:300])
        return response.json()

    def _token(self):
        page = self.url_open("/distribution/join/thanks").text
        return re.search(r'csrf_token: "([^"]+)"', page).group(1)

    def _put_in_stock(self, product, quantity, reserved=0.0):
        location = (
            self.env["stock.warehouse"]
            .search([("company_id", "=", self.company.id)], limit=1)
            .lot_stock_id
        )
        product.is_storable = True
        quant = self.env["stock.quant"].create(
            {"product_id": product.id, "location_id": location.id, "quantity": quantity}
        )
        quant.reserved_quantity = reserved
