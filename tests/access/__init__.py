"""The tables of who may do what, and the pages of distributors, tried over the wire."""
