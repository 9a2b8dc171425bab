"""Make an order for a member, once, and submit it: JSON-2 with `requests`.

python order.py ERP-2026-0001 D401 NZ2001 40
"""

import json
import sys

from json2 import Json2, Refused

reference, member_code, product_code, quantity = sys.argv[1:5]
odoo = Json2()
# The database admits one order of this number: two tries at once, or one whose answer was lost,
# end in the same order.
KEY = {"platform": "generic", "platform_order_ref": reference}


def find(model, domain, fields):
    return odoo.call(model, "search_read", domain=domain, fields=fields, limit=1)


def find_order():
    return find("sale.order", [(name, "=", value) for name, value in KEY.items()], ["name"])


[member] = find("distribution.member", [("code", "=", member_code)], ["partner_id", "state"])
[product] = find("product.product", [("default_code", "=", product_code)], ["name"])
if not find_order():
    line = {"product_id": product["id"], "product_uom_qty": float(quantity)}
    values = {**KEY, "partner_id": member["partner_id"][0], "order_line": [(0, 0, line)]}
    try:
        odoo.call("sale.order", "create", vals_list=[values])
    except Refused:
        if not find_order():  # else an earlier try of ours had come through
            raise
[order] = find_order()

fields = ["name", "distribution_state", "amount_untaxed", "amount_total"]
[before] = odoo.call("sale.order", "read", ids=[order["id"]], fields=fields)
if before["distribution_state"] == "draft":
    try:
        odoo.call("sale.order", "action_distribution_submit", ids=[order["id"]])
    except Refused as refusal:  # 422: the sentence says what to change, for example the quantity
        sys.exit(str(refusal))
print(json.dumps(odoo.call("sale.order", "read", ids=[order["id"]], fields=fields)[0]))
