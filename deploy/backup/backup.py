#!/usr/bin/env python3
"""Backups of a distribution database: `backup.py --help`, docs/manual/admin/backup.md."""

import sys

from distribution_backup.commands import main

if __name__ == "__main__":
    sys.exit(main())
