"""The command `make dashboards`."""

import json
import sys

from scripts.dashboards.contents import DASHBOARDS
from scripts.dashboards.writer import Writer
from scripts.paths import ROOT
from scripts.problem import command

FOLDER = ROOT / "addons" / "distribution_reports" / "data" / "files"


def build() -> dict[str, str]:
    """Return {file name: content} of all dashboards."""
    return {
        f"{dashboard.name}_dashboard.json": json.dumps(
            Writer(dashboard).write(), indent=1, ensure_ascii=False
        )
        + "\n"
        for dashboard in DASHBOARDS
    }


@command
def main() -> None:
    """Write the files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in build().items():
        (FOLDER / name).write_text(content)
        print(FOLDER / name)


if __name__ == "__main__":
    sys.exit(main())
