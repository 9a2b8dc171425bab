"""Databases of every landed version, upgraded with the code of today and compared with it."""
