"""Pictures of the chapters on sales analysis, dashboards and the distributor's results."""

from scripts.screenshots.pictures import PHONE, Picture

SALES = "/odoo/action-distribution_reports.distribution_sales"
SWITCH = ".o_switch_view.o_{}"


def _dashboard(name, sequence, login="admin"):
    return Picture(
        name=f"dashboard_{name}",
        login=login,
        path="/odoo/dashboards?dashboard_id={id}",
        record=("spreadsheet.dashboard", [("sequence", "=", sequence)]),
        size=(1440, 2600),
    )


PICTURES = [
    Picture(name="sales_pivot", login="admin", path=f"{SALES}_report_action"),
    Picture(
        name="sales_graph",
        login="admin",
        path=f"{SALES}_report_action",
        clicks=(SWITCH.format("graph"),),
    ),
    Picture(name="sales_growth", login="admin", path=f"{SALES}_growth_action"),
    Picture(name="sales_branch", login="admin", path=f"{SALES}_branch_action"),
    _dashboard("management", 1),
    _dashboard("region", 2, login="manager"),
    _dashboard("distributor", 3),
    Picture(
        name="portal_results_phone",
        login="distributor",
        path="/my/distribution/results",
        size=PHONE,
        is_whole_page=True,
    ),
]
