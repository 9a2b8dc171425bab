"""Pictures of the chapter on taking over existing data."""

from scripts.screenshots.pictures import Picture

PICTURES = [
    Picture(
        name="adoption_customers",
        login="admin",
        path="/odoo/action-distribution_member.distribution_member_adoption_action",
    ),
    Picture(
        name="adoption_orders",
        login="admin",
        path="/odoo/action-distribution_order.distribution_order_adoption_action/{id}",
        record=("distribution.order.adoption", []),
    ),
    Picture(
        name="adoption_preview",
        login="admin",
        path="/odoo/action-distribution_member.distribution_member_import_action/{id}",
        record=("distribution.member.import", [("line_ids.contact_id", "!=", False)]),
    ),
]
