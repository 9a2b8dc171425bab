"""Who sees which forecasts, and who may have them made; how to read it: access_table.py."""

CASES = {
    # What a run found is written by its own steps: a plain write of it is refused.
    "distribution.forecast.run": {
        "user reviewer": "r r r r -",
        "manager": "rwc rwc rwc rwc -",
        "finance admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.forecast": {"user reviewer manager": "r r - - -", "finance admin": "r r r r -"},
    "distribution.forecast.suggestion": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
}

WITHOUT_RULE = {}

PUBLIC_METHODS = {
    "distribution.forecast": {"action_open_sales"},
    "distribution.forecast.run": {
        "action_forecast_now",
        "action_open_forecasts",
        "action_open_suggestions",
        "action_run",
    },
    "distribution.forecast.suggestion": {"action_open_forecast", "action_open_subject"},
}


def make_run(world, member):
    """A run of the member's company."""
    return world.env["distribution.forecast.run"].create({"company_id": member.company_id.id})


def make_forecast(world, member):
    """What is expected of the member."""
    run = make_run(world, member)
    return world.env["distribution.forecast"].create(
        {
            "run_id": run.id,
            "company_id": run.company_id.id,
            "currency_id": run.company_id.currency_id.id,
            "series_key": f"member:{member.id}",
            "subject": "member",
            "member_id": member.id,
            "region_id": member.region_id.id,
            "period": "month",
            "measure": "amount",
            "horizon": 1,
            "date": "2026-01-01",
            "state": "forecast",
            "value": 100.0,
        }
    )


def make_suggestion(world, member):
    """Somebody should call the member."""
    run = make_run(world, member)
    return world.env["distribution.forecast.suggestion"].create(
        {
            "run_id": run.id,
            "company_id": run.company_id.id,
            "kind": "drop",
            "member_id": member.id,
            "region_id": member.region_id.id,
        }
    )


FACTORIES = {
    "distribution.forecast": make_forecast,
    "distribution.forecast.run": make_run,
    "distribution.forecast.suggestion": make_suggestion,
}
