"""Other people's addons to compare with, in a database of their own, from inside a bench.

They are no part of the product: they come from the Python registry into `.local/cache/peers/`,
and only the configuration of that one database knows them.
"""

import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from odoo.tools import config

from scripts import databases, odoo_process, odoo_source, processes, python_env
from scripts.cluster import MAIN, TEST, Cluster
from scripts.paths import CACHE, LOCAL, ROOT, VENV_PYTHON
from scripts.steps import Step, run_steps

PEERS = CACHE / "peers"


@dataclass(frozen=True, slots=True)
class Peer:
    """A database with other people's addons and none of ours."""

    database: str
    configuration: Path

    def run(self, script: str, **variables: str) -> dict:
        """Run Python in an Odoo shell on the database; return what it wrote as JSON to the file
        named by PEER_RESULT.
        """
        with tempfile.TemporaryDirectory() as folder:
            result = Path(folder) / "result.json"
            variables |= {"PEER_RESULT": str(result)}
            processes.run(
                self._argv("shell", "-d", self.database, "--no-http"),
                log=self.database,
                what=f"the measurement in {self.database}",
                stdin_text=script,
                env=odoo_process.environment() | variables,
                cwd=ROOT,
            )
            return json.loads(result.read_text())

    def install(self, module: str) -> None:
        """Install a module and what it needs."""
        processes.run(
            self._argv("-d", self.database, "-i", module, "--stop-after-init", "--no-http"),
            log=self.database,
            what=f"installing {module}",
            env=odoo_process.environment(),
            cwd=ROOT,
        )

    def _argv(self, *words: str) -> list[str]:
        return odoo_process.argv(*words, configuration=self.configuration)


@contextmanager
def installed(name: str, pins: Mapping[str, str], module: str) -> Iterator[Peer]:
    """Give a fresh database with a module of the Python registry's packages; drop it afterwards.

    :param pins: the version of each package
    """
    cluster = _cluster_of_this_process()
    database = f"peer_{name}_{os.getpid()}"
    path = LOCAL / "conf" / f"{database}.conf"
    addons = f"{_fetch(name, pins)},{odoo_source.find(python_env.choose_python()) / 'addons'}"
    peer = Peer(database, odoo_process.write_configuration(cluster, path, addons_path=addons))
    try:
        databases.create(database, "tpl_deps", cluster)
        peer.install(module)
        yield peer
    finally:
        databases.drop(database, cluster)
        path.unlink(missing_ok=True)


def _cluster_of_this_process() -> Cluster:
    """Return the safe cluster, or in a test of the bench the other one."""
    return TEST if config["db_host"] == TEST.connection().get("host") else MAIN


def _fetch(name: str, pins: Mapping[str, str]) -> Path:
    """Return the addons folder of the unpacked packages."""
    wanted = [f"{package}=={version}" for package, version in pins.items()]

    def build(partial: Path) -> None:
        processes.run(
            [
                *(VENV_PYTHON, "-m", "pip", "download", "--no-deps", "--no-input"),
                *("--disable-pip-version-check", "--progress-bar=off", "-d", partial, *wanted),
            ],
            log="python",
            what=f"fetching {name} to compare with",
            env={"PYTHONPATH": None},
        )
        for wheel in partial.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(partial)

    step = Step(
        title=f"{name}, to compare with",
        target=PEERS / name,
        inputs=lambda: repr(wanted),
        build=build,
    )
    run_steps([step])
    return step.target / "odoo" / "addons"
