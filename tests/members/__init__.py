"""Members across several connections."""
