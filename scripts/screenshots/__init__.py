"""make screenshots [DB=…] [OUT=docs/manual/images] [ONLY=member]: the manual's pictures."""
