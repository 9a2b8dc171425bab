"""Pictures of the chapters on the KPI board and on scheduled reports."""

from scripts.screenshots.pictures import PHONE, Picture

REPORTS = "/odoo/action-distribution_reports.distribution"

PICTURES = [
    Picture(name="kpi_board", login="admin", path=f"{REPORTS}_kpi_action", size=(1440, 1200)),
    Picture(name="kpi_board_phone", login="manager", path=f"{REPORTS}_kpi_action", size=PHONE),
    Picture(
        name="kpi_form",
        login="admin",
        path=f"{REPORTS}_kpi_action/{{id}}",
        record=("distribution.kpi", [("code", "=", "order_cycle")]),
    ),
    Picture(name="kpi_weeks", login="admin", path=f"{REPORTS}_kpi_value_action"),
    Picture(
        name="schedule_form",
        login="admin",
        path=f"{REPORTS}_report_schedule_action/{{id}}",
        record=("distribution.report.schedule", [("frequency", "=", "weekly")]),
    ),
    Picture(name="report_mails", login="admin", path=f"{REPORTS}_report_delivery_action"),
]
