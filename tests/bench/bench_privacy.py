"""Sensitive data: 100,000 values get a new key; what one row of the audit trail costs."""

import base64
import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.addons.distribution_member import sensitive_cipher
from odoo.addons.distribution_member.models.encrypted_field import KEY_RING_VARIABLE, load_key_ring
from odoo.addons.distribution_member.queries import key_rotation

from tests.bench import channel

ACTS = 500


def run(bench):
    """Measure the rotation of one value per member, then single acts."""
    channel.build(bench.env, bench.size(100_000, 400))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ring"
        with patch.dict(os.environ, {KEY_RING_VARIABLE: str(path)}):
            put_ring(path, "k1")
            encrypt_all(bench.env)
            put_ring(path, "k1", "k2")
            measure_rotation(bench)
            measure_acts(bench)


def put_ring(path, *names):
    """Write a ring whose keys follow from their names."""
    path.touch(mode=0o600)
    lines = [f"{name} {base64.b64encode(name.encode().ljust(32, b'.')).decode()}" for name in names]
    path.write_text("\n".join(lines))


def encrypt_all(env):
    """Give every member a bank account, set-wise."""
    ring = load_key_ring()
    env["distribution.sensitive.key"]._verify(ring)
    place = env["distribution.member"]._fields["bank_account"].place
    env.cr.execute("SELECT id, sensitive_uid FROM distribution_member")
    tokens = {
        row_id: sensitive_cipher.encrypt(f"62220212{row_id:012}", ring, place, uid)
        for row_id, uid in env.cr.fetchall()
    }
    env.cr.execute(key_rotation.renew_values("distribution_member", "bank_account", tokens))
    env.cr.commit()
    env.invalidate_all()


def measure_rotation(bench):
    """Rotate all values, as `make rotate-keys` does."""
    keys = bench.env["distribution.sensitive.key"]
    started = time.monotonic()
    count = keys._rotate_all(lambda _line: None)
    bench.report(f"{count:,} values re-encrypted", time.monotonic() - started, "s", at_most=300)
    bench.report("values left under the old key", keys._count_outdated("k2"), "", at_most=0)


def measure_acts(bench):
    """Measure what the trail adds to an act."""
    audit = bench.env["distribution.audit"]
    acts = bench.size(ACTS, 20)
    members = bench.env["distribution.member"].search([], limit=acts)
    members.mapped("display_name")
    started = time.monotonic()
    for member in members:
        audit._record("level_change", member, old_value="1", new_value="2", reason="Bench")
    bench.env.flush_all()
    milliseconds = (time.monotonic() - started) * 1000 / acts
    bench.report("one row of the audit trail", milliseconds, "ms", at_most=5)
    started = time.monotonic()
    for member in members:
        member.reveal("bank_account", "Bench")
    bench.env.flush_all()
    milliseconds = (time.monotonic() - started) * 1000 / acts
    bench.report("one reveal with its row", milliseconds, "ms", at_most=10)
