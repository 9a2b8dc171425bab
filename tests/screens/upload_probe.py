"""One hostile file through our checks, in a process of its own: what it says, costs and takes.

Called by `test_uploads.py` with the name of the file in `hostile_files.py`.
"""

import json
import resource
import sys
import time
from pathlib import Path

ADDON = Path(__file__).parents[2] / "addons" / "distribution_member"
PICTURES_AND_PAPERS = ("application/pdf", "image/jpeg", "image/png")
MEGABYTE = 1024 * 1024


def main() -> None:
    """Print the outcome as JSON."""
    sys.path[:0] = [str(ADDON), str(Path(__file__).parent)]
    import hostile_files
    import safe_files
    import tabular_files

    name = sys.argv[1]
    file_name, content = hostile_files.build(name)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        if name in hostile_files.TABLES:
            sheets = tabular_files.read_sheets(content, 1000)
            rows = list(tabular_files.read_rows(content, 1000))
            outcome, kept = "read", json.dumps([sheets, [row.cells for row in rows]])[:2000]
        else:
            safe = safe_files.check_file(content, file_name, PICTURES_AND_PAPERS, 5 * MEGABYTE)
            outcome, kept = "kept", safe.content.decode("latin-1")
    except safe_files.UnsafeFileError as error:
        outcome, kept = error.code, ""
    except tabular_files.UnreadableFileError as error:
        outcome, kept = str(error.fault), ""
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    traces = [trace for trace in hostile_files.TRACES if trace in kept]
    seconds = time.process_time() - started
    print(
        json.dumps({"outcome": outcome, "megabytes": grown, "seconds": seconds, "traces": traces})
    )


if __name__ == "__main__":
    main()
