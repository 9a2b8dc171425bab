"""The read-only stock endpoint that a customer's partner provides: K3API has none."""

import hmac

from .. import tenant
from ..services.context import Context
from ..store.database import fetch_dicts
from ..web.answer import Answer, json_answer, text_answer

STOCK = """
SELECT o.fnumber AS organisation, s.fnumber AS warehouse, m.fnumber AS material,
    COALESCE(l.fnumber, '') AS lot, t.fnumber AS status,
    COALESCE(w.fnumber, '') AS owner, u.fnumber AS unit,
    i.fbaseqty AS quantity, i.fbaselockqty AS locked
FROM stk_inventory i
JOIN bd_material m ON m.fmasterid = i.fmaterialid AND m.fuseorgid = m.fcreateorgid
JOIN bd_stock s ON s.fstockid = i.fstockid
JOIN bd_unit u ON u.funitid = i.fbaseunitid
LEFT JOIN org_organizations o ON o.forgid = i.fstockorgid
LEFT JOIN bd_batchmainfile l ON l.flotid = i.flot
LEFT JOIN bd_stockstatus t ON t.fstockstatusid = i.fstockstatusid
LEFT JOIN org_organizations w ON w.forgid = i.fownerid
ORDER BY i.fid
"""


def handle_stock(erp: Context, headers: dict) -> Answer:
    """Return all stock rows, in base units."""
    if not erp.switches["wise_stock_endpoint"]:
        return text_answer("<html><body>404 - File or directory not found.</body></html>", 404)
    expected = f"Bearer {tenant.WISE_STOCK_TOKEN}"
    if not hmac.compare_digest((headers.get("Authorization") or "").encode(), expected.encode()):
        return json_answer({"error": "unauthorized"}, 401)
    with erp.database.read() as tx:
        return json_answer(fetch_dicts(tx, STOCK))
