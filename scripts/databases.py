"""Databases from templates: built once, copied in seconds.

    tpl_deps    what our addons depend on, and Chinese    anew when requirements*.txt change
    tpl_all     + our addons, no demo data                anew when addons/ change
    tpl_demo    + the demo company                        anew when tpl_all or its generator change
    tpl_only_…  tpl_deps + some of our addons             for `ADDON=…`: works without the others

Each is built as `<name>_partial` and renamed when it is finished. What it was made from is written
on the database itself (COMMENT ON DATABASE), so template and stamp can never disagree.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts import erp
from scripts import template_contents as contents
from scripts.cluster import MAIN, Cluster
from scripts.lock import locked
from scripts.paths import addon_names
from scripts.problem import Problem
from scripts.progress import shown

# A test run works on the templates it began with, even when somebody edits an addon meanwhile.
FIXED = "FIXED_TEMPLATES"


@dataclass(frozen=True, slots=True)
class Template:
    """A database that others are copied from."""

    name: str
    title: str
    base: str | None
    inputs: Callable[[], str]
    fill: Callable[[str, Cluster], None]


def names(cluster: Cluster = MAIN) -> set[str]:
    """Return the databases that exist."""
    return {
        row[0] for row in cluster.sql("SELECT datname FROM pg_database WHERE NOT datistemplate")
    }


def drop(name: str, cluster: Cluster = MAIN) -> None:
    """Drop a database and its files, throwing everybody out."""
    try:
        cluster.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    except Problem:  # FORCE may not end an autovacuum worker, the plain form may
        _disconnect(name, cluster)
        cluster.sql(f'DROP DATABASE IF EXISTS "{name}"')
    shutil.rmtree(_filestore(name, cluster), ignore_errors=True)
    erp.drop_state(name, cluster)


def copy(source: str, name: str, cluster: Cluster = MAIN) -> None:
    """Copy a database with its files; an existing one of that name is replaced."""
    drop(name, cluster)
    copied = _filestore(source, cluster)
    if copied.exists():  # stored files never change: a second name for one is a copy
        shutil.copytree(copied, _filestore(name, cluster), copy_function=_link)
    erp.copy_state(source, name, cluster)
    _disconnect(source, cluster)
    cluster.sql(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def create(name: str, template: str = "tpl_all", cluster: Cluster = MAIN) -> None:
    """Make a fresh database from an up-to-date template (built first when needed)."""
    if name.startswith("tpl_"):
        raise Problem(
            f"{name} would overwrite a template", "choose a name that does not begin with tpl_."
        )
    with locked():
        ensure(template, cluster)
        copy(template, name, cluster)


def ensure(name: str, cluster: Cluster = MAIN) -> None:
    """Build a template, and what it is based on, when it is missing or out of date."""
    cluster.start()
    if name in os.environ.get(FIXED, "").split(",") and stamp_of(name, cluster) is not None:
        return
    template = TEMPLATES[name]
    with locked():
        if template.base:
            ensure(template.base, cluster)
        if stamp_of(name, cluster) != _stamp(template):
            with shown(f"Database template {name}: {template.title}"):
                _build(template, cluster)


def stamp_of(name: str, cluster: Cluster = MAIN) -> str | None:
    """Return what is written on the database, None when there is no such database."""
    rows = cluster.sql(
        f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'"
    )
    return (rows[0][0] or "") if rows else None


def write_stamp(name: str, stamp: str, cluster: Cluster = MAIN) -> None:
    """Write on the database what it was made from."""
    cluster.sql(f"COMMENT ON DATABASE \"{name}\" IS '{stamp}'")


def template_stamp(name: str) -> str:
    """Return what the template would be made from now."""
    return _stamp(TEMPLATES[name])


def _build(template: Template, cluster: Cluster) -> None:
    partial = f"{template.name}_partial"
    if template.base:
        copy(template.base, partial, cluster)
    else:
        drop(partial, cluster)
        cluster.sql(f"CREATE DATABASE \"{partial}\" ENCODING 'UTF8' TEMPLATE template0")
    template.fill(partial, cluster)
    drop(template.name, cluster)
    if _filestore(partial, cluster).exists():
        _filestore(partial, cluster).rename(_filestore(template.name, cluster))
    erp.copy_state(partial, template.name, cluster)
    erp.drop_state(partial, cluster)
    write_stamp(partial, _stamp(template), cluster)
    _disconnect(partial, cluster)
    cluster.sql(f'ALTER DATABASE "{partial}" RENAME TO "{template.name}"')


def _stamp(template: Template) -> str:
    base = _stamp(TEMPLATES[template.base]) if template.base else ""
    return hashlib.sha256(f"{base}|{template.inputs()}".encode()).hexdigest()


def _filestore(name: str, cluster: Cluster) -> Path:
    return cluster.odoo_data / "filestore" / name


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _disconnect(name: str, cluster: Cluster) -> None:
    """End the sessions of clients: PostgreSQL copies and renames only a database nobody is in.

    Autovacuum belongs to the server, gives way by itself, and may not be ended by us.
    """
    cluster.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{name}' AND backend_type = 'client backend'"
    )


TEMPLATES = {
    template.name: template
    for template in (
        Template(
            "tpl_deps",
            "Odoo and what our addons depend on",
            None,
            contents.requirements,
            contents.install(contents.dependencies, f"--load-language={contents.LANGUAGE}"),
        ),
        Template(
            "tpl_all",
            "our addons",
            "tpl_deps",
            contents.addons_digest,
            contents.install(addon_names),
        ),
        Template(
            "tpl_deps_demo",
            "Odoo's own demo data, for testing that our addons' loads on it",
            "tpl_deps",
            str,
            contents.load_demo,
        ),
        Template(
            "tpl_demo",
            "the demo company",
            "tpl_all",
            contents.generator_digest,
            contents.generate_demo,
        ),
    )
}


def only(addons: Iterable[str]) -> str:
    """Return the name of the template that holds just these addons of ours (all of them:
    `tpl_all`).
    """
    needed = with_dependencies(addons)
    if not needed or needed == addon_names():
        return "tpl_all"
    name = f"tpl_only_{'_'.join(part.removeprefix('distribution_') for part in needed)}"
    TEMPLATES[name] = Template(
        name,
        ", ".join(needed),
        "tpl_deps",
        lambda: contents.addons_digest(needed),
        contents.install(needed),
    )
    return name


def with_dependencies(addons: Iterable[str]) -> list[str]:
    """Return the addons and those of ours that they depend on."""
    found: set[str] = set()
    waiting = list(addons)
    while waiting:
        name = waiting.pop()
        if name in addon_names() and name not in found:
            found.add(name)
            waiting += contents.manifest(name).get("depends", [])
    return sorted(found)
