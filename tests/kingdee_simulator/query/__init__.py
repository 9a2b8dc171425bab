"""ExecuteBillQuery: filters, columns, pages."""
