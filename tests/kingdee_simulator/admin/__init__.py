"""The admin API: acting as the ERP's people, and ordering faults."""
