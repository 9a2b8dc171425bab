"""Compare and merge translation files. Runs in the virtual environment, which has polib.

Usage: python -m scripts.translations [--write] <folder with fresh .pot files> <addon>…
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from scripts.paths import ADDONS

LANGUAGE = "zh_CN"
PLACEHOLDER = re.compile(r"%\(\w+\)[sdrif]|%[sdrif]|\{\w*\}|\$\{\w+\}")
HEADER_DATES = ("POT-Creation-Date", "PO-Revision-Date")


def keys(catalogue: polib.POFile) -> dict[str, tuple]:
    """Return what matters of a catalogue: each term and where it is used, without line numbers and
    dates.
    """
    return {
        entry.msgid: tuple(sorted({name for name, _line in entry.occurrences}))
        for entry in catalogue
        if not entry.obsolete
    }


def stale(committed: polib.POFile, fresh: polib.POFile) -> Iterator[str]:
    """Yield how the committed template differs from a fresh export."""
    old, new = keys(committed), keys(fresh)
    for term in sorted(new.keys() - old.keys()):
        yield f"new term {term!r}"
    for term in sorted(old.keys() - new.keys()):
        yield f"term no longer used {term!r}"
    for term in sorted(old.keys() & new.keys()):
        if old[term] != new[term]:
            yield f"other places use {term!r}"


def untranslated(catalogue: polib.POFile, template: polib.POFile) -> Iterator[str]:
    """Yield what a reader of this language would meet in English, or broken."""
    found = {entry.msgid: entry for entry in catalogue if not entry.obsolete}
    for term in keys(template):
        entry = found.get(term)
        if entry is None or not entry.msgstr:
            yield f"not translated: {term!r}"
        elif entry.fuzzy:
            yield f"fuzzy: {term!r}"
        elif sorted(PLACEHOLDER.findall(term)) != sorted(PLACEHOLDER.findall(entry.msgstr)):
            yield f"placeholders differ: {term!r} / {entry.msgstr!r}"


def merge(path: Path, template: polib.POFile) -> polib.POFile:
    """Return the language's catalogue in the template's order, keeping translations, dropping
    unused terms.
    """
    known = {entry.msgid: entry for entry in polib.pofile(str(path))} if path.exists() else {}
    merged = polib.POFile(wrapwidth=78)
    merged.metadata = {
        **template.metadata,
        "Language": LANGUAGE,
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    for entry in template:
        old = known.get(entry.msgid)
        merged.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=old.msgstr if old else "",
                flags=[*entry.flags, *(["fuzzy"] if old and old.fuzzy else [])],
                occurrences=entry.occurrences,
                comment=entry.comment,
            )
        )
    return merged


def check_addon(name: str, fresh_folder: Path, *, write: bool) -> list[str]:
    """Return the findings of one addon; with `write`, bring its files up to date first."""
    fresh_path = fresh_folder / f"{name}.pot"
    folder = ADDONS / name / "i18n"
    template_path, language_path = folder / f"{name}.pot", folder / f"{LANGUAGE}.po"
    fresh = polib.pofile(str(fresh_path))
    is_stale = not template_path.exists() or bool(
        list(stale(polib.pofile(str(template_path)), fresh))
    )
    for date in HEADER_DATES:  # a date would change the files at every export
        fresh.metadata.pop(date, None)
    if write and is_stale:
        folder.mkdir(exist_ok=True)
        fresh.save(str(template_path))
    if write:
        merge(language_path, fresh).save(str(language_path))
    if not template_path.exists():
        return [f"{name}: i18n/{name}.pot is missing"]
    committed = polib.pofile(str(template_path))
    findings = [f"{name}.pot: {text}" for text in stale(committed, fresh)]
    if not language_path.exists():
        return [*findings, f"{name}: i18n/{LANGUAGE}.po is missing"]
    language = polib.pofile(str(language_path))
    return findings + [
        f"{name}/{LANGUAGE}.po: {text}" for text in untranslated(language, committed)
    ]


def main() -> int:
    """Print the findings; exit with 1 when there are any."""
    words = sys.argv[1:]
    write = "--write" in words
    folder, *names = [word for word in words if word != "--write"]
    findings = [text for name in names for text in check_addon(name, Path(folder), write=write)]
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
