"""Sessions, signatures and logins."""
