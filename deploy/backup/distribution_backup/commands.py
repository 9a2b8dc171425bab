"""The command line."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from . import base, config, dump, pitr, prune, restore, shelf, status, verify, wal
from .refusal import Refused, sentence_of

USUAL_CONFIGURATION = "/etc/distribution/backup.conf"
SHOWN = ("name", "database", "files", "files_new", "size", "start", "pages", "seconds")
SHOWN += ("dumps", "bases", "wal", "lists", "contents", "restored_seconds")


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code."""
    asked = _parser().parse_args(words)
    os.umask(0o077)
    failure = wal.STOP if asked.command == "fetch" else 1
    try:
        return _run(asked, config.read(Path(asked.configuration)))
    except Refused as refused:
        return _say(f"Refused: {refused}", failure)
    except OSError as error:
        return _say(f"Refused: {sentence_of(error)}", failure)
    except EOFError as error:
        return _say(f"Refused: a compressed file ends too early ({error})", failure)


def _run(asked: argparse.Namespace, settings: config.Config) -> int:
    if asked.command == "archive":
        wal.archive(settings, Path(asked.path), asked.name)
    elif asked.command == "fetch":
        return wal.fetch(settings, asked.name, Path(asked.path))
    elif asked.command == "status":
        lines, is_good = status.report(settings)
        print("\n".join(lines))
        return 0 if is_good else 1
    elif asked.command == "restore":
        print("\n".join(_restore(asked, settings)))
    else:
        _print(MAKERS[asked.command](settings, asked))
    return 0


MAKERS = {
    "dump": lambda settings, _asked: dump.make(settings),
    "files": lambda settings, _asked: dump.keep_files(settings),
    "base": lambda settings, _asked: base.make(settings),
    "prune": lambda settings, _asked: prune.prune(settings),
    "verify": lambda settings, asked: verify.verify(settings, asked.backup),
}


def _restore(asked: argparse.Namespace, settings: config.Config) -> list[str]:
    options = {"neutralize": asked.neutralize, "replace": asked.replace}
    if asked.to_time:
        return pitr.run(settings, asked.to_time, **options)
    return restore.run(settings, shelf.choose(settings, asked.backup), **options)


def _print(result: dict) -> None:
    for name in SHOWN:
        if name in result:
            print(f"{name}: {result[name]}")
    for name in result.get("files_lost", ())[:20]:
        print(f"WARNING an attachment refers to a file that Odoo does not have: {name}")


def _say(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="backup.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    explained = {
        "dump": "back up the database and its files (daily)",
        "files": "keep Odoo's new files (every five minutes)",
        "base": "make a base backup for point-in-time recovery (weekly)",
        "archive": "PostgreSQL's archive_command: archive %%f %%p",
        "fetch": "PostgreSQL's restore_command: fetch %%f %%p",
        "prune": "remove what the rules no longer keep",
        "verify": "restore a backup beside everything, check it, drop it",
        "restore": "restore a backup, or the moment of --to-time",
        "status": "whether backups are as young as they must be",
    }
    for name, text in explained.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("-c", dest="configuration", default=USUAL_CONFIGURATION)
        if name in ("archive", "fetch"):
            command.add_argument("name", help="%%f: the name of the segment")
            command.add_argument("path", help="%%p: its path")
        if name in ("verify", "restore"):
            command.add_argument("--backup", default="", help="its name; the latest without")
        if name == "restore":
            command.add_argument("--to-time", default="", help="2026-11-30 10:00:00+08, or latest")
            command.add_argument("--replace", action="store_true", help="put it in its place")
            command.add_argument("--neutralize", action="store_true", help="a copy to try things")
    return parser
