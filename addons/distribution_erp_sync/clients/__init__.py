"""Pure transport to an ERP: addresses and HTTP in, plain results out. No Odoo here."""

from . import (
    base_url,
    errors,
    filters,
    http_session,
    k3cloud_client,
    k3wise_client,
    login_memory,
)

__all__ = [
    "base_url",
    "errors",
    "filters",
    "http_session",
    "k3cloud_client",
    "k3wise_client",
    "login_memory",
]
