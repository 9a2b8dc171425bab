"""A configuration with nothing behind it, and backups with little in them."""

import pytest

from scripts.backup_drill import settings, tools  # noqa: F401 - finds the backup program

from distribution_backup import config as configurations  # isort: skip
from distribution_backup import keys, safe_files, segments, shelf  # isort: skip
from distribution_backup.refusal import Refused  # isort: skip


@pytest.fixture
def configuration(tmp_path):
    """Return the path of a configuration in an empty folder."""
    source = settings.Source(
        database="company",
        host=tmp_path,
        odoo_data=tmp_path / "odoo-data",
        odoo_conf=tmp_path / "odoo.conf",
        data=tmp_path / "data",
    )
    return settings.write(tmp_path, source)


@pytest.fixture
def backups(configuration):
    """Return a configuration, and a function that makes a backup of a moment."""
    config = configurations.read(configuration)
    ring = keys.load_ring(config.key_ring)

    def make(kind, moment, start=1):
        with shelf.making(config, kind, moment) as backup:
            size = 16 << 20
            facts = {"segment_size": size, "finished_at": moment.isoformat()}
            facts["start"] = segments.name_at("00000001", start, size)
            shelf.write_manifest(backup, ring, facts)
            path, name = backup.part("files")
            with safe_files.packing(path, ring, name) as target:
                target.write(b"{}")

    return config, make


@pytest.fixture
def refused():
    """Return a function that calls something that must be refused, and returns why."""

    def ask(function, *words):
        with pytest.raises(Refused) as found:
            function(*words)
        return str(found.value)

    return ask
