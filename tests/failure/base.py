"""What every lane begins with, made once: a cluster with the company, and its Kingdee."""

import json
import shutil
import subprocess
from pathlib import Path

from scripts import databases, odoo_process, postgres_server
from scripts.cluster import TEST
from scripts.paths import ROOT
from scripts.problem import Problem
from scripts.steps import Step, run_steps
from tests.kingdee_simulator.process import Simulator

from .disk import HOME
from .postgres import HASTY, LaneCluster, Postgres

COMPANY = "tpl_company"
STATE, KNOWN = "kingdee.sqlite", "company.json"
SCRIPT = """
from tests.failure import world
world.build(env, "CLOUD")
"""
SIZES = {"materials": 30, "warehouses": 2, "customers": 10, "seed": 1}


def prepare() -> Path:
    """Make the base where it is missing or old; return its folder. `tpl_all` is there."""
    HOME.mkdir(exist_ok=True)
    HOME.chmod(0o755)
    step = Step(
        title="The company of the failure campaign",
        target=HOME / "base",
        inputs=_inputs,
        build=_build,
        size_gb=1.0,
    )
    run_steps([step])
    return step.target


def _inputs() -> str:
    world = (ROOT / "tests" / "failure" / "world.py").read_text()
    return f"{databases.template_stamp('tpl_all')}|{world}"


def _build(partial: Path) -> None:
    """Restore our addons' template into a cluster of its own, and let the company begin in it."""
    cluster = LaneCluster(f"failure/{partial.name}", is_durable=True)
    shutil.rmtree(partial, ignore_errors=True)
    run_steps([cluster.step()])
    postgres = Postgres(cluster, *HASTY)
    postgres.start()
    try:
        _create_role(postgres)
        _restore(cluster)
        with Simulator(state=cluster.home / STATE, **SIZES) as erp:
            script = SCRIPT.replace("CLOUD", erp.cloud)
            printed = odoo_process.captured_script(COMPANY, script, cluster=cluster)
        (cluster.home / KNOWN).write_text(json.dumps(json.loads(printed.splitlines()[-1])))
    finally:
        postgres.stop()


def _create_role(postgres: Postgres) -> None:
    with postgres.connect("postgres", is_superuser=True) as connection:
        connection.cursor().execute("CREATE ROLE odoo LOGIN CREATEDB")


def _restore(cluster: LaneCluster) -> None:
    binaries = postgres_server.bin_dir()
    library = postgres_server.library_env(binaries)
    dump = cluster.home / "dump"
    for program, words, whose in (
        ("pg_dump", ["-Fc", "-Z0", "-f", str(dump), "tpl_all"], TEST),
        ("createdb", ["-T", "template0", "-E", "UTF8", COMPANY], cluster),
        ("pg_restore", ["-j2", "--no-owner", "-d", COMPANY, str(dump)], cluster),
    ):
        place = whose.connection()
        where = ["-h", place["host"], "-p", place["port"], "-U", place["user"]]
        done = subprocess.run(
            [str(binaries / program), *where, *words],
            env=library or None,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Problem(f"{program} failed", done.stderr[-500:])
    dump.unlink()
    files = TEST.odoo_data / "filestore" / "tpl_all"
    if files.exists():
        shutil.copytree(files, cluster.odoo_data / "filestore" / COMPANY)
