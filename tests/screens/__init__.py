"""Hostile texts in every field, and every screen that shows them (docs of security: G26)."""
