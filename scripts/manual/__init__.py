"""The manual's first chapter, done as it is written: read, performed, counted."""
