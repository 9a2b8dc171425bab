import csv
import io
import json
import random
from pathlib import Path

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import config

from .application_common import id_number
from .common import DistributionCommon

SEED = 4711
COUNT = 40


@tagged("post_install", "-at_install")
class TestCanary(DistributionCommon, HttpCase):
    """Numbers written in every way there is are found in clear nowhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        chance = random.Random(SEED)
        cls.accounts = [f"6222{chance.randrange(10**12):012}" for _ in range(COUNT)]
        cls.cards = [id_number(number) for number in range(1, COUNT + 1)]
        cls.words = cls.accounts + cls.cards
        cls.finance = cls._create_user("ca_finance", "finance")
        cls.finance.group_ids += cls.env.ref("base.group_allow_export")
        cls.admin = new_test_user(
            cls.env,
            "ca_admin",
            groups="base.group_user,base.group_allow_export,"
            "distribution_member.group_distribution_admin,base.group_partner_manager",
        )

    def _write_in_every_way(self):
        """Return members whose numbers came by create, write, web client, RPC and import."""
        env = self.env(context={**self.env.context, "tracking_disable": False})
        members = env["distribution.member"].create(
            [self._prepare(number) for number in range(COUNT)]
        )
        self._give_consent(members)
        ways = [
            lambda member, values: member.write(values),
            lambda member, values: member.web_save(values, {"bank_account": {}, "id_number": {}}),
            lambda member, values: member.partner_id.write(
                {"distribution_member_ids": [(1, member.id, values)]}
            ),
            lambda member, values: member.load(
                [".id", *values], [[str(member.id), *values.values()]]
            ),
            lambda member, values: self._call("write", [member.ids, values]),
        ]
        self.authenticate("ca_admin", "ca_admin")
        for number, member in enumerate(members):
            values = {"bank_account": self.accounts[number], "id_number": self.cards[number]}
            ways[number % len(ways)](member, values)
            member.message_post(body="Numbers entered")
            env["distribution.privacy.request"].create(
                {
                    "kind": "correct",
                    "member_id": member.id,
                    "field_name": "bank_account",
                    "new_number": self.accounts[number],
                }
            )
        self.env.flush_all()
        return members

    def _prepare(self, number):
        partner = self.env["res.partner"].create({"name": f"Canary {number}"})
        return {
            "partner_id": partner.id,
            "code": f"CAN{number}",
            "level_id": self.levels[2].id,
            "region_id": self.north.id,
            "subject_type": "person",
        }

    def _call(self, method, args, **kwargs):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {
                "model": "distribution.member",
                "method": method,
                "args": args,
                "kwargs": kwargs,
            },
        )

    def _assert_nothing_in(self, text):
        self.assertEqual([word for word in self.words if word in text], [])

    def test_numbers_are_in_no_table_file_or_log(self):
        log = Path(config["logfile"]) if config["logfile"] else None
        begin = log.stat().st_size if log else 0
        members = self._write_in_every_way()
        self.assertEqual(
            [member._decrypt("id_number") for member in members], self.cards, "all were stored"
        )
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        pattern = "|".join(self.words)
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(f'SELECT 1 FROM "{table}" AS row WHERE row::text ~ %s', [pattern])
            with self.subTest(table=table):
                self.assertFalse(self.env.cr.fetchone())
        store = Path(config.filestore(self.env.cr.dbname))
        for path in store.rglob("*"):
            if path.is_file():
                self._assert_nothing_in(path.read_bytes().decode(errors="ignore"))
        if log:
            with log.open("rb") as file:
                file.seek(begin)
                self._assert_nothing_in(file.read().decode(errors="ignore"))

    def test_numbers_are_in_no_answer(self):
        members = self._write_in_every_way()
        members.invalidate_recordset()
        finance = members.with_user(self.finance)
        names = ["code", "bank_account", "id_number"]
        answers = [
            finance.read(names),
            finance.search_read([("id", "in", members.ids)], names),
            finance.web_read({name: {} for name in names}),
            finance.export_data(names),
            finance.name_search("CAN"),
            finance.formatted_read_group([], ["region_id"], ["__count"]),
            members[0].copy_data(),
            self._call("read", [members.ids, names]),
            self._call(
                "web_search_read", [], specification={name: {} for name in names}, domain=[]
            ),
            self.env["distribution.audit"].search([]).read(),
            self.env["mail.message"].search([("model", "=", "distribution.member")]).read(["body"]),
        ]
        self._assert_nothing_in(json.dumps(answers, default=str))
        self.assertIn(f"****{self.accounts[0][-4:]}", json.dumps(answers, default=str))

    def test_numbers_are_in_no_downloaded_file(self):
        members = self._write_in_every_way()
        self.authenticate("ca_finance", "ca_finance")
        data = {
            "model": "distribution.member",
            "fields": [
                {"name": name, "label": name} for name in ("code", "bank_account", "id_number")
            ],
            "ids": members.ids,
            "domain": [],
            "import_compat": False,
        }
        for kind in ("csv", "xlsx"):
            with self.subTest(kind=kind):
                answer = self.url_open(
                    f"/web/export/{kind}",
                    data={
                        "data": json.dumps(data),
                        "csrf_token": http.Request.csrf_token(self),
                    },
                )
                self.assertEqual(answer.status_code, 200)
                self._assert_nothing_in(self._read_table(kind, answer.content))

    def _read_table(self, kind, content):
        if kind == "csv":
            rows = list(csv.reader(io.StringIO(content.decode())))
        else:
            from openpyxl import load_workbook

            rows = list(load_workbook(io.BytesIO(content)).active.values)
        text = json.dumps(rows, default=str)
        self.assertIn("****", text)
        return text

    def test_import_does_not_repeat_a_refused_number(self):
        result = self.env["distribution.member"].load(
            ["code", "bank_account"], [["NOPE", "6222 0000 !!! 1111"]]
        )
        self.assertTrue(result["messages"])
        self.assertNotIn("6222 0000", json.dumps(result["messages"], default=str))

    def test_reveal_by_wire_is_for_finance_and_administrators(self):
        self.shop.bank_account = self.accounts[0]
        self.city.manager_ids = self._create_user("ca_manager", "manager")
        self.city.staff_ids = self._create_user("ca_user", "user")
        self._create_user("ca_reviewer", "reviewer")
        self._create_portal_user("ca_portal", self.shop)
        self.env.flush_all()
        for login, allowed in (
            ("ca_finance", True),
            ("ca_admin", True),
            ("ca_manager", False),
            ("ca_user", False),
            ("ca_reviewer", False),
            ("ca_portal", False),
        ):
            user = self.env["res.users"].search([("login", "=", login)])
            shop = self.shop.with_user(user)
            with self.subTest(login=login):
                try:
                    answer = shop.reveal("bank_account", "Check")
                except (AccessError, UserError):
                    answer = None
                self.assertEqual(answer, self.accounts[0] if allowed else None)
            row = self.env["distribution.audit"].search(
                [("action", "=", "reveal"), ("user_id", "=", user.id)], limit=1
            )
            self.assertEqual(bool(row.is_refused), not allowed)
            self.assertTrue(row)
