"""A served company beside a running ERP: what a person sees in the portal, and when."""

import json
import statistics
import time

from scripts.web_session import WebSession

LOGIN = "erp_buyer"
# Run inside Odoo: a member with a portal user, and a Kingdee that is connected and read.
SCRIPT = """
from odoo import Command
from tests.kingdee_simulator import tenant

env.company.country_id = env.ref("base.cn")
level = env["distribution.level"].create({"name": "Live", "code": "L1", "rank": 1})
region = env["distribution.region"].create({"name": "Live", "code": "R1"})
partner = env["res.partner"].create({"name": "Live", "is_company": True})
member = env["distribution.member"].create({
    "partner_id": partner.id, "code": "LIVE", "level_id": level.id, "region_id": region.id,
    "date_start": "2020-01-01", "state": "active"})
person = env["res.partner"].create({"name": "Buyer", "parent_id": partner.id})
user = env["res.users"].create({
    "login": "LOGIN", "password": "LOGIN", "partner_id": person.id,
    "group_ids": [Command.set(env.ref("base.group_portal").ids)]})
env["distribution.member.user"].search([("user_id", "=", user.id)]).write(
    {"role": "admin", "active": True})
backend = env["distribution.erp.backend"].create({
    "name": "Live", "base_url": "CLOUD", "organisation_number": tenant.ORGANISATION,
    "account_id": tenant.DCID, "user_name": tenant.USER, "app_id": tenant.APP_ID,
    "app_secret": tenant.APP_SECRET, "salesperson_number": "0001", "sends_members": False,
    "unit_ids": [Command.create(
        {"number": "Pcs", "uom_id": env.ref("uom.product_uom_unit").id})]})
warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
backend.warehouse_ids = [Command.create({"number": "CK001", "warehouse_id": warehouse.id})]
env.cr.commit()
backend.action_test()
assert backend.state == "ready", backend.last_message
for kind in ("products", "stock"):
    run = backend._run_stream(kind)
    assert run.state == "done", run.log
product = env["product.product"].search([("default_code", "=", "M0001")])
env["distribution.cart"].create({
    "user_id": user.id, "member_id": member.id, "lines": {str(product.id): 1}})
env.cr.commit()
print(product.id)
"""


def prepare(run_in_odoo, database: str, cloud: str) -> int:
    """Make the company in a database; return the id of a product in the buyer's cart."""
    script = SCRIPT.replace("CLOUD", cloud).replace("LOGIN", LOGIN)
    return int(run_in_odoo(database, script).splitlines()[-1])


class Buyer:
    """The member's person with the phone in the hand."""

    def __init__(self, url: str, database: str, product_id: int):
        self.session = WebSession(url, database).login(LOGIN, LOGIN)
        self.product_id = product_id

    def read_band(self) -> str:
        """Return how much there is, in a word."""
        path = f"/my/distribution/order/availability?ids={self.product_id}"
        status, body = self.session.get(path)
        assert status == 200, body[:300]
        return json.loads(body)["availability"][str(self.product_id)]["band"]

    def wait_for(self, band: str, seconds: float) -> float:
        """Return after how many seconds the band is shown."""
        start = time.monotonic()
        while self.read_band() != band:
            assert time.monotonic() - start < seconds, f"not {band} after {seconds} s"
            time.sleep(0.5)
        return time.monotonic() - start

    def measure(self, seconds: float) -> float:
        """Return the 95th percentile, in ms, of catalogue pages asked for during some seconds."""
        spent, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            start = time.monotonic()
            status, _body = self.session.get("/my/distribution/order/catalogue")
            assert status == 200
            spent.append((time.monotonic() - start) * 1000)
            time.sleep(0.05)
        return statistics.quantiles(spent, n=20)[-1]
