from odoo import models

# Printed with the personal data of a member in it.
PERSONAL_REPORTS = {"distribution_member.report_sightings"}
OURS = "distribution."


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Override of `base`: what is printed may be read.

        The address of a report takes any ids, and a page asks only for the fields that it shows.
        """
        if docids and report.model.startswith(OURS):
            self.env[report.model].browse(docids).check_access("read")
        return super()._get_rendering_context(report, docids, data)

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Override of `base` to record that personal data were printed."""
        report = self._get_report(report_ref)
        if report.report_name in PERSONAL_REPORTS and res_ids:
            self.env["distribution.audit"]._record(
                "print_personal", self.env[report.model].browse(res_ids), new_value=report.name
            )
        return super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
