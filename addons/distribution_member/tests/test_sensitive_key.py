import base64
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.encrypted_field import KEY_RING_VARIABLE
from .common import DistributionCommon

ACCOUNT = "6222021234567890"


@tagged("post_install", "-at_install")
class TestSensitiveKey(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = cls.env["distribution.sensitive.key"]
        folder = TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.ring = Path(folder.name) / "ring"
        cls.material = {
            name: base64.b64encode(os.urandom(32)).decode() for name in ("a", "b", "c", "other")
        }
        variable = patch.dict(os.environ, {KEY_RING_VARIABLE: str(cls.ring)})
        variable.start()
        cls.addClassCleanup(variable.stop)
        cls._put("a")
        cls.members = cls.agent | cls.distributor | cls.shop
        cls.members.bank_account = ACCOUNT

    @classmethod
    def _put(cls, *names, **renamed):
        """Write a ring; `a="other"` puts another key under the name a."""
        lines = [f"{name} {cls.material[renamed.get(name, name)]}" for name in names]
        cls.ring.unlink(missing_ok=True)
        cls.ring.touch(mode=0o600)
        cls.ring.write_text("\n".join(lines))

    def setUp(self):
        super().setUp()
        self.addCleanup(self._put, "a")

    def _rotate(self):
        with self.enter_registry_test_mode():
            self.keys.action_rotate()
            self.env.ref("distribution_member.ir_cron_rotate_keys").method_direct_trigger()
        self.env.invalidate_all()

    def test_key_is_known_from_its_first_value_on(self):
        key = self.keys.search([("key_id", "=", "a")])
        self.assertEqual((key.status, key.value_count), ("current", 3))

    def test_missing_and_foreign_keys_are_noticed_before_anything_is_stored(self):
        for names, renamed, status in (
            (("b",), {}, "missing"),
            (("a", "b"), {"a": "other"}, "wrong"),
        ):
            with self.subTest(status=status):
                self._put(*names, **renamed)
                key = self.keys.search([("key_id", "=", "a")])
                key.invalidate_recordset()
                self.assertEqual(key.status, status)
                self.assertEqual(self.keys.search([("has_problem", "=", True)]), key)
                self.assertIn("cannot be stored", self.keys._find_problem())
                with self.assertRaisesRegex(UserError, "nothing was saved"):
                    self.other_distributor.bank_account = ACCOUNT
                with self.assertRaisesRegex(UserError, "Nothing was re-encrypted"):
                    self.keys.action_rotate()

    def test_newest_key_is_used_and_older_values_are_read(self):
        self._put("a", "b")
        self.other_distributor.bank_account = ACCOUNT
        statuses = {key.key_id: (key.status, key.value_count) for key in self.keys.search([])}
        self.assertEqual(statuses["a"], ("old", 3))
        self.assertEqual(statuses["b"], ("current", 1))
        self.assertEqual(self.shop._decrypt("bank_account"), ACCOUNT)
        found = self.env["distribution.member"].search([("bank_account", "=", ACCOUNT)])
        self.assertEqual(found, self.members | self.other_distributor)

    def test_rotation_makes_the_old_key_removable(self):
        self._put("a", "b")
        self._rotate()
        old, new = (self.keys.search([("key_id", "=", name)]) for name in "ab")
        self.assertEqual((old.status, old.is_retired), ("removable", True))
        self.assertEqual((new.value_count, new.failed_count), (3, 0))
        self.assertTrue(new.date_done)
        self._put("b")
        self.assertFalse(self.keys._find_problem())
        self.assertEqual(self.shop._decrypt("bank_account"), ACCOUNT)
        self.other_distributor.bank_account = ACCOUNT
        rows = self.env["distribution.audit"].search([("action", "=", "key_rotation")])
        self.assertEqual(rows.mapped("new_value"), ["b", "b"])

    def test_rotation_goes_on_after_it_was_broken_off(self):
        self._put("a", "b")
        self.keys._start_rotation()
        batches = self.keys._rotate_batches(size=1)
        self.assertEqual(next(batches), (1, 2))
        batches.close()
        self._rotate()
        self.assertEqual(self.keys.search([("key_id", "=", "b")]).value_count, 3)

    def test_nothing_runs_unless_it_was_started(self):
        self._put("a", "b")
        with self.enter_registry_test_mode():
            self.env.ref("distribution_member.ir_cron_rotate_keys").method_direct_trigger()
        self.assertFalse(self.keys.search([("key_id", "=", "b")]))

    def test_unreadable_value_is_counted_and_does_not_stop_the_others(self):
        self.env.cr.execute(
            "UPDATE distribution_member SET bank_account = overlay(bank_account placing"
            " 'AAAA' from 60 for 4) WHERE id = %s",
            [self.shop.id],
        )
        self._put("a", "b")
        with mute_logger("odoo.addons.distribution_member.models.distribution_sensitive_key"):
            self._rotate()
        old, new = (self.keys.search([("key_id", "=", name)]) for name in "ab")
        self.assertEqual((new.value_count, new.failed_count), (2, 1))
        self.assertEqual((old.status, old.is_retired), ("old", False))

    def test_keys_are_the_administrators_business(self):
        finance = self._create_user("k_finance", "finance")
        keys = self.keys.with_user(finance)
        with self.assertRaises(AccessError):
            keys.search([])
        with self.assertRaises(AccessError):
            keys.action_rotate()
        admin = self._create_user("k_admin", "admin")
        self.assertTrue(self.keys.with_user(admin).search([]).mapped("status"))
        with self.assertRaises(AccessError):
            self.keys.with_user(admin).search([]).mapped("token")
