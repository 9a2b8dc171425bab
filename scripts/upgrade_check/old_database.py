"""A database as an earlier version left it: its addons, and its demo company when it has one."""

import ast
import contextlib
import hashlib
import subprocess
from pathlib import Path

from scripts import arguments, databases, odoo_process, processes, template_contents
from scripts.cluster import TEST
from scripts.paths import ADDONS, LOCAL, LOG
from scripts.problem import Problem
from scripts.upgrade_check.versions import Version

QUIETLY = ("--stop-after-init", "--no-http", "--max-cron-threads=0")
SMALL_WORLD = Path(__file__).with_name("small_world.py")
GENERATE = "from scripts.demo_company import generate\ngenerate(env)\nenv.cr.commit()\n"


def build(
    version: Version, name: str, *, addons: list[str] | None = None, base: str | None = None
) -> None:
    """Install the version's addons with its own code, on what they depended on then.

    :param addons: some of them
    :param base: a database to install them on
    """
    databases.copy(base or _build_base(version), name, TEST)
    run_odoo(version, "-d", name, "-i", ",".join(addons or version.addons), *QUIETLY)


def fill(version: Version, name: str) -> str:
    """Make a company with the version's own code: its demo company, or a small one.

    :return: which
    """
    has_demo = (version.home / "scripts" / "demo_company" / "__init__.py").exists()
    if has_demo and arguments.value("DEMO") != "0":
        _run_script(version, name, GENERATE)
        return "demo company"
    _run_script(version, name, SMALL_WORLD.read_text())
    return "small company"


def _run_script(version: Version, name: str, script: str) -> None:
    state = version.home / "kingdee.sqlite"
    with log_of(version).open("ab") as log:
        done = subprocess.run(
            odoo_process.argv(
                "shell", "-d", name, "--no-http", configuration=_configuration(version)
            ),
            input=script,
            text=True,
            env=_environment(version) | {"KINGDEE_STATE": str(state)},
            cwd=version.home,
            stdout=log,
            stderr=log,
            check=False,
            preexec_fn=processes.die_with_parent,  # noqa: PLW1509 - a single system call
        )
    if done.returncode or "Traceback" in log_of(version).read_text():
        raise Problem(f"the company of {version.commit} was not made", f"see {log_of(version)}")


def log_of(version: Version) -> Path:
    """Return where the old version's own words are."""
    return LOG / f"upgrade-{version.commit}-old.log"


def run_odoo(version: Version, *words: str) -> None:
    """Run Odoo with the version's addons."""
    log_of(version).parent.mkdir(parents=True, exist_ok=True)
    processes.run(
        odoo_process.argv(*words, configuration=_configuration(version)),
        log=log_of(version).stem,
        what=f"installing {version.commit}",
        env=_environment(version),
        cwd=version.home,
    )


def _build_base(version: Version) -> str:
    """Return the database of what the version depended on; many versions share one.

    DEPS=today takes that of today, in seconds: then new dependencies are not proven to come.
    """
    needed = _dependencies(version)
    if arguments.value("DEPS") == "today" or needed == template_contents.dependencies():
        databases.ensure("tpl_deps", TEST)
        return "tpl_deps"
    stamp = hashlib.sha256(repr([needed, template_contents.requirements()]).encode()).hexdigest()
    name = f"old_deps_{stamp[:10]}"
    if databases.stamp_of(name, TEST) != stamp:
        language = f"--load-language={template_contents.LANGUAGE}"
        template_contents.install(needed, language)(_fresh(name), TEST)
        databases.write_stamp(name, stamp, TEST)
    return name


def _fresh(name: str) -> str:
    databases.drop(name, TEST)
    TEST.sql(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    return name


def _dependencies(version: Version) -> list[str]:
    found = set(template_contents.DEPENDENCIES)
    for addon in version.addons:
        text = (version.home / "addons" / addon / "__manifest__.py").read_text()
        found |= set(ast.literal_eval(text)["depends"])
    return sorted(found - set(version.addons))


def _configuration(version: Version) -> Path:
    path = LOCAL / "conf" / f"upgrade-{version.commit}.conf"
    odoo_process.write_configuration(TEST, path)
    text = path.read_text()
    path.write_text(text.replace(str(ADDONS), str(version.home / "addons")))
    return path


def _environment(version: Version) -> dict[str, str]:
    return odoo_process.variables({"PYTHONPATH": str(version.home)})


def forget(version: Version) -> None:
    """Remove the log of an earlier run."""
    with contextlib.suppress(FileNotFoundError):
        log_of(version).unlink()
