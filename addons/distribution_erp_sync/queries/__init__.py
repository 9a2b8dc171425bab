"""Questions to the database: plain values in, one `SQL` out."""
