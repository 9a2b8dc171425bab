"""make replay: a file of real orders through the product's own import, engine and settlement."""
