"""Pure transport to an ERP: addresses and HTTP in, plain results out. No Odoo here."""

from . import base_url, http_session

__all__ = ["base_url", "http_session"]
