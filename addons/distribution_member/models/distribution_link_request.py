from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize

from .distribution_application import OPEN_STATES

BATCH = 100
KEPT_DAYS = 90  # after a decision, the page still shows it


class DistributionLinkRequest(models.Model):
    """A visitor's wish to get the link again, answered by a job.

    Every wish is a row, whether the address is known or not: the form's answer, and how long it
    takes, tell nobody who has applied.
    """

    _name = "distribution.link.request"
    _description = "Request for a Link"

    email = fields.Char(required=True, readonly=True)

    @api.model
    def _ask(self, email):
        """Note a wish; the job answers within a minute."""
        # sudo: visitors have no right to anything here
        self.sudo().create({"email": email})
        self.env.ref("distribution_member.ir_cron_send_links").sudo()._trigger()

    @api.model
    def _cron_send_links(self, limit=BATCH):
        """Mail the links that were asked for to those who have an application."""
        requests = self.search([], limit=limit, order="id")
        since = fields.Date.subtract(fields.Date.today(), days=KEPT_DAYS)
        emails = {email for email in map(email_normalize, requests.mapped("email")) if email}
        applications = self.env["distribution.application"].search(
            Domain("email", "in", sorted(emails))
            & (Domain("state", "in", OPEN_STATES) | Domain("date_decided", ">=", since))
        )
        applications._send_mail("link")
        done = len(requests)
        requests.unlink()
        self.env["ir.cron"]._commit_progress(done, remaining=self.search_count([]))
