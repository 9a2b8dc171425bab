"""Pictures of the chapter on forecasts."""

from scripts.screenshots.pictures import Picture

REPORTS = "/odoo/action-distribution_reports.distribution_forecast"

PICTURES = [
    Picture(name="forecast_list", login="admin", path=f"{REPORTS}_action"),
    Picture(
        name="forecast_form",
        login="admin",
        path=f"{REPORTS}_action/{{id}}",
        record=("distribution.forecast", [("subject", "=", "total"), ("horizon", "=", 1)]),
    ),
    Picture(name="forecast_suggestions", login="admin", path=f"{REPORTS}_suggestion_action"),
    Picture(
        name="forecast_run",
        login="admin",
        path=f"{REPORTS}_run_action/{{id}}",
        record=("distribution.forecast.run", [("state", "=", "done")]),
    ),
]
