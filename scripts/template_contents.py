"""What goes into each database template, and what makes it stale."""

import ast
import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from scripts import erp, odoo_process
from scripts.cluster import MAIN, Cluster
from scripts.paths import ADDONS, LOG, ROOT, addon_names
from scripts.problem import Problem, say
from scripts.python_env import REQUIREMENTS, read_pins

DEPENDENCIES = (
    "sale_stock",
    "account",
    "portal",
    "contacts",
    "l10n_cn",
    "spreadsheet_dashboard",
    "base_tier_validation",
    "sale_tier_validation",
    "rma_sale",
)
LANGUAGE = "zh_CN"
# Files that leave no trace in a database: changing them needs no new template.
WITHOUT_TRACE = ("tests", "static", "__pycache__", "README.md", "README.zh_CN.md")
GENERATOR = ROOT / "scripts" / "demo_company"


def digest_of_files(paths: Iterable[Path]) -> str:
    """Return a hash of the files' names and contents."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def addons_digest(names: Iterable[str] | None = None) -> str:
    """Hash the addons' files that leave a trace in a database."""
    return digest_of_files(
        path
        for name in (addon_names() if names is None else names)
        for path in (ADDONS / name).rglob("*")
        if path.is_file()
        and path.suffix != ".pyc"
        and not set(path.relative_to(ADDONS / name).parts) & set(WITHOUT_TRACE)
    )


def dependencies() -> list[str]:
    """Return every addon ours depend on: the known ones and what the manifests add."""
    found = set(DEPENDENCIES)
    for name in addon_names():
        found |= set(manifest(name).get("depends", []))
    return sorted(found - set(addon_names()))


def manifest(name: str) -> dict:
    """Return an addon's manifest."""
    return ast.literal_eval((ADDONS / name / "__manifest__.py").read_text())


def requirements() -> str:
    """Return what the dependencies' template is made from."""
    # Nothing of these is in a database.
    without = ("requirements-dev.txt", "requirements-forecast.txt")
    pins = [read_pins(name) for name in REQUIREMENTS if name not in without]
    return repr([pins, dependencies(), LANGUAGE, os.environ.get("ODOO_HOME")])


def install_log(name: str, cluster: Cluster = MAIN) -> Path:
    """Return where the log of a template's installation is."""
    return LOG / f"install-{cluster.name}-{name}.log"


def install(modules: Iterable[str], *options: str) -> Callable[[str, Cluster], None]:
    """Return the function that installs addons (named, or by a function) into a new database."""

    def fill(partial: str, cluster: Cluster) -> None:
        wanted = list(modules() if callable(modules) else modules)
        log = install_log(partial.removesuffix("_partial"), cluster)
        with contextlib.suppress(FileNotFoundError):
            log.unlink()
        if not wanted:
            log.touch()
            return
        odoo_process.run(
            *(
                "-d",
                partial,
                "-i",
                ",".join(wanted),
                "--stop-after-init",
                "--no-http",
                "--max-cron-threads=0",
            ),
            *options,
            cluster=cluster,
            log=log.stem,
            what=f"installing {', '.join(wanted)}",
            remedy="the log names the file and line of the addon that does not install.",
        )
        _refuse_uninstalled(wanted, partial, cluster)

    return fill


def _refuse_uninstalled(wanted: list[str], database: str, cluster: Cluster) -> None:
    """Odoo only logs that a module does not exist; a template without it must not pass for
    complete.
    """
    rows = cluster.sql(
        "SELECT name FROM ir_module_module WHERE state = 'installed'", database=database
    )
    missing = sorted(set(wanted) - {row[0] for row in rows})
    if missing:
        raise Problem(
            f"these addons did not install: {', '.join(missing)}", "see the log in .local/log/."
        )


def generate_demo(partial: str, cluster: Cluster) -> None:
    """Run the demo company's generator."""
    if not (GENERATOR / "__init__.py").exists():
        say("  (scripts/demo_company does not exist yet: the demo database has no demo company)")
        return
    source = "from scripts.demo_company import generate\ngenerate(env)\nenv.cr.commit()\n"
    state = erp.state_of(partial, cluster)
    state.parent.mkdir(parents=True, exist_ok=True)
    odoo_process.run_script(partial, source, cluster=cluster, env={erp.STATE: str(state)})


def load_demo(partial: str, cluster: Cluster) -> None:
    """Load Odoo's own demo data of everything installed."""
    odoo_process.run(
        *("module", "force-demo", "-d", partial),
        cluster=cluster,
        log=install_log("tpl_deps_demo", cluster).stem,
        what="loading Odoo's demo data",
        # It would ask Odoo's servers about demo companies and send demo text messages through them.
        env={"http_proxy": odoo_process.NOWHERE, "https_proxy": odoo_process.NOWHERE},
    )


def generator_digest() -> str:
    """Hash the generator of the demo company, and the simulator whose state comes with it."""
    if not GENERATOR.exists():
        return ""
    files = [path for folder in (GENERATOR, erp.SIMULATOR) for path in folder.rglob("*.py")]
    # The story is told relative to today: in another month it is another one.
    return f"{digest_of_files(files)}-{datetime.now(UTC):%Y%m}"
