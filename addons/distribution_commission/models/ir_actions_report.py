from odoo import models
from odoo.tools.pdf import merge_pdf

STATEMENT = "distribution_commission.report_statement"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Override of `base`: statements are printed one by one and put together.

        The wkhtmltopdf of Debian cannot print several documents at once.
        """
        render = super()._render_qweb_pdf
        if self._get_report(report_ref).report_name != STATEMENT or len(res_ids or ()) < 2:
            return render(report_ref, res_ids=res_ids, data=data)
        printed = [render(report_ref, res_ids=[res_id], data=data) for res_id in res_ids]
        if any(kind != "pdf" for _content, kind in printed):
            return render(report_ref, res_ids=res_ids, data=data)  # tests print HTML
        return merge_pdf([content for content, _kind in printed]), "pdf"
