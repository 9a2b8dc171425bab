"""Pure: the periods of settlement cycles. No Odoo in here."""
