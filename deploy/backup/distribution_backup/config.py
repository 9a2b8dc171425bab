"""The configuration: backup.conf, read whole before anything is done."""

import configparser
import os
import pwd
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from .refusal import Refused

ODOO_COMMAND = "python3 -m odoo"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgreSQL:
    """Where the server is, and with which programs it is reached.

    :param user: owns the database; `admin` may replicate and look at the archive
    :param server_user: whom a server is run as that is started to restore into
    """

    host: str
    port: str
    user: str
    admin: str
    programs: str
    data: Path
    server_user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Odoo:
    """How Odoo is started to check a copy."""

    command: tuple[str, ...]
    configuration: Path
    data_dir: Path
    key_ring: str
    addons: tuple[Path, ...]
    user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All of backup.conf."""

    path: Path
    database: str
    folder: Path
    scratch: Path
    key_ring: Path
    python: str
    postgresql: PostgreSQL
    odoo: Odoo
    keep: dict[str, int]
    alarm: dict[str, int]

    @property
    def filestore(self) -> Path:
        """Return where Odoo keeps the files of the database."""
        return self.odoo.data_dir / "filestore" / self.database


KEEP = {"daily": 7, "weekly": 4, "monthly": 3, "bases": 2}
ALARM = {"dump_hours": 26, "base_days": 8, "wal_minutes": 5, "files_minutes": 20, "verify_days": 35}


def read(path: Path) -> Config:
    """Read the file; a setting that is missing or unknown is said."""
    parser = configparser.ConfigParser(interpolation=None)
    try:
        with path.open(encoding="utf-8") as file:
            parser.read_file(file)
        return _build(path, parser)
    except OSError as error:
        raise Refused(f"the configuration {path} cannot be read: {error.strerror}") from None
    except (configparser.Error, KeyError, ValueError) as error:
        raise Refused(f"the configuration {path} is wrong: {error}") from None


def _build(path: Path, parser: configparser.ConfigParser) -> Config:
    main, server, odoo = (_section(parser, name) for name in ("backup", "postgresql", "odoo"))
    return Config(
        path=path.resolve(),
        database=main["database"],
        folder=Path(main["folder"]),
        scratch=Path(main.get("scratch", "/var/tmp/distribution-restore")),
        key_ring=Path(main["key_ring"]),
        python=main.get("python") or sys.executable,
        postgresql=PostgreSQL(
            host=server.get("host", ""),
            port=server.get("port", "5432"),
            user=server.get("user", "odoo"),
            admin=server.get("admin", "postgres"),
            programs=server.get("programs", ""),
            data=Path(server.get("data", "/var/lib/postgresql/data")),
            server_user=server.get("server_user", "postgres"),
        ),
        odoo=Odoo(
            command=tuple(shlex.split(odoo.get("command", ODOO_COMMAND))),
            configuration=Path(odoo["configuration"]),
            data_dir=Path(odoo["data_dir"]),
            key_ring=odoo.get("key_ring", ""),
            addons=tuple(Path(part.strip()) for part in odoo["addons"].split(",")),
            user=odoo.get("user", ""),
        ),
        keep=_numbers(parser, "keep", KEEP),
        alarm=_numbers(parser, "alarm", ALARM),
    )


def _section(parser: configparser.ConfigParser, name: str) -> dict[str, str]:
    if not parser.has_section(name):
        raise ValueError(f"there is no section [{name}]")
    return dict(parser.items(name))


def _numbers(parser: configparser.ConfigParser, name: str, usual: dict) -> dict[str, int]:
    given = dict(parser.items(name)) if parser.has_section(name) else {}
    unknown = sorted(set(given) - set(usual))
    if unknown:
        raise ValueError(f"[{name}] has no setting {', '.join(unknown)}")
    numbers = {**usual, **{key: int(value) for key, value in given.items()}}
    if min(numbers.values()) < 1:
        raise ValueError(f"every number of [{name}] must be at least 1")
    return numbers


def account(name: str) -> dict:
    """Return what makes a program run as somebody; nothing when we are not root ourselves."""
    if os.geteuid() != 0 or not name:
        return {}
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        raise Refused(f"there is no user {name} on this machine") from None
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def give(path: Path, name: str) -> None:
    """Make somebody the owner of a folder and what is in it."""
    owner = account(name)
    if not owner:
        return
    for place, _folders, files in os.walk(path):
        for each in (place, *(os.path.join(place, file) for file in files)):
            os.chown(each, owner["user"], owner["group"], follow_symlinks=False)


def scratch_folder(config: Config, name: str) -> Path:
    """Make a private folder for something restored; its user may pass through the one above."""
    if not config.scratch.exists():
        config.scratch.mkdir(parents=True)
        config.scratch.chmod(0o711)
    folder = config.scratch / name
    folder.mkdir(mode=0o700)
    return folder
