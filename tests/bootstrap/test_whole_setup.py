"""Long proofs (`make test-bootstrap`): ordinary user, killed templates, other PostgreSQLs."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts import cluster, debian, postgres_server, processes
from scripts.paths import CACHE, ROOT
from scripts.problem import Problem

from .test_kill_rerun import tree  # noqa: F401 - a fixture

pytestmark = pytest.mark.long
ORDINARY = {"HOME": "/nonexistent", "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
ENSURE = (
    "from scripts import bootstrap, databases; bootstrap.prepare(); databases.ensure('tpl_all')"
)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_ordinary_user_sets_up_and_makes_a_database(tree, command):  # noqa: F811
    nobody = pwd.getpwnam("nobody")
    (tree / ".local" / "cache").unlink()
    shutil.copytree(CACHE, tree / ".local" / "cache")
    for folder in (*list(tree.parents)[:3], tree):
        _let_pass(folder)
    subprocess.run(["chown", "-R", str(nobody.pw_uid), str(tree)], check=True)
    words = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    code, output = command(*words, "make", "db", "DB=mine", cwd=tree, env=ORDINARY)
    assert code == 0, output
    assert "Database mine is ready" in output
    code, output = command(*words, "make", "stop", cwd=tree, env=ORDINARY)
    assert code == 0, output


def test_killed_template_builds_are_whole_in_the_end(tree, command):  # noqa: F811
    for marker, seconds in (("tpl_deps", 10), ("tpl_deps", 40), ("tpl_all", 4)):
        child = subprocess.Popen(
            [sys.executable, "-c", ENSURE], cwd=tree, stderr=subprocess.PIPE, text=True
        )
        for line in child.stderr:
            if f"template {marker}" in line:
                break
        time.sleep(seconds)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    code, output = command("make", "db", "DB=mine", cwd=tree)
    log = tree / ".local" / "log" / "postgresql-pg.log"
    assert code == 0, output + (log.read_text() if log.exists() else "")
    script = "print(env['ir.module.module'].search_count([('state', 'like', 'to ')]))"
    done = subprocess.run(
        ["make", "shell", "DB=mine"], cwd=tree, input=script, text=True, capture_output=True
    )
    assert done.stdout.strip() == "0", done.stderr


@pytest.mark.parametrize("source", ["apt", "wheel"])
def test_postgresql_comes_from_elsewhere_when_the_machine_has_none(tmp_path, monkeypatch, source):
    home = tmp_path / "postgresql"
    home.mkdir()
    _let_pass(tmp_path)
    monkeypatch.setattr(postgres_server, "UNPACKED", home)
    monkeypatch.setattr(postgres_server, "_on_machine", lambda: None)
    if source == "wheel":
        monkeypatch.setattr(postgres_server.Apt, "update", _no_apt)
    else:  # as if nothing of PostgreSQL were installed
        status = tmp_path / "status"
        status.write_text(_installed_without_postgresql())
        bare = debian.Apt(debian.OWN, status)
        bare.home = tmp_path / "apt"
        monkeypatch.setattr(postgres_server, "Apt", lambda suite: bare)
    postgres_server.bin_dir.cache_clear()
    try:
        postgres_server._build(home)
        binaries = postgres_server.bin_dir()
        env = postgres_server.library_env(binaries)
        version = processes.read([binaries / "postgres", "--version"], env=env)
        assert "PostgreSQL" in version
        _start_and_stop(binaries, env, tmp_path)
    finally:
        postgres_server.bin_dir.cache_clear()


def _installed_without_postgresql() -> str:
    stanzas = Path("/var/lib/dpkg/status").read_text().split("\n\n")
    absent = ("Package: postgresql", "Package: libpq", "Package: libllvm")
    return "\n\n".join(stanza for stanza in stanzas if not stanza.startswith(absent))


def _let_pass(folder: Path):
    """Let others in, and take no right away: a parent may be the machine's own /tmp."""
    folder.chmod(folder.stat().st_mode | 0o055)


def _no_apt(self):
    raise Problem("no apt")


def _start_and_stop(binaries, env, tmp_path):
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    owner = postgres_server.owner()
    if owner:
        os.chown(data, *owner)
        for folder in list(tmp_path.parents)[:2]:
            _let_pass(folder)
    run_as = postgres_server.run_as(tmp_path)
    options = {"log": "postgresql-probe", "run_as": run_as, "env": env, "cwd": "/"}
    processes.run([binaries / "initdb", "-D", data, "--no-sync"], what="initdb", **options)
    settings = f"-k {data} -h '' -p {cluster.PORT}"
    pg_ctl = [binaries / "pg_ctl", "-D", data, "-w"]
    processes.run([*pg_ctl, "start", "-l", data / "log", "-o", settings], what="start", **options)
    processes.run([*pg_ctl, "stop", "-m", "fast"], what="stop", **options)


def test_existing_server_named_by_pghost_is_used(tmp_path, command):
    """A second project tree works on the first one's cluster as if it were the person's own."""
    cluster.TEST.start()
    connection = cluster.TEST.connection()
    env = {
        **os.environ,
        "PGHOST": connection["host"],
        "PGPORT": connection["port"],
        "PGUSER": connection["user"],
    }
    code, output = command(
        sys.executable,
        "-c",
        "from scripts.cluster import MAIN; print(MAIN.is_running(), MAIN.sql('SELECT 1'))",
        cwd=ROOT,
        env=env,
    )
    assert (code, output) == (0, "True [[1]]\n")
