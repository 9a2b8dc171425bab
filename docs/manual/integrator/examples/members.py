"""Read the members that changed since the last time, and who stands above one of them: XML-RPC."""

import json
import os
import sys
import xmlrpc.client
from datetime import datetime, timedelta
from pathlib import Path

URL, DATABASE = os.environ["ODOO_URL"], os.environ["ODOO_DB"]
LOGIN, KEY = os.environ["ODOO_LOGIN"], os.environ["ODOO_KEY"]
CURSOR = Path(sys.argv[1] if len(sys.argv) > 1 else "members.cursor")
FIELDS = ["code", "name", "state", "level_id", "region_id", "upline_id", "write_date"]
PAGE = 200
OVERLAP = timedelta(minutes=5)  # what was written before, but committed after our last look

uid = xmlrpc.client.ServerProxy(f"{URL}/xmlrpc/2/common").authenticate(DATABASE, LOGIN, KEY, {})
models = xmlrpc.client.ServerProxy(f"{URL}/xmlrpc/2/object", allow_none=True)


def call(model, method, *arguments, **named):
    return models.execute_kw(DATABASE, uid, KEY, model, method, arguments, named)


since = CURSOR.read_text() if CURSOR.exists() else "1970-01-01 00:00:00"
start = datetime.fromisoformat(since)
start -= OVERLAP if start.year > 1970 else timedelta(0)
domain = [("write_date", ">=", start.isoformat(" ", "seconds"))]
newest, seen = since, 0
while page := call(
    "distribution.member", "search_read", domain, FIELDS, seen, PAGE, "write_date, id"
):
    for member in page:  # the same one again does no harm: its code is the key
        print(json.dumps(member, ensure_ascii=False))
    seen += len(page)
    newest = max(newest, page[-1]["write_date"])
CURSOR.write_text(newest)

[member_id] = call("distribution.member", "search", [("code", "=", "S111")])
chain = call("distribution.member", "get_upline_chain", [member_id], "2026-06-30")
print(json.dumps({"seen": seen, "chain": chain}))
