"""What the forms (business objects) are made of: the ERP's metadata."""
