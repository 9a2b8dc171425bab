"""Start Odoo: its configuration in `.local/`, its command line, scripts inside it."""

import configparser
import itertools
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts import odoo_source, processes, python_env
from scripts.cluster import MAIN, Cluster
from scripts.paths import (
    ADDONS,
    KEY_RING,
    LOCAL,
    LOG,
    ODOO_CONF,
    ROOT,
    VENV_PYTHON,
    addon_names,
    tool_path,
)
from scripts.problem import Problem

NOWHERE = "http://127.0.0.1:9/"  # nothing listens on the discard port
DOCUMENTED = ROOT / "odoo.conf"
LAUNCHER = ROOT / "scripts" / "launcher" / "odoo-bin"


def write_configuration(
    cluster: Cluster = MAIN, path: Path = ODOO_CONF, **overrides: object
) -> Path:
    """Write the local configuration: the documented one, with the values that belong to this
    folder.
    """
    parser = configparser.RawConfigParser()
    parser.read(DOCUMENTED, encoding="utf-8")
    options = dict(parser.items("options"))
    connection = cluster.connection()
    home = odoo_source.find(python_env.choose_python()) / "addons"
    addons_path = [
        path
        for path in (ADDONS if addon_names() else None, home if home.is_dir() else None)
        if path
    ]
    options |= {
        "addons_path": ",".join(map(str, addons_path)),
        "data_dir": str(cluster.odoo_data),
        "publisher_warranty_url": NOWHERE,  # a try-out does not report to Odoo's maker
        "db_host": connection.get("host") or os.environ["PGHOST"],
        "db_port": connection.get("port") or os.environ.get("PGPORT", "5432"),
        "db_user": connection.get("user") or os.environ.get("PGUSER", "odoo"),
        **{key: str(value) for key, value in overrides.items()},
    }
    if not options["addons_path"]:
        del options["addons_path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    cluster.odoo_data.mkdir(parents=True, exist_ok=True)
    text = "; Made from ./odoo.conf by scripts/odoo_process.py: edit that one.\n[options]\n"
    beside = path.with_name(f"{path.name}.partial-{os.getpid()}")
    beside.write_text(text + "".join(f"{key} = {value}\n" for key, value in options.items()))
    beside.replace(path)
    return path


def environment() -> dict[str, str | None]:
    """Return what Odoo's process needs to find our tools and our scripts; its configuration names
    the database.
    """
    return {
        "PATH": tool_path(),
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": None,
        # Odoo is 4,000 files: compiled once, each process starts in half the time.
        "PYTHONDONTWRITEBYTECODE": None,
        "PYTHONPYCACHEPREFIX": str(LOCAL / "cache" / "pyc"),
        "ODOO_RC": None,
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "DISTRIBUTION_KEYRING": os.environ.get("DISTRIBUTION_KEYRING", str(KEY_RING)),
    }


def argv(*words: str | Path, configuration: Path = ODOO_CONF) -> list[str]:
    """Return the command line of an Odoo command (`argv("shell", "-d", "x")`) or of the server
    (`argv("-d", "x")`).
    """
    command = list(itertools.takewhile(lambda word: not str(word).startswith("-"), words))
    return list(
        map(str, [VENV_PYTHON, LAUNCHER, *command, "-c", configuration, *words[len(command) :]])
    )


def variables(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Return the whole environment of a process that loads Odoo; None takes a variable out."""
    return processes.variables({**environment(), **(changes or {})})


def spawn(
    *words: str | Path,
    configuration: Path,
    log: Path,
    env: Mapping[str, str | None] | None = None,
    door: Sequence[str] = (),
    **options,
) -> subprocess.Popen:
    """Start Odoo beside us, its output going to a log; `options` are those of `processes.spawn`.

    :param door: words of `door.opened`; none: Odoo listens as it likes
    """
    return processes.spawn(
        [*door, *argv(*words, configuration=configuration)],
        log=log,
        env={**environment(), **(env or {})},
        cwd=ROOT,
        **options,
    )


def run(
    *words: str | Path,
    cluster: Cluster = MAIN,
    log: str,
    what: str,
    remedy: str = "",
    env: Mapping[str, str] | None = None,
) -> Path:
    """Run an Odoo command to its end with its log in `.local/log/<log>.log`; return that path."""
    configuration = write_configuration(cluster, LOCAL / "conf" / f"{cluster.name}.conf")
    processes.run(
        argv(*words, configuration=configuration),
        log=log,
        what=what,
        remedy=remedy,
        env={**environment(), **(env or {})},
        cwd=ROOT,
    )
    return LOG / f"{log}.log"


def run_script(
    database: str,
    script: Path | str,
    *,
    cluster: Cluster = MAIN,
    env: Mapping[str, str] | None = None,
    check: bool = True,
) -> int:
    """Run Python in an Odoo shell on a database: `env` is there, standard output is its own.

    :param script: a file, or the source text itself
    :param env: variables for the script, on top of ours
    :return: the exit code (not 0 only when `check` is off)
    """
    done = _shell(database, script, cluster, env, stdout=None)
    if done.returncode and check:
        raise _failed(database, script)
    return done.returncode


def captured_script(
    database: str,
    script: Path | str,
    *,
    cluster: Cluster = MAIN,
    env: Mapping[str, str] | None = None,
) -> str:
    """Run a script like `run_script` and return what it printed."""
    done = _shell(database, script, cluster, env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    sys.stderr.write(done.stderr)
    if done.returncode:
        raise _failed(database, script, done.stderr.strip().rpartition("\n")[-1])
    return done.stdout


def _shell(
    database: str, script: Path | str, cluster: Cluster, env: Mapping | None, **streams
) -> subprocess.CompletedProcess:
    source = script
    if isinstance(script, Path):
        source = f"exec(compile(open({str(script)!r}).read(), {str(script)!r}, 'exec'))"
    configuration = write_configuration(cluster, LOCAL / "conf" / f"{cluster.name}.conf")
    log = shell_log(database)
    log.parent.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        argv("shell", "-d", database, "--no-http", "--logfile", log, configuration=configuration),
        input=str(source),
        text=True,
        **streams,
        env=variables(env),
        cwd=ROOT,
        check=False,
        preexec_fn=processes.die_with_parent,  # noqa: PLW1509 - a single system call
    )


def shell_log(database: str) -> Path:
    """Return where Odoo logs while a script runs on that database."""
    return LOG / f"shell-{database}.log"


def _failed(database: str, script: Path | str, error: str = "") -> Problem:
    name = script if isinstance(script, Path) else "a script"
    said = f": {error}" if error else ""
    return Problem(
        f"{name} failed in the Odoo shell on {database}{said} (log: {shell_log(database)})",
        "its traceback stands above.",
    )


def interactive(database: str, cluster: Cluster = MAIN) -> Sequence[str]:
    """Return the command line of an interactive shell, for `os.execve`."""
    configuration = write_configuration(cluster, LOCAL / "conf" / f"{cluster.name}.conf")
    return argv("shell", "-d", database, "--no-http", configuration=configuration)


def spelled(words: Sequence[str]) -> str:
    """Return a command line as one would type it."""
    return shlex.join(map(str, words))
