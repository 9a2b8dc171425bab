from odoo import Command, fields, models
from odoo.tools import format_date


class DistributionReportFileMixin(models.AbstractModel):
    """The file of a delivery and the mail that carries it."""

    _name = "distribution.report.file.mixin"
    _description = "Mail with a Report"

    # === BUSINESS METHODS === #

    def _mail_report(self):
        """Make the report as the recipient, and write its mail into the queue.

        :return: what is noted of it: rows and bytes
        """
        self.ensure_one()
        if self.kind == "board":
            return self._mail_board()
        schedule_sudo = self.schedule_id
        maker = self._get_maker()
        request = schedule_sudo._build_request(self.due, maker.env.lang)
        maker._ensure_access(request.kind)
        table = maker._build_table(request)
        content = maker._build_file(table, schedule_sudo.file_format)
        body = maker.env["ir.qweb"]._render(
            "distribution_reports.report_mail",
            {
                "name": self.user_id.name,
                "table": table,
                "owner": schedule_sudo.user_id.name,
                "url": self._get_board_url("distribution_sales_report_action")
                if request.kind == "sales"
                else self.company_id.get_base_url() + "/odoo",
            },
        )
        day = format_date(maker.env, fields.Date.context_today(maker), date_format="yyyy-MM-dd")
        name = f"{table.title} {day}.{schedule_sudo.file_format}".replace("/", "-")
        self._queue_mail(f"{table.title} {day}", body, [(name, content)])
        return {"row_count": len(table.rows), "file_size": len(content)}

    def _mail_board(self):
        """Write the weekly mail of the board: all figures, last week beside the week before."""
        maker = self._get_maker()
        figures = maker.env["distribution.kpi"]._find_figures()
        rows = figures._compare_weeks(self.company_id, self.week)
        title = maker.env._(
            "Service figures of the week from %(day)s", day=format_date(maker.env, self.week)
        )
        body = maker.env["ir.qweb"]._render(
            "distribution_reports.kpi_mail",
            {
                "name": self.user_id.name,
                "company": self.company_id.name,
                "title": title,
                "rows": rows,
                "url": self._get_board_url("distribution_kpi_action"),
            },
        )
        self._queue_mail(title, body, [])
        return {"row_count": len(rows), "file_size": len(body)}

    # === HELPERS === #

    def _queue_mail(self, subject, body, files):
        """Write a mail that belongs to its recipient alone: it hangs on no other record."""
        company = self.company_id
        mail = self.env["mail.mail"].create(
            {
                "subject": subject,
                "body_html": body,
                "email_from": company.email_formatted or self.env.user.email_formatted,
                "author_id": company.partner_id.id,
                "recipient_ids": [Command.link(self.user_id.partner_id.id)],
                "auto_delete": True,
            }
        )
        owner = {"res_model": "mail.message", "res_id": mail.mail_message_id.id}
        mail.attachment_ids = [
            Command.create({"name": name, "raw": content, **owner}) for name, content in files
        ]

    def _get_board_url(self, action):
        return f"{self.company_id.get_base_url()}/odoo/action-distribution_reports.{action}"
