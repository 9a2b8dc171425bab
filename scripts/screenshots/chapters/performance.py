"""Pictures of the chapter on targets and performance."""

from scripts.screenshots.pictures import Picture

REPORTS = "/odoo/action-distribution_reports.distribution"
SWITCH = ".o_switch_view.o_{}"

PICTURES = [
    Picture(name="target_list", login="admin", path=f"{REPORTS}_target_action"),
    Picture(
        name="target_form",
        login="admin",
        path=f"{REPORTS}_target_action/{{id}}",
        record=("distribution.target", [("member_id", "!=", False), ("state", "=", "set")]),
    ),
    Picture(name="target_progress", login="admin", path=f"{REPORTS}_target_progress_action"),
    Picture(name="performance_list", login="admin", path=f"{REPORTS}_performance_action"),
    Picture(
        name="performance_pivot",
        login="admin",
        path=f"{REPORTS}_performance_action",
        clicks=(SWITCH.format("pivot"),),
    ),
    Picture(
        name="performance_form",
        login="admin",
        path=f"{REPORTS}_performance_action/{{id}}",
        record=(
            "distribution.performance",
            [("state", "=", "frozen"), ("due_amount", ">", 0), ("target", ">", 0)],
        ),
    ),
    Picture(
        name="performance_warnings", login="admin", path=f"{REPORTS}_performance_warning_action"
    ),
    Picture(
        name="performance_warning_form",
        login="admin",
        path=f"{REPORTS}_performance_warning_action/{{id}}",
        record=("distribution.performance.warning", [("state", "=", "handled")]),
    ),
    Picture(
        name="scorecard",
        login="admin",
        path=f"{REPORTS}_scorecard_action/{{id}}",
        record=("distribution.scorecard", []),
    ),
]
