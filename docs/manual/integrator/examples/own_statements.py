"""A distributor's own system reads its own statements with the key of a portal user: JSON-2."""

import json

from json2 import Json2, Refused

odoo = Json2()
statements = odoo.call(
    "distribution.statement",
    "search_read",
    domain=[],
    fields=["number", "member_id", "payable", "carried", "state"],
    order="id",
)
for statement in statements:
    print(json.dumps(statement, ensure_ascii=False))
try:
    odoo.call("distribution.commission.plan", "search_read", domain=[], fields=["name"])
except Refused as refusal:
    print(json.dumps({"refused": refusal.status}))
