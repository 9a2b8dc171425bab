"""The orders of the story: imported from the ERP's files, and a few quotations of today."""

import base64
from random import Random

from scripts.demo_company import catalogue, names
from scripts.demo_company.order_files import build_files
from scripts.demo_company.timeline import day_of_month

QUOTATION_SEED = 23
# Who asked for a price today, and whether the quotation was sent.
QUOTATIONS = [("A01", True), ("D101", False), ("D103", True), ("D202", False), ("S121", False)]


def import_orders(env, today):
    """Put the files through the product's own import; the newest one is left in preview."""
    profile = env["distribution.order.import.profile"].create(
        {
            "name": "ERP 订单导出",
            "tz": names.TIME_ZONE,
            "goods_pattern": catalogue.GOODS_PATTERN,
            "fulfilment": "done",
        }
    )
    for file in build_files(today):
        order_import = env["distribution.order.import"].create(
            {
                "name": file.name,
                "file": base64.b64encode(file.content),
                "profile_id": profile.id,
            }
        )
        order_import.action_preview()
        assert order_import.state == "previewed", order_import.failure
        # What action_commit leaves to the scheduler when a file is large.
        while file.is_committed and order_import._process_batch():
            env.cr.commit()


def make_quotations(env, today):
    """Create a handful of quotations at the prices of the members' levels."""
    random = Random(QUOTATION_SEED)
    products = env["product.product"].search(
        [("default_code", "in", [product.code for product in catalogue.PRODUCTS])],
        order="default_code",
    )
    for code, is_sent in QUOTATIONS:
        member = env["distribution.member"].search([("code", "=", code)])
        quotation = env["sale.order"].create(
            {
                "partner_id": member.partner_id.id,
                "pricelist_id": member.level_id.pricelist_id.id,
                "validity_date": day_of_month(today, -1, 15),
                "order_line": [
                    (0, 0, {"product_id": product.id, "product_uom_qty": random.randint(1, 12) * 5})
                    for product in random.sample(list(products), random.randint(2, 5))
                ],
            }
        )
        if is_sent:
            quotation.action_quotation_sent()
