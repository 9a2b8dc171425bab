"""Everything that breaks while a company goes through its month, and whether its books hold."""
