"""A small disk of its own for each lane, that can be filled: an ext4 file system in a file.

Its `fsync` is a real one. Without the right to mount, a lane lies in a plain folder, and disks are
not filled.
"""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from scripts.paths import LOCAL

HOME = LOCAL / "failure"
GIGABYTES = 2
BALLAST = "ballast"
SPARE = 256 * 1024  # what a filled disk still has


class Disk:
    """Where the database, the files and the simulator of one lane are."""

    def __init__(self, name: str):
        """Name it; `mount` makes it."""
        self.folder = HOME / name
        self.image = HOME / f"{name}.img"
        self.is_own = False

    def mount(self) -> None:
        """Make it anew, empty; what a killed run left is taken away first."""
        self.remove()
        self.folder.mkdir(parents=True)
        with contextlib.suppress(OSError, subprocess.CalledProcessError):
            with self.image.open("wb") as image:
                image.truncate(GIGABYTES * 2**30)
            self._run("mkfs.ext4", "-q", "-F", "-m", "0", str(self.image))
            self._run("mount", "-o", "loop", str(self.image), str(self.folder))
            self.is_own = True
        self.folder.chmod(0o755)

    def fill(self) -> None:
        """Leave nothing for anybody."""
        free = os.statvfs(self.folder)
        size = free.f_bavail * free.f_frsize - SPARE
        with (self.folder / BALLAST).open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, max(4096, size))

    def free(self) -> None:
        """Let there be space again."""
        (self.folder / BALLAST).unlink(missing_ok=True)

    def remove(self) -> None:
        """Take it away with all that lies on it."""
        if self.folder.is_mount():
            self._run("umount", "-l", str(self.folder))
        shutil.rmtree(self.folder, ignore_errors=True)
        self.image.unlink(missing_ok=True)

    @staticmethod
    def _run(*words: str) -> None:
        subprocess.run(words, check=True, capture_output=True)


def copy_into(source: Path, target: Path) -> None:
    """Copy a folder's contents as they are, owners included."""
    subprocess.run(["cp", "-a", f"{source}/.", str(target)], check=True)
