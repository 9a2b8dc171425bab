"""Setting up a machine: killed, refused, repeated; and each addon coming and going."""
