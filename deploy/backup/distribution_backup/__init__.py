"""Backups of a distribution database: sealed, checked, and restored (docs/manual/admin/backup.md).

Needs Python 3.10, `cryptography` (which Odoo needs too) and PostgreSQL's own programs.
"""
