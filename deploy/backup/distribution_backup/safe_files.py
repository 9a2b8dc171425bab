"""Files that are there whole or not at all, and survive the machine's end."""

import contextlib
import fcntl
import gzip
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .keys import KeyRing
from .refusal import Refused
from .seal import SealedReader, SealedWriter

PART = ".part"
SEALED = ".sealed"


@contextlib.contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Write `<path>.part`, and rename it once everything is on the disk."""
    part = path.with_name(path.name + PART)
    with part.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


@contextlib.contextmanager
def sealing(path: Path, ring: KeyRing, name: str) -> Iterator[SealedWriter]:
    """Write a sealed file, whole or not at all."""
    with written(path) as file:
        writer = SealedWriter(file, ring, name)
        try:
            yield writer
        except BaseException:
            writer.abandon()
            raise
        writer.close()


@contextlib.contextmanager
def unsealing(path: Path, ring: KeyRing, name: str) -> Iterator[io.BufferedReader]:
    """Read a sealed file."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise Refused(f"{name} is missing: there is no {path}") from None
    with file:
        yield io.BufferedReader(SealedReader(file, ring, name), 1 << 20)


@contextlib.contextmanager
def packing(path: Path, ring: KeyRing, name: str) -> Iterator[gzip.GzipFile]:
    """Write a sealed file of compressed content."""
    with (
        sealing(path, ring, name) as writer,
        gzip.GzipFile(fileobj=writer, mode="wb", compresslevel=1, mtime=0) as packed,
    ):
        yield packed


@contextlib.contextmanager
def unpacking(path: Path, ring: KeyRing, name: str) -> Iterator[gzip.GzipFile]:
    """Read a sealed file of compressed content."""
    with unsealing(path, ring, name) as reader, gzip.GzipFile(fileobj=reader) as unpacked:
        yield unpacked


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one at a time make or remove backups; the others wait."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
