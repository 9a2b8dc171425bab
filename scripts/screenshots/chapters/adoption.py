"""Pictures of the chapter on taking over existing data."""

from scripts.screenshots.pictures import Picture

ORDERS = "distribution_order.distribution_order_adoption_action"
COMMISSION = "distribution_commission.distribution_commission_adoption_action"

PICTURES = [
    Picture(name="adoption_orders", login="admin", path=f"/odoo/action-{ORDERS}"),
    Picture(name="adoption_commission", login="admin", path=f"/odoo/action-{COMMISSION}/new"),
]
