"""State in SQLite, the clock and the switches."""
