from odoo import http
from odoo.http import content_disposition, request

from ..reports.member_workbook import build_errors, build_export, build_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MemberImportController(http.Controller):
    """Workbooks in the format of the member import; made when asked for, kept nowhere."""

    @http.route("/distribution/member-import/template", type="http", auth="user", methods=["GET"])
    def download_template(self):
        """Download the empty workbook."""
        request.env["distribution.member.import"].check_access("create")
        return self._answer(build_template(request.env), request.env._("Members (template).xlsx"))

    @http.route(
        "/distribution/member-import/<int:import_id>/errors",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def download_errors(self, import_id):
        """Download the error lines of an import with their reasons."""
        member_import = self._find("distribution.member.import", import_id)
        lines = member_import._search_errors()
        name = request.env._("Errors of %(file)s.xlsx", file=member_import.name)
        return self._answer(build_errors(lines), name)

    @http.route(
        "/distribution/member-export/<int:export_id>", type="http", auth="user", methods=["GET"]
    )
    def download_export(self, export_id):
        """Download members in the format of the import."""
        export = self._find("distribution.member.export", export_id)
        if export.create_uid != request.env.user:
            raise request.not_found()
        return self._answer(build_export(export._take_members()), request.env._("Members.xlsx"))

    def _find(self, model, record_id):
        """Return the record; one that is missing and one that is not shown are the same."""
        record = request.env[model].browse(record_id).exists()
        if not record or not record.has_access("read"):
            raise request.not_found()
        return record

    def _answer(self, content, name):
        headers = [
            ("Content-Type", XLSX),
            ("Content-Length", len(content)),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)
