"""What our streams ask of an ERP, in its language: plain values in and out. No Odoo here."""

from . import k3cloud, k3wise, profile

__all__ = ["k3cloud", "k3wise", "profile"]
