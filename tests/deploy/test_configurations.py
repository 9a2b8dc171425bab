"""The other files of `deploy/` can be read by whom they are for."""

import configparser
import re
import shutil
import subprocess
import sys

import pytest
from odoo.tools import mute_logger
from odoo.tools.config import configmanager

from scripts.paths import ROOT

DEPLOY = ROOT / "deploy"
ODOO = sorted((DEPLOY / "odoo").glob("*.conf"))
UNITS = sorted((DEPLOY / "systemd").iterdir())
# What systemd says about a machine on which the product is not installed.
NOT_INSTALLED = re.compile(r"is not executable: No such file|Failed to (?:open|create) .*bus")


@mute_logger("odoo.tools.config")  # production's folders are not on this machine
def read_configuration(path):
    """Return one of Odoo's configurations as Odoo understands it."""
    manager = configmanager()
    manager._parse_config(["-c", str(path)])
    return manager


@pytest.fixture(params=ODOO, ids=lambda path: path.stem)
def options(request):
    """Return the options of one of Odoo's configurations, as Odoo understands them."""
    parser = configparser.RawConfigParser()
    parser.read(request.param, encoding="utf-8")
    written = dict(parser.items("options"))
    return request.param.stem, written, read_configuration(request.param)


def test_odoo_knows_every_option(options):
    _name, written, manager = options
    known = {option.dest for option in manager.options_index.values()} | {"admin_passwd"}
    assert sorted(set(written) - known) == []


def test_what_must_hold_in_production(options):
    name, _written, manager = options
    assert manager["proxy_mode"] is True
    assert manager["list_db"] is False
    assert manager["workers"] > 0
    assert re.fullmatch(manager["dbfilter"], "distribution")
    assert manager["limit_time_real"] < 310, "nginx waits for 310 s"
    assert manager["http_interface"] not in ("", "0.0.0.0")  # noqa: S104 - that it is not
    assert (manager["max_cron_threads"] == 0) is (name == "web_host"), "who runs jobs"


def test_the_pools_fit_into_the_database():
    managers = {path.stem: read_configuration(path) for path in ODOO}
    sums = {
        name: (one["workers"] + one["max_cron_threads"]) * one["db_maxconn"]
        + (one["db_maxconn_gevent"] or one["db_maxconn"])
        for name, one in managers.items()
    }
    primary = (DEPLOY / "postgresql" / "primary.conf").read_text()
    most = int(re.search(r"^max_connections = (\d+)", primary, re.MULTILINE)[1])
    assert sums["one_host"] < most
    assert 2 * sums["web_host"] + sums["jobs_host"] < most


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_understands_the_units():
    done = subprocess.run(
        ["systemd-analyze", "verify", *UNITS], capture_output=True, text=True, check=False
    )
    lines = [line for line in done.stderr.splitlines() if not NOT_INSTALLED.search(line)]
    assert lines == []


def test_units_set_what_the_product_needs():
    unit = (DEPLOY / "systemd" / "odoo.service").read_text()
    assert re.search(r"^Environment=DISTRIBUTION_KEYRING=/", unit, re.MULTILINE)
    assert "ODOO_BUS_PUBLIC_SAMESITE_WS=1" in unit
    assert re.search(r"^Restart=", unit, re.MULTILINE)
    timers = {path.stem.rpartition("-")[2] for path in UNITS if path.suffix == ".timer"}
    assert timers == {"base", "dump", "files", "prune", "status", "verify"}


def test_who_waits_finds_room_in_the_line():
    socket = configparser.RawConfigParser(strict=False)
    socket.read(DEPLOY / "systemd" / "odoo.socket", encoding="utf-8")
    limits = (DEPLOY / "nginx" / "distribution" / "odoo.conf").read_text()
    waiting = int(re.search(r"^limit_conn distribution_site (\d+);", limits, re.MULTILINE)[1])
    assert socket.getint("Socket", "Backlog") >= 2 * waiting, "two web hosts, one goes away"
    addresses = {
        f"{manager['http_interface']}:{manager['http_port']}"
        for manager in map(read_configuration, ODOO)
    }
    unit = (DEPLOY / "systemd" / "odoo.socket").read_text()
    assert set(re.findall(r"^(?:# )?ListenStream=(.+)$", unit, re.MULTILINE)) == addresses
    assert re.search(r"^PartOf=odoo.service$", unit, re.MULTILINE)
    service = (DEPLOY / "systemd" / "odoo.service").read_text()
    assert re.search(r"^Requires=odoo.socket$", service, re.MULTILINE)


def test_the_backup_knows_what_the_timers_ask_of_it():
    help_text = subprocess.run(
        [sys.executable, DEPLOY / "backup" / "backup.py", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    asked = {path.stem.rpartition("-")[2] for path in UNITS if path.suffix == ".timer"}
    assert sorted(name for name in {*asked, "archive"} if name not in help_text) == []


def test_postgresql_keeps_what_it_was_told():
    primary = (DEPLOY / "postgresql" / "primary.conf").read_text()
    settings = dict(re.findall(r"^(\w+) = ('[^']*'|[^\s#]+)", primary, re.MULTILINE))
    assert {settings[name] for name in ("fsync", "full_page_writes", "archive_mode")} == {"on"}
    assert settings["synchronous_commit"] == "on"
    assert settings["archive_timeout"] == "60s"
