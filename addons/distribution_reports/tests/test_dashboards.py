import json

from odoo.addons.spreadsheet.utils.validate_data import (
    fields_in_spreadsheet,
    menus_xml_ids_in_spreadsheet,
)
from odoo.tests import new_test_user, tagged

from .common import SalesReportCommon

GROUPS = "distribution_member.group_distribution_"
READERS = {
    "management": {"finance", "admin"},
    "region": {"manager", "finance", "admin"},
    "distributor": {"manager", "finance", "admin"},
}


@tagged("post_install", "-at_install")
class TestDashboards(SalesReportCommon):
    def _find(self, name):
        return self.env.ref(f"distribution_reports.spreadsheet_dashboard_{name}")

    def _read(self, name):
        return json.loads(self._find(name).spreadsheet_data)

    def test_what_is_shown_exists(self):
        for name in READERS:
            data = self._read(name)
            for model, names in fields_in_spreadsheet(data).items():
                missing = [field for field in names if field not in self.env[model]._fields]
                with self.subTest(name, model=model):
                    self.assertEqual(missing, [])
            for xml_id in menus_xml_ids_in_spreadsheet(data):
                with self.subTest(name, menu=xml_id):
                    self.assertTrue(self.env.ref(xml_id).action)

    def test_every_chart_opens_its_records(self):
        for name in READERS:
            data = self._read(name)
            charts = {figure["id"] for figure in data["sheets"][0]["figures"]}
            with self.subTest(name):
                self.assertEqual(charts, set(data["chartOdooMenusReferences"]))

    def test_dashboards_are_seen_by_whom_they_are_for(self):
        for role in ("user", "reviewer", "manager", "finance", "admin"):
            user = new_test_user(self.env, f"board_{role}", groups=GROUPS + role)
            dashboards = self.env["spreadsheet.dashboard"].with_user(user)
            for name, readers in READERS.items():
                with self.subTest(role, name=name):
                    found = dashboards.search([("id", "=", self._find(name).id)])
                    self.assertEqual(bool(found), role in readers)

    def test_readers_may_read_all_of_it(self):
        """What a reader sees opens without an access error, and is the sum that is its own."""
        self._create_order(self.dealer.partner_id, "2024-02-10 08:00", (self.drill, 2, 100.0))
        self._create_order(self.shop.partner_id, "2024-02-10 08:00", (self.drill, 1, 7.0))
        totals = {"manager": 200.0, "finance": 207.0}
        self.north.manager_ids += new_test_user(
            self.env, "board_manager", groups=f"{GROUPS}manager"
        )
        users = {
            "manager": self.north.manager_ids,
            "finance": new_test_user(self.env, "board_finance", groups=f"{GROUPS}finance"),
        }
        for name, readers in READERS.items():
            for role in readers & users.keys():
                with self.subTest(name, role=role):
                    self.assertEqual(self._open(name, users[role]), totals[role])

    def _open(self, name, user):
        """Ask for all that a dashboard shows; return the first figure of the first pivot."""
        data, env = self._read(name), self.env(user=user)
        ours = [("member_id", "in", (self.dealer + self.shop).ids)]
        totals = []
        for pivot in data["pivots"].values():
            groups = [row["fieldName"] for row in pivot["rows"]]
            measures = [f"{m['fieldName']}:{m['aggregator']}" for m in pivot["measures"]]
            [row, *_rows] = env[pivot["model"]].formatted_read_group(
                [*pivot["domain"], *ours], groups, measures
            )
            totals.append(row[measures[0]])
        for figure in data["sheets"][0]["figures"]:
            if meta := figure["data"].get("metaData"):
                env[meta["resModel"]].formatted_read_group(
                    ours, meta["groupBy"], [f"{meta['measure']}:sum"]
                )
        for records in data["lists"].values():
            env[records["model"]].search_read(records["domain"], records["columns"])
        return totals[0]
