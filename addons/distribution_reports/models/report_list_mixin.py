from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from ..reports.report_table import Column, ReportTable

ROWS_MOST = 50_000


class DistributionReportListMixin(models.AbstractModel):
    """Reports that list records as they are, because their values do not add up."""

    _name = "distribution.report.list.mixin"
    _description = "Lists among the Reports"

    def _build_board(self, request):
        figures = self.env["distribution.kpi"]._find_figures()
        lights = dict(figures._fields["light"]._description_selection(self.env))
        labels = (
            *(self.env._("Figure"), self.env._("Value"), self.env._("Goal"), self.env._("Light")),
            *(self.env._("Records Measured"), self.env._("Definition")),
        )
        columns = [
            Column(label=label, kind="integer" if place == 4 else "text")
            for place, label in enumerate(labels)
        ]
        rows = [
            [
                *(figure.name, figure.value_text, figure.goal_text, lights[figure.light]),
                *(figure.record_count, figure.missing_reason or figure.definition),
            ]
            for figure in figures
        ]
        return ReportTable(
            title=request.title,
            facts=[
                (self.env._("Company"), self.env.company.name),
                (self.env._("Made for"), self.env.user.name),
            ],
            columns=columns,
            rows=rows,
        )

    def _build_forecast(self, request):
        """List what the last forecast expects of one kind of subject, period by period."""
        forecasts = self.env["distribution.forecast"]
        domain = Domain("is_current", "=", True) & Domain(list(request.domain))
        domain &= Domain("company_id", "in", self.env.companies.ids)
        subjects = [group.partition(":")[2] for group in request.groups if "subject:" in group]
        if subjects:
            domain &= Domain("subject", "in", subjects)
        rows = forecasts.search(domain, limit=ROWS_MOST)
        names = ("date", "measure", "value", "value_low", "value_high", "accuracy_percent")
        labels = forecasts.fields_get(["subject", *names, "state", "reason"])
        columns = [Column(label=labels["subject"]["string"])]
        columns += [
            Column(
                label=labels[name]["string"],
                kind="text" if name in ("date", "measure") else "quantity",
            )
            for name in names
        ]
        columns.append(Column(label=labels["state"]["string"]))
        return ReportTable(
            title=request.title,
            facts=self._list_facts(request),
            columns=columns,
            rows=[self._list_forecast(row) for row in rows],
            notes=self._list_notes(rows),
        )

    def _list_forecast(self, row):
        texts = {
            name: dict(row._fields[name]._description_selection(self.env))
            for name in ("measure", "state", "reason")
        }
        is_known = row.state == "forecast"
        figures = (row.value, row.value_low, row.value_high, row.accuracy_percent)
        return [
            row.sudo()._name_subject(),  # sudo: as the screen names what a row refers to
            format_date(self.env, row.date),
            texts["measure"][row.measure],
            *(figures if is_known else (None,) * len(figures)),
            texts["state"][row.state] if is_known else texts["reason"].get(row.reason, ""),
        ]
