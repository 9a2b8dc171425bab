from odoo import fields, http
from odoo.http import content_disposition, request

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class ReportPreview(http.Controller):
    @http.route("/distribution/report/<int:schedule_id>", type="http", auth="user")
    def download_report(self, schedule_id):
        """Download a scheduled report as oneself, with one's own rights."""
        schedule = request.env["distribution.report.schedule"].browse(schedule_id).exists()
        if not schedule or not schedule.has_access("read"):
            raise request.not_found()
        company = schedule.company_id
        maker = request.env["distribution.report.maker"].with_context(
            allowed_company_ids=company.ids, tz=company.distribution_tz
        )
        asked = schedule._build_request(fields.Datetime.now(), maker.env.lang)
        maker._ensure_access(asked.kind)
        content = maker._build_file(maker._build_table(asked), schedule.file_format)
        name = f"{schedule.name}.{schedule.file_format}".replace("/", "-")
        return request.make_response(
            content,
            headers=[
                ("Content-Type", TYPES[schedule.file_format]),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
