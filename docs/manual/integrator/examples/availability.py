"""How much is free of some goods: JSON-2 with `requests`.

python availability.py NZ2001 FS1001
"""

import json
import sys

from json2 import Json2

products = Json2().call(
    "product.product",
    "search_read",
    domain=[("default_code", "in", sys.argv[1:])],
    fields=["default_code", "free_qty", "virtual_available", "uom_id"],
)
for product in products:
    print(json.dumps(product, ensure_ascii=False))
