"""Hostile files: refused, or kept as a picture and nothing else; never slow, never large."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .hostile_files import FILES

PROBE = Path(__file__).with_name("upload_probe.py")
REFUSED = {"kind", "name", "empty", "size", "damaged", "large", "locked", "active"}
UNREADABLE = {"binary", "csv", "xlsx", "too_large", "too_many_lines", "no_headings", "encoding"}
KEPT = {
    "jpeg with page behind",
    "jpeg with zip behind",
    "photo with place",
    "png of 49 megapixels",
    "png of 49 megapixels, clear",
    "png of 16 bits",
    "jpeg of 49 megapixels",
}
# A table of texts is one, whatever it says.
READ = {"csv with formulas", "workbook", "workbook that climbs", "html as xlsx"}
MOST_SECONDS = 5  # of a processor
MOST_MEGABYTES = 350


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused_or_made_harmless(name):
    done = subprocess.run(
        [sys.executable, str(PROBE), name], capture_output=True, text=True, check=True, timeout=120
    )
    told = json.loads(done.stdout)
    if name in KEPT:
        assert told["outcome"] == "kept"
        assert told["traces"] == []
    elif name in READ:
        assert told["outcome"] == "read"
    else:
        assert told["outcome"] in REFUSED | UNREADABLE
    assert told["seconds"] < MOST_SECONDS
    assert told["megabytes"] < MOST_MEGABYTES
