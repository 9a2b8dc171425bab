"""make security: what stands between the product and whoever means harm, counted."""
