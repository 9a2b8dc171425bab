"""Tests of commission that need a database of their own."""
