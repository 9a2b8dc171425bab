"""Serving, stopping, asking: the commands one types."""

import sys
import urllib.request

from scripts import server
from scripts.cluster import TEST
from scripts.paths import ROOT


def test_server_answers_and_ends(fresh_database, odoo_server):
    running = odoo_server(fresh_database())
    with urllib.request.urlopen(f"{running.url}/web/login", timeout=30) as answer:
        assert answer.status == 200
    assert running in server.running()
    server.stop(running)
    assert running not in server.running()
    assert not running.is_alive()


def test_shell_keeps_standard_output_for_the_script(fresh_database, run_in_odoo):
    printed = run_in_odoo(
        fresh_database(), "import os; print(os.environ['PROBE'], env.user.id)", PROBE="yes"
    )
    assert printed == "yes 1\n"


def test_cluster_listens_on_no_network_port_and_asks_no_other_user():
    assert TEST.sql("SHOW listen_addresses") == [[""]]
    assert (TEST.socket_dir.stat().st_mode & 0o077) == 0


def test_missing_argument_is_explained(command):
    code, output = command(sys.executable, "-m", "scripts.db", cwd=ROOT)
    assert code == 1
    assert "DB= is missing" in output
    assert "make db DB=mine" in output


def test_help_lists_every_command(command):
    code, output = command("make", "--no-print-directory", cwd=ROOT)
    assert code == 0
    listed = {line.split()[0] for line in output.splitlines() if line}
    assert {"demo", "test", "lint", "db", "up", "shell", "stop", "help"} <= listed
