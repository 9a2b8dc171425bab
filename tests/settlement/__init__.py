"""Statements of the product against the reference in plain Python."""
