"""Tampering with what was published, as the owner of the database could do it."""
