"""Odoo's command line as a file: a master starts its websocket process by this name."""

from odoo.cli.command import main

main()
