"""Import a file of orders: odoorpc.

python import_file.py orders.csv
"""

import base64
import json
import os
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import odoorpc

DATABASE, LOGIN, KEY = (os.environ[name] for name in ("ODOO_DB", "ODOO_LOGIN", "ODOO_KEY"))


def connect():
    """Sign in with an API key.

    `odoo.login()` opens a web session, and Odoo takes no API key for one.
    """
    address = urlsplit(os.environ["ODOO_URL"])
    is_safe = address.scheme == "https"
    odoo = odoorpc.ODOO(
        address.hostname,
        protocol="jsonrpc+ssl" if is_safe else "jsonrpc",
        port=address.port or (443 if is_safe else 80),
        timeout=300,
    )
    asked = {"service": "common", "method": "authenticate", "args": [DATABASE, LOGIN, KEY, {}]}
    uid = odoo.json("/jsonrpc", asked)["result"]
    odoo._env = odoorpc.env.Environment(odoo, DATABASE, uid, context={"lang": "zh_CN"})
    odoo._login, odoo._password = LOGIN, KEY
    return odoo


odoo = connect()
path = Path(sys.argv[1])
imports = odoo.env["distribution.order.import"]
profiles = odoo.env["distribution.order.import.profile"]
[profile_id] = profiles.search([("platform", "=", "generic")], limit=1)
content = base64.b64encode(path.read_bytes()).decode()
import_id = imports.create({"file": content, "name": path.name, "profile_id": profile_id})
imports.action_preview([import_id])
imports.action_commit([import_id])  # the same file a second time is refused, whatever its name
FIELDS = ["state", "is_running", "order_count", "ok_count", "skipped_count", "error_count"]
while (found := imports.read([import_id], FIELDS)[0])["is_running"]:  # large files go on by a job
    time.sleep(5)
print(json.dumps(found))
errors = odoo.env["distribution.order.import.line"].search_read(
    [("import_id", "=", import_id), ("state", "!=", "ok")], ["number", "state", "reason"]
)
for line in errors:
    print(json.dumps(line, ensure_ascii=False))
