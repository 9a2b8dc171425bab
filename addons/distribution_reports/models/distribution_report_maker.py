from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from ..reports.report_table import Column, Kind, ReportRequest, ReportTable
from ..reports.report_workbook import build_report_workbook
from .report_list_mixin import ROWS_MOST

ROWS_ON_PAPER = 1_000
ROWS_ON_PAGE = 30
SALES_MEASURES = (
    *("quantity_ordered", "amount_ordered", "quantity_returned", "amount_returned"),
    *("amount_net", "quantity_delivered", "amount_delivered"),
    *("quantity_invoiced", "amount_invoiced", "margin", "commission"),
)
PERFORMANCE_MEASURES = (
    *("target", "actual", "projected", "attainment_percent", "pace_percent"),
    *("growth_percent", "growth_year_percent", "punctuality_percent", "return_rate_percent"),
    "score",
)
DIMENSIONS = {
    "member": "member_id",
    "region": "region_id",
    "product": "product_id",
    "category": "categ_id",
    "month": "date:month",
}
# Which subject of the forecast is listed.
SUBJECTS = {
    **{name: f"subject:{name}" for name in ("member", "region", "product", "category")},
    "month": "subject:total",
}


class DistributionReportMaker(models.AbstractModel):
    """Makes the reports that are sent by mail, with the rights of the environment it works in."""

    _name = "distribution.report.maker"
    _description = "Maker of Reports"
    _inherit = ["distribution.report.list.mixin"]

    # === HOOKS === #

    @api.model
    def _get_kinds(self) -> dict[str, Kind]:
        """Override to add reports that can be sent; those without their model are left out."""
        kinds = {
            "sales": Kind(
                label=self.env._("Sales Analysis"),
                model="distribution.sales.report",
                date_field="date",
                measures=SALES_MEASURES,
                groups=DIMENSIONS,
            ),
            "kpi": Kind(label=self.env._("Service Figures"), model="distribution.kpi"),
            "performance": Kind(
                label=self.env._("Performance"),
                model="distribution.performance",
                date_field="date",
                is_monthly=True,
                measures=PERFORMANCE_MEASURES,
                groups=DIMENSIONS,
            ),
            "forecast": Kind(
                label=self.env._("Forecast"),
                model="distribution.forecast",
                groups=SUBJECTS,
            ),
        }
        return {code: kind for code, kind in kinds.items() if kind.model in self.env}

    @api.model
    def _build_table(self, request: ReportRequest) -> ReportTable:
        """Override to make a kind otherwise than by groups and sums."""
        if request.kind == "kpi":
            return self._build_board(request)
        if request.kind == "forecast":
            return self._build_forecast(request)
        return self._build_groups(request)

    # === BUSINESS METHODS === #

    @api.model
    def _ensure_access(self, kind: str):
        """Refuse who may not read the model of a report."""
        self.env[self._get_kinds()[kind].model].check_access("read")

    @api.model
    def _build_file(self, table: ReportTable, file_format: str) -> bytes:
        """Return the XLSX or PDF file of a table."""
        if file_format == "xlsx":
            return build_report_workbook(table)
        return self._print(table)

    @api.model
    def _list_layouts(self, kind: str) -> list[str]:
        """Return the built-in layouts that a kind has."""
        found = self._get_kinds().get(kind)
        fields = self.env[found.model]._fields if found else {}
        return [
            layout
            for layout, field in (found.groups if found else {}).items()
            if field and field.partition(":")[0] in fields
        ]

    # === GROUPS AND SUMS === #

    def _build_groups(self, request):
        kind = self._get_kinds()[request.kind]
        records = self.env[kind.model]
        domain = Domain(list(request.domain)) & Domain(self._get_period(request, kind))
        if "company_id" in records._fields:
            domain &= Domain("company_id", "in", [*self.env.companies.ids, False])
        measures = self._list_measures(kind)
        aggregates = [f"{name}:{records._fields[name].aggregator}" for name in measures]
        is_by_value = len(request.groups) == 1 and ":" not in request.groups[0] and measures
        rows = records._read_group(
            domain,
            list(request.groups),
            aggregates,
            limit=ROWS_MOST,
            order=f"{self._find_main(measures, aggregates)} desc" if is_by_value else None,
        )
        [totals] = records._read_group(domain, [], aggregates)
        groups = len(request.groups)
        return ReportTable(
            title=request.title,
            facts=self._list_facts(request),
            columns=self._list_columns(records, request.groups, measures),
            rows=[[*self._label_all(records, request.groups, row), *row[groups:]] for row in rows],
            totals=[self.env._("Total"), *[None] * (groups - 1), *totals] if groups else None,
            notes=self._list_notes(rows),
        )

    def _get_period(self, request, kind):
        if not kind.date_field or not request.date_from:
            return Domain.TRUE
        first = request.date_from.replace(day=1) if kind.is_monthly else request.date_from
        return Domain(kind.date_field, ">=", first) & Domain(kind.date_field, "<=", request.date_to)

    def _list_measures(self, kind):
        """Return the fields that are there and that the reader may see."""
        records = self.env[kind.model]
        return [
            name
            for name in kind.measures
            if (field := records._fields.get(name))
            and field.aggregator
            and records._has_field_access(field, "read")
        ]

    @staticmethod
    def _find_main(measures, aggregates):
        """Return by what the rows are sorted: an amount, else the first measure."""
        return next((one for one in aggregates if one.startswith("amount")), aggregates[0])

    def _list_columns(self, records, groups, measures):
        labels = records.fields_get([*(group.partition(":")[0] for group in groups), *measures])
        kinds = {"monetary": "amount", "integer": "integer"}
        return [
            *(Column(label=labels[group.partition(":")[0]]["string"]) for group in groups),
            *(
                Column(
                    label=labels[name]["string"],
                    kind=kinds.get(records._fields[name].type, "quantity"),
                )
                for name in measures
            ),
        ]

    def _label_all(self, records, groups, row):
        return [
            self._label_group(records, group, key) for group, key in zip(groups, row, strict=False)
        ]

    def _label_group(self, records, group, key):
        """Return a group as text; what has no name is nothing, as on the screen."""
        name, _sep, interval = group.partition(":")
        field = records._fields[name]
        if not key:
            return self.env._("None")
        if field.relational:
            return key.sudo().display_name  # sudo: as the screen names what a row refers to
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(key, key)
        if field.type in ("date", "datetime"):
            return f"{key:%Y-%m}" if interval == "month" else format_date(self.env, key)
        return str(key)

    def _list_facts(self, request):
        facts = [(self.env._("Company"), self.env.company.name)]
        if request.date_from:
            period = self.env._(
                "%(start)s to %(end)s",
                start=format_date(self.env, request.date_from),
                end=format_date(self.env, request.date_to),
            )
            facts.append((self.env._("Period"), period))
        facts.append((self.env._("Currency"), self.env.company.currency_id.name))
        facts.append((self.env._("Made for"), self.env.user.name))
        return facts

    def _list_notes(self, rows):
        notes = [self.env._("With the rights of the person it was made for, when it was made.")]
        if len(rows) == ROWS_MOST:
            notes.append(self.env._("Only the first %(count)s rows are shown.", count=ROWS_MOST))
        return notes

    # === PAPER === #

    def _print(self, table):
        pages = self._paginate(table)
        html = self.env["ir.qweb"]._render(
            "distribution_reports.report_table_page",
            {
                "table": table,
                "pages": pages,
                "columns": table.columns,
                "write": self._write_cell,
                "is_cut": len(table.rows) > ROWS_ON_PAPER,
                "most": ROWS_ON_PAPER,
            },
        )
        # sudo: the paper format and the printer are the system's, and print what is given
        report_sudo = self.env.ref("distribution_reports.action_report_table").sudo()
        return report_sudo._run_wkhtmltopdf(
            [str(html)], report_ref=report_sudo.report_name, landscape=True
        )

    @staticmethod
    def _paginate(table):
        rows = table.rows[:ROWS_ON_PAPER]
        starts = range(0, max(len(rows), 1), ROWS_ON_PAGE)
        return [rows[start : start + ROWS_ON_PAGE] for start in starts]

    @staticmethod
    def _write_cell(column, cell):
        if cell is None:
            return ""
        written = {"amount": "{:,.2f}", "quantity": "{:,.2f}", "integer": "{:,}"}
        return written.get(column.kind, "{}").format(cell)

    # === HELPERS === #

    def _explain_refusal(self, error: AccessError) -> str:
        return str(error).strip().splitlines()[0]
