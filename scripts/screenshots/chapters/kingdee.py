"""Pictures of the chapter on Kingdee: the server, what is exchanged, and what needs people."""

from scripts.screenshots.pictures import Picture

MODULE = "distribution_erp_sync"
SERVERS = f"/odoo/action-{MODULE}.distribution_erp_backend_action"
JOURNAL = f"/odoo/action-{MODULE}.distribution_erp_document_action"
SERVER = ("distribution.erp.backend", [])


def _tab(name, number):
    """Return the picture of a tab of the server."""
    return Picture(
        name=f"kingdee_{name}",
        login="admin",
        path=f"{SERVERS}/{{id}}",
        record=SERVER,
        clicks=(f".o_notebook_headers li:nth-child({number}) a",),
    )


PICTURES = [
    _tab("server", 1),
    _tab("credentials", 2),
    _tab("stock_mapping", 3),
    _tab("orders", 4),
    _tab("field_mapping", 5),
    Picture(
        name="kingdee_journal",
        login="admin",
        path=JOURNAL,
        clicks=(".o_facet_remove",),  # not only what needs somebody
    ),
    Picture(
        name="kingdee_failed",
        login="admin",
        path=f"{JOURNAL}/{{id}}",
        record=("distribution.erp.document", [("state", "=", "failed")]),
    ),
    Picture(
        name="kingdee_order",
        login="admin",
        path="/odoo/action-sale.action_orders/{id}",
        record=("sale.order", [("distribution_erp_document_ids.state", "=", "audited")]),
        clicks=(".o_notebook_headers li:nth-child(2) a",),
    ),
    Picture(
        name="kingdee_movements",
        login="admin",
        path=f"/odoo/action-{MODULE}.distribution_erp_movement_action",
    ),
    Picture(
        name="kingdee_differences",
        login="admin",
        path=f"/odoo/action-{MODULE}.distribution_erp_difference_action",
    ),
    Picture(
        name="kingdee_run",
        login="admin",
        path=f"/odoo/action-{MODULE}.distribution_erp_run_action/{{id}}",
        record=("distribution.erp.run", [("stream", "=", "reconcile")]),
    ),
]
