"""Asks a server for all that a dashboard shows, as the web client does."""

import json

from odoo.fields import Domain


def open_dashboard(env, name, period, before) -> int:
    """Read every pivot, chart and list of a dashboard; return how many questions it takes.

    :param period: domain of the time that is looked at
    :param before: domain of the same time a year before
    """
    dashboard = env.ref(f"distribution_reports.spreadsheet_dashboard_{name}")
    data = json.loads(dashboard._get_serialized_readonly_dashboard())["snapshot"]
    asked = 0
    for pivot in data["pivots"].values():
        matching = pivot["fieldMatching"].get("period")
        span = (before if matching["offset"] else period) if matching else []
        env[pivot["model"]].formatted_read_grouping_sets(
            Domain(pivot["domain"]) & Domain(span),
            [[], [row["fieldName"] for row in pivot["rows"]]] if pivot["rows"] else [[]],
            [f"{measure['fieldName']}:{measure['aggregator']}" for measure in pivot["measures"]],
        )
        asked += 1
    for figure in data["sheets"][0]["figures"]:
        if meta := figure["data"].get("metaData"):
            env[meta["resModel"]].formatted_read_group(
                period, meta["groupBy"], [f"{meta['measure']}:sum"]
            )
            asked += 1
    for records in data["lists"].values():
        env[records["model"]].search_read(records["domain"], records["columns"], limit=20)
        asked += 1
    return asked
