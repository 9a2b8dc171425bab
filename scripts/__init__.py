"""The project's commands: each module is one idea, the Makefile is their table of contents.

Only the standard library is used, because these scripts run before anything is installed.
This file keeps to syntax every Python 3 understands, so that a too old one gets a sentence, not a
SyntaxError.
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 - this is the very message for those who run an older one
    sys.exit(
        "This project's scripts need Python 3.10 or newer; %s is %s.\n"  # noqa: UP031
        "  What to do: install Python 3.11 or newer (Debian: apt-get install python3\n"
        "  python3-venv), or name\n"
        "  another one you have: make PYTHON=python3.12 ..."
        % (sys.executable, sys.version.split()[0])
    )
