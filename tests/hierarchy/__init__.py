"""Tests of the hierarchy that need a database of their own."""
