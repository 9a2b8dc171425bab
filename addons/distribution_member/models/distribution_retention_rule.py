import logging

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

BATCH = 200


class DistributionRetentionRule(models.Model):
    """How long one category of personal data is kept; the nightly job deletes what is older."""

    _name = "distribution.retention.rule"
    _description = "Retention Rule"
    _order = "category, id"

    name = fields.Char(required=True, translate=True)
    category = fields.Selection(
        [
            ("consent_evidence", "Evidence of Ended Consents"),
            ("privacy_request", "Closed Privacy Requests"),
            ("restricted_member", "Members Locked Away"),
            ("closed_application", "Rejected and Withdrawn Applications"),
        ],
        required=True,
    )
    company_id = fields.Many2one("res.company", ondelete="cascade", help="Empty: all companies.")
    years = fields.Integer()
    days = fields.Integer(help="Beside the years.")
    active = fields.Boolean(default=True)
    run_ids = fields.One2many("distribution.retention.run", "rule_id", "Runs")
    due_count = fields.Integer("Due Today", compute="_compute_due_count")

    _period_positive = models.Constraint(
        "CHECK (years >= 0 AND days >= 0 AND years + days > 0)",
        "A retention period is at least one day.",
    )
    _category_unique = models.UniqueIndex(
        "(category, COALESCE(company_id, 0)) WHERE active",
        "There is a rule for this category already.",
    )

    # === COMPUTE METHODS === #

    @api.depends("category", "years", "days", "company_id")
    def _compute_due_count(self):
        for rule in self:
            # sudo: how many there are is no personal data
            rule.due_count = len(rule.sudo()._search_due(None)) if rule.category else 0

    # === ACTION METHODS === #

    def action_apply(self):
        """Delete now what is due, instead of tonight."""
        self.check_access("write")
        for rule in self:
            # sudo: the rule decides, not the rights of the one who presses
            rule.sudo()._apply_batch(None)

    # === BUSINESS METHODS === #

    @api.model
    def _cron_apply(self):
        """Apply all rules, batch by batch; each batch is committed with its proof."""
        for rule in self.search([("category", "!=", False)]):
            while done := rule._apply_batch(BATCH):
                left = len(rule._search_due(None))
                if not self.env["ir.cron"]._commit_progress(done, remaining=left):
                    return

    # === HELPERS === #

    def _apply_batch(self, limit):
        """Delete what is due and write the proof; return how many records it were."""
        self.ensure_one()
        records = self._search_due(limit)
        if not records:
            return 0
        getattr(self, f"_apply_{self.category}")(records)
        run = self.env["distribution.retention.run"].create(
            {
                "rule_id": self.id,
                "category": self.category,
                "date_before": self._limit(),
                "model": records._name,
                "count": len(records),
                "record_ids": ",".join(map(str, records.ids)),
            }
        )
        self.env["distribution.audit"]._record("retention_run", run, new_value=len(records))
        return len(records)

    def _limit(self):
        """Return the moment before which data of this category are due."""
        return fields.Datetime.now() - relativedelta(years=self.years, days=self.days)

    def _search_due(self, limit):
        """Return the records of the category that are older than the rule allows."""
        self.ensure_one()
        method = getattr(self, f"_search_due_{self.category}", None)
        if method is None:
            raise UserError(self.env._("Nothing is known about this category of data."))
        records, domain = method(fields.Datetime.to_string(self._limit()))
        if self.company_id:
            domain = [*domain, ("company_id", "=", self.company_id.id)]
        return records.with_context(active_test=False).search(domain, limit=limit, order="id")

    # Addons add a category by `selection_add` and these two methods named after it.

    def _search_due_consent_evidence(self, before):
        return self.env["distribution.consent"], [
            ("date_end", "<", before),
            *("|", "|"),
            *((name, "!=", False) for name in ("address", "user_agent", "evidence")),
        ]

    def _apply_consent_evidence(self, consents):
        consents.write({"address": False, "user_agent": False, "evidence": False})

    def _search_due_privacy_request(self, before):
        return self.env["distribution.privacy.request"], [
            ("date_decided", "<", before),
            "|",
            ("description", "!=", False),
            ("new_value", "!=", False),
        ]

    def _apply_privacy_request(self, requests):
        requests.with_context(tracking_disable=True).write(
            {"description": False, "new_value": False, "new_number": False}
        )
        requests.message_ids.unlink()

    def _search_due_restricted_member(self, before):
        return self.env["distribution.member"], [
            ("is_restricted", "=", True),
            ("date_restricted", "<", before),
        ]

    def _apply_restricted_member(self, members):
        for member in members:
            member._erase()

    def _search_due_closed_application(self, before):
        return self.env["distribution.application"], [
            ("state", "in", ("rejected", "withdrawn")),
            ("date_decided", "<", before),
        ]

    def _apply_closed_application(self, applications):
        applications._erase()
