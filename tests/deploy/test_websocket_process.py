"""Odoo starts its websocket process by the file that it was itself started with."""

import os
import subprocess

from scripts import odoo_process


def test_the_file_that_starts_odoo_starts_it_again():
    python, file, *_options = odoo_process.argv("-d", "any")
    variables = {**os.environ, **odoo_process.environment()}
    done = subprocess.run(
        [python, file, "--version"],
        capture_output=True,
        text=True,
        env={key: value for key, value in variables.items() if value is not None},
        check=False,
    )
    assert (done.returncode, done.stdout[:4]) == (0, "Odoo")
