"""make replay DB=… FILE=…: a file of real orders through the product's own import, engine, settlement."""
