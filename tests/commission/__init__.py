"""The engine in the database beside its reference: the same worlds, entry by entry."""
