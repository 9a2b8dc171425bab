"""Tests that cross addons, and of the scripts themselves."""
