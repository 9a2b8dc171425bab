"""What the demo company may expect of the next months, from what was sold in the past ones.

Only when the forecast's own packages are installed; the weeks are left to the scheduler.
"""


def tell(env):
    """Make the forecast of the months as the scheduler makes it."""
    from odoo.addons.distribution_reports import forecast_engine

    if not forecast_engine.is_available():
        return
    # sudo: as the scheduler does it
    run = env["distribution.forecast.run"].sudo().create({"period": "month"})
    run.action_run()
    run._cron_run()
