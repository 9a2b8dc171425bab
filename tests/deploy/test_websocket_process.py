"""Odoo starts its websocket process by the file that it was itself started with."""

import subprocess

from scripts import odoo_process


def test_the_file_that_starts_odoo_starts_it_again():
    python, file, *_options = odoo_process.argv("-d", "any")
    done = subprocess.run(
        [python, file, "--version"],
        capture_output=True,
        text=True,
        env=odoo_process.variables(),
        check=False,
    )
    assert (done.returncode, done.stdout[:4]) == (0, "Odoo")
