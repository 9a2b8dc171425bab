"""A wall clock of our own, which can be set: `wall_clock.c`, compiled where there is a compiler."""

import os
import shutil
import struct
import subprocess
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from scripts.paths import LOCAL
from scripts.problem import Problem

SOURCE = Path(__file__).with_name("wall_clock.c")
FORMAT = "q"  # the seconds in the file


class Clock:
    """How many seconds the clock of some programs is ahead; negative when it is behind."""

    def __init__(self, file: Path):
        """Name the file that the preloaded library reads."""
        self.file = file

    def turn(self, seconds: int) -> None:
        """Set it, at once, for all processes that run with it; our own clock may be set too."""
        with self.file.open("r+b" if self.file.exists() else "wb") as file:
            file.write(struct.pack(FORMAT, seconds + _seconds_we_are_ahead()))

    def variables(self) -> dict[str, str]:
        """Return what the processes need in their environment."""
        library = build_library()
        if not library:
            return {}
        return {"LD_PRELOAD": str(library), "CLOCK_SHIFT_FILE": str(self.file)}


def live_at(text: str) -> None:
    """Give what we start from now on another time.

    :param text: an instant in UTC (`2028-02-29 17:30`)
    """
    try:
        instant = datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise Problem(f"AT={text} is no time", "for example: AT='2028-02-29 17:30'") from error
    if not build_library():
        raise Problem(
            "the clock cannot be set without a C compiler", "install gcc, or leave AT out."
        )
    clock = Clock(LOCAL / "clock")
    clock.turn(round(instant.timestamp() - datetime.now(UTC).timestamp()))
    os.environ.update(clock.variables(), CLOCK_SHIFTS_FILES="1")


@cache
def build_library() -> Path | None:
    """Compile the library; None where nothing compiles."""
    compiler = shutil.which("cc")
    if not compiler:
        return None
    library = LOCAL / "wall_clock.so"
    words = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
    done = subprocess.run(words, capture_output=True, check=False)
    return None if done.returncode else library


def _seconds_we_are_ahead() -> int:
    file = os.environ.get("CLOCK_SHIFT_FILE")
    return struct.unpack(FORMAT, Path(file).read_bytes())[0] if file else 0
