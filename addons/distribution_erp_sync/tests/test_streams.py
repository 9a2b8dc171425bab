import logging
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules import get_module_path
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..clients.errors import AuthenticationError, TransportError
from ..models import distribution_erp_stream
from .erp_common import ErpCommon, material
from .fake_erp import Fault

AUDIT = "odoo.addons.distribution_member.models.distribution_audit"
MIXIN = "odoo.addons.distribution_erp_sync.models.backend_stream_mixin"


@tagged("post_install", "-at_install")
class TestStreams(ErpCommon):
    def _stream(self, kind):
        return self.backend.stream_ids.filtered(lambda stream: stream.kind == kind)

    # === RUNS === #

    def test_run_counts_and_moves_the_cursor_only_when_it_came_to_its_end(self):
        self.erp.materials = [material("X-1")]
        run = self.backend.sync_products()
        self.assertEqual((run.state, run.seen, run.cursor), ("done", 1, "2026-01-05T10:00:00"))
        self.assertEqual(self._stream("products").cursor, "2026-01-05T10:00:00")
        self.erp.fail("read_materials", Fault(TransportError("reset")))
        self.assertEqual(self.backend.sync_products().state, "failed")
        self.assertEqual(self._stream("products").cursor, "2026-01-05T10:00:00")

    def test_changes_are_read_again_with_an_overlap(self):
        self.assertEqual(
            self.backend._overlap("2026-01-05T00:02:00.250"), "2026-01-04T23:57:00.250"
        )
        self.assertEqual(
            str(self.backend._to_utc("2026-01-05T00:02:00.250")), "2026-01-04 16:02:00"
        )

    def test_stream_is_run_by_one_worker_at_a_time(self):
        stream = self._stream("stock")
        stream.leased_until = fields.Datetime.now() + timedelta(minutes=5)
        with self.assertRaisesRegex(UserError, "being run already"):
            self.backend.sync_stock()
        stream.leased_until = fields.Datetime.now() - timedelta(minutes=1)
        self.assertEqual(self.backend.sync_stock().state, "done")
        self.assertFalse(stream.leased_until)

    def test_failures_in_a_row_make_pauses_longer_and_success_ends_them(self):
        stream = self._stream("stock")
        stream.interval_minutes = 2
        pauses = []
        for _time in range(3):
            self.erp.fail("read_stock", Fault(TransportError("reset")))
            self.backend.sync_stock()
            pauses.append((stream.next_run - fields.Datetime.now()).total_seconds() / 60)
        self.assertEqual(stream.failures, 3)
        self.assertLess(pauses[0], pauses[1])
        self.assertLess(pauses[1], pauses[2])
        self.backend.sync_stock()
        self.assertEqual((stream.failures, stream.last_message), (0, False))

    def test_error_of_ours_ends_the_run_and_says_nothing_of_itself(self):
        self.erp.fail("read_stock", Fault(ZeroDivisionError("secret")))
        with mute_logger(MIXIN):
            run = self.backend.sync_stock()
        self.assertEqual(run.state, "failed")
        self.assertNotIn("secret", run.log)

    def test_archived_or_untested_servers_are_not_contacted(self):
        self.backend.state = "draft"
        with self.assertRaisesRegex(UserError, "not connected"):
            self.backend.sync_stock()
        self.backend.write({"state": "ready", "active": False})
        with self.assertRaisesRegex(UserError, "archived"):
            self.backend.sync_stock()
        self.assertEqual(self.erp.calls, [])

    def test_scheduler_runs_what_is_due_and_leaves_the_rest(self):
        self._stream("deliveries").next_run = fields.Datetime.now() + timedelta(hours=1)
        with self.enter_registry_test_mode():
            self.env.ref("distribution_erp_sync.ir_cron_erp_movements").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self._stream("returns").last_run_id)
        self.assertFalse(self._stream("deliveries").last_run_id)

    def test_stream_of_a_clock_that_was_ahead_goes_on(self):
        later = fields.Datetime.now() + timedelta(days=32)
        self.backend.stream_ids.write({"next_run": later, "leased_until": later})
        with self.enter_registry_test_mode():
            self.env.ref("distribution_erp_sync.ir_cron_erp_movements").method_direct_trigger()
        self.env.invalidate_all()
        stream = self._stream("deliveries")
        self.assertEqual(stream.last_run_id.state, "done")
        self.assertLess(stream.next_run, later)

    def test_who_is_responsible_is_told_once_about_what_is_late(self):
        stream = self._stream("stock")
        self.backend.stream_ids.last_success = fields.Datetime.now()
        stream.last_success = fields.Datetime.now() - timedelta(days=1)
        self.assertTrue(stream.is_late)
        self.assertEqual(
            self.env["distribution.erp.stream"].search([("is_late", "=", True)]), stream
        )
        for _time in range(2):
            self.env["distribution.erp.stream"]._cron_watch()
        self.assertEqual(len(self.backend.activity_ids), 1)
        self.backend.sync_stock()
        self.assertFalse(self.backend.activity_ids)

    # === CREDENTIALS === #

    def test_secrets_are_kept_letter_for_letter_and_never_shown(self):
        secret = "aB-c d_9*xyz"
        self.backend.app_secret = secret
        self.backend.flush_recordset()
        self.assertEqual(self.backend._decrypt("app_secret"), secret)
        self.env.cr.execute(
            "SELECT app_secret FROM distribution_erp_backend WHERE id = %s", [self.backend.id]
        )
        stored = self.env.cr.fetchone()[0]
        admin = self._create_user("erp_secrets", "admin")
        shown = self.backend.with_user(admin).read(["app_secret"])[0]["app_secret"]
        for part in (secret, secret[-4:], "xyz"):
            self.assertNotIn(part, stored)
            self.assertNotIn(part, shown)
        with self.assertRaises(AccessError), mute_logger(AUDIT, "odoo.sql_db"):
            self.backend.with_user(admin).reveal("app_secret", "why not")
        self.backend.with_user(admin).write({"app_secret": shown, "name": "Renamed"})
        self.assertEqual(self.backend._decrypt("app_secret"), secret, "a mask is no new secret")

    def test_other_credentials_are_to_be_tested_anew(self):
        self.backend.name = "Another name"
        self.assertEqual(self.backend.state, "ready")
        self.backend.app_secret = "another"
        self.assertEqual(self.backend.state, "draft")

    def test_refused_credentials_are_no_secret_in_the_log(self):
        self.backend.app_secret = "topsecret-value"
        self.backend.state = "ready"
        self.erp.fail("read_stock", Fault(AuthenticationError("no", code=1)))
        with self.assertLogs("odoo.addons.distribution_erp_sync", logging.INFO) as logs:
            logging.getLogger("odoo.addons.distribution_erp_sync").info("begin")
            self.backend.sync_stock()
        self.assertNotIn("topsecret", "".join(logs.output))
        self.assertEqual(self.backend.state, "stopped")

    def test_copies_of_the_database_can_send_nothing(self):
        path = Path(get_module_path("distribution_erp_sync"), "data", "neutralize.sql")
        self.env.flush_all()
        self.env.cr.execute(path.read_text())
        self.env.invalidate_all()
        self.assertFalse(self.backend.active)
        self.assertFalse(self.backend.app_secret)

    # === PRODUCTS AND MEMBERS === #

    def test_materials_become_products_by_code_first_and_once(self):
        self.erp.materials = [
            material(self.product.default_code),
            material("X-2", group="G1", group_name="Putties", specification="5 kg"),
            material("X-3", status="A"),
            material("X-4", unit="Carton"),
        ]
        run = self.backend.sync_products()
        products = self.env["product.product"].search([("default_code", "like", "X-")])
        self.assertEqual(products.mapped("name"), ["Material X-2 5 kg"])
        self.assertEqual(products.categ_id.name, "Putties")
        self.assertEqual(self.product.name, "Putty", "names here are left alone")
        self.assertEqual(run.failed, 1)
        self.assertIn("X-4", run.log)
        self.backend.sync_products()
        self.assertEqual(
            self.env["product.product"].search_count([("default_code", "like", "X-")]), 1
        )

    def test_forbidden_materials_are_not_sold_until_they_are_enabled(self):
        self.erp.materials = [material(self.product.default_code, forbidden="B")]
        self.backend.sync_products()
        self.assertFalse(self.product.sale_ok)
        self.erp.materials = [material(self.product.default_code)]
        self.backend.sync_products()
        self.assertTrue(self.product.sale_ok)

    def test_what_was_forbidden_without_a_new_time_is_found_by_the_comparison(self):
        self.erp.materials = [material(self.product.default_code)]
        self.backend.sync_products()
        self.erp.materials = [material(self.product.default_code, forbidden="B")]
        self.backend.reconcile()
        self.assertFalse(self.product.sale_ok)

    def test_two_products_with_one_code_are_shown_and_neither_is_bound(self):
        self._create_product("X-5")
        self._create_product("X-5")
        self.erp.materials = [material("X-5")]
        run = self.backend.sync_products()
        self.assertEqual(run.failed, 1)
        self.assertFalse(self.backend._find_records("product.product", ["X-5"]))
        self.assertEqual(
            self.env["product.product"].search_count([("default_code", "=", "X-5")]), 2
        )

    def test_what_is_gone_there_is_not_sold_but_never_much_at_once(self):
        products = [self._create_product(f"X-{number}") for number in range(10, 40)]
        self.erp.materials = [material(product.default_code) for product in products]
        self.backend.sync_products()
        self.erp.materials = self.erp.materials[1:]
        self.backend.reconcile()
        self.assertFalse(products[0].sale_ok)
        self.erp.materials = []
        run = self.backend.reconcile()
        self.assertTrue(all(product.sale_ok for product in products[1:]))
        self.assertIn("at once", run.log)
        self.assertTrue(self.backend.activity_ids)

    def test_active_members_are_sent_once_and_those_that_are_there_are_bound(self):
        self.backend.sends_members = True
        self.erp.fail("save_customer", Fault(TransportError("reset"), is_after=True))
        self.backend.sync_members()
        self.journal.search([("next_try", "!=", False)]).next_try = fields.Datetime.now()
        self.backend.sync_members()
        active = self.env["distribution.member"].search(
            [("state", "=", "active"), ("company_id", "=", self.company.id)]
        )
        self.assertLessEqual(set(active.mapped("code")), set(self.erp.customers))
        self.assertEqual(self.erp.customers[self.shop.code].status, "C")
        self.assertTrue(self.backend._find_number(self.shop))
        saved = self.erp.calls.count("save_customer")
        self.assertEqual(saved, len(active), "the one whose answer was lost was found")
        self.backend.sync_members()
        self.assertEqual(self.erp.calls.count("save_customer"), saved)

    # === SCHEDULER === #

    def test_stream_of_every_minute_is_due_at_each_look_of_the_scheduler(self):
        stock, hot = (
            self.env.ref(f"distribution_erp_sync.ir_cron_erp_{name}")
            for name in ("stock", "stock_hot")
        )
        triggers = self.env["ir.cron.trigger"].search([])
        crons = type(self.env["ir.cron"])
        self.enterContext(patch.object(crons, "_commit_progress", lambda *_args, **_values: 1.0))
        for cron, kind in ((stock, "stock"), (hot, "stock_hot")):
            self.env["distribution.erp.stream"].with_context(cron_id=cron.id)._cron_run(kind)
        added = self.env["ir.cron.trigger"].search([]) - triggers
        self.assertEqual(added.cron_id, hot)
        wait = (added.call_at - fields.Datetime.now()).total_seconds()
        self.assertTrue(0 < wait < 60, wait)
        self.backend.state = "stopped"
        streams = self.env["distribution.erp.stream"].with_context(cron_id=hot.id)
        streams._cron_run("stock_hot")
        self.assertFalse(self.env["ir.cron.trigger"].search([]) - triggers - added)

    def test_who_looks_at_stock_wakes_the_scheduler_now_and_then(self):
        hooks = self.env.cr.postcommit
        self.addCleanup(hooks.clear)
        crons = type(self.env["ir.cron"])
        self.enterContext(patch.dict(distribution_erp_stream._woken, clear=True))
        with patch.object(crons, "_notifydb") as woken:
            self._read_free()
            hooks.run()
            self.assertFalse(woken.called, "Odoo runs this warehouse")
            self._lie(20)
            self.backend.sync_stock()
            hooks.clear()  # what the reading itself wakes
            for _look in range(3):
                self._read_free()
                hooks.run()
            self.assertEqual(woken.call_count, 1)
            distribution_erp_stream._woken.clear()  # as time does
            self._read_free()
            hooks.run()
            self.assertEqual(woken.call_count, 2)
