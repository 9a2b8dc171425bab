"""Read the steps of a chapter: what its text says, and the hidden check that does it.

A step is a numbered line with what is indented below it; its check is the HTML comment
`<!-- check: verb words; verb words -->`. A block ```sh holds commands to run.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from scripts.problem import Problem

STEP = re.compile(r"^(\d+)\. ")
CHECK = re.compile(r"<!-- check: (.+?) -->", re.DOTALL)
# What a reader is told to look for, click or type.
WORDS = re.compile(r"\*\*(.+?)\*\*|`(.+?)`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: its place in the chapter, what it says, what is done.

    :param words: commands of the shell, or what is done at a screen
    """

    line: int
    text: str
    words: tuple[str, ...]
    is_shell: bool = False


def read(page: Path) -> list[Step]:
    """Return the steps in their order.

    :raise Problem: when a step has no check, or its check leaves out what its text names
    """
    steps: list[Step] = []
    lines = page.read_text().splitlines()
    place = 0
    while place < len(lines):
        end = place + 1
        if lines[place] == "```sh":
            end = lines.index("```", place)
            steps += [_command(number + 1, lines[number]) for number in range(place + 1, end)]
        elif STEP.match(lines[place]):
            while end < len(lines) and lines[end].startswith(" "):
                end += 1
            steps.append(_step(page.name, place + 1, "\n".join(lines[place:end])))
        place = end
    return steps


def _command(line: int, text: str) -> Step:
    return Step(line=line, text=text, words=(text,), is_shell=True)


def _step(page: str, line: int, text: str) -> Step:
    found = CHECK.search(text)
    if not found:
        raise Problem(f"{page}:{line}: this step has no check", "write <!-- check: … --> below it.")
    said = CHECK.sub("", text)
    missing = [word for word in _named(said) if word not in found.group(1)]
    if missing:
        raise Problem(f"{page}:{line}: the check leaves out what the step names: {missing}")
    words = tuple(part.strip() for part in found.group(1).split(";"))
    return Step(line=line, text=" ".join(said.split()), words=words)


def _named(text: str) -> list[str]:
    """Return what stands in bold or as code; a path of menus and a figure with its label apart."""
    named = ["".join(pair) for pair in WORDS.findall(text)]
    return [part for words in named for part in re.split(r" › |(?<=[^= ×]) (?=¥)", words)]
