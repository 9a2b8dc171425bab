"""Independent references: plain Python that recomputes what the addons compute with SQL."""
