import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from .level_finder import LevelFinder

_logger = logging.getLogger(__name__)

MEMBERS_PER_BATCH = 2000


class DistributionLevelRun(models.Model):
    """One search for level suggestions through all active members of a company, batch by batch.

    There is one per company and month. It goes on behind the last member it has looked at, so that
    a search that is broken off loses nothing.
    """

    _name = "distribution.level.run"
    _description = "Search for Level Suggestions"
    _order = "date_to desc, id desc"
    _rec_name = "date_to"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    date_to = fields.Date(
        "Figures Before", required=True, readonly=True, help="First day that is not looked at."
    )
    is_done = fields.Boolean("Done", readonly=True)
    last_member_id = fields.Integer(
        readonly=True, help="Members up to this number have been looked at."
    )
    member_count = fields.Integer("Members", readonly=True, help="Members to look at.")
    checked_count = fields.Integer("Looked At", readonly=True)
    found_count = fields.Integer("New Suggestions", readonly=True)

    _month_unique = models.UniqueIndex(
        "(company_id, date_to)", "The search of this month exists already."
    )

    # === BUSINESS METHODS === #

    @api.model
    def _cron_find(self):
        """Search once a month for every company that has rules; each batch is committed."""
        for company in self._search_companies_to_search():
            self._start(company)
        while run := self.search([("is_done", "=", False)], limit=1):
            run._process_batch_or_give_up()
            remaining = self.search_count([("is_done", "=", False)])
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    @api.model
    def _start(self, company):
        """Return the search of this month, at its beginning.

        :raise UserError: when there are no rules, or one that cannot be applied
        """
        rules = self._get_rules(company)
        if not rules:
            raise UserError(
                self.env._(
                    "There are no level rules, so there is nothing to suggest. The administrator"
                    " creates them under Configuration › Channel › Level Rules."
                )
            )
        rules._ensure_measurable()
        date_to = rules.with_company(company)._get_end_of_period()
        values = {
            "is_done": False,
            "last_member_id": 0,
            "checked_count": 0,
            "found_count": 0,
            "member_count": self.env["distribution.member"].search_count(
                self._get_members_domain(company)
            ),
        }
        run = self.search([("company_id", "=", company.id), ("date_to", "=", date_to)])
        if run:
            run.write(values)
            return run
        return self.create({**values, "company_id": company.id, "date_to": date_to})

    def _process_batch(self):
        """Look at the next members, and keep what is found."""
        self.ensure_one()
        run = self.with_company(self.company_id)
        members = run.env["distribution.member"].search(
            [*self._get_members_domain(self.company_id), ("id", ">", self.last_member_id)],
            order="id",
            limit=MEMBERS_PER_BATCH,
        )
        suggestions = run.env["distribution.level.suggestion"]
        rules = run._get_rules(self.company_id)
        rules._ensure_measurable()
        if rules and members:
            findings = LevelFinder(rules, self.date_to).find(members)
            self.found_count += len(suggestions._keep(members, findings))
        self.checked_count += len(members)
        self.last_member_id = members[-1:].id or self.last_member_id
        if len(members) < MEMBERS_PER_BATCH:
            suggestions._outdate_without_member(self.company_id)
            self.is_done = True

    # === HELPERS === #

    def _process_batch_or_give_up(self):
        """Do not let the rules of one company hold up the others."""
        try:
            with self.env.cr.savepoint():
                self._process_batch()
        except UserError as error:
            _logger.error("no level suggestions for %s: %s", self.company_id.name, error)
            self.is_done = True

    @api.model
    def _search_companies_to_search(self):
        """Return the companies that have rules and whose search of this month is not there yet."""
        rules = self.env["distribution.level.rule"]
        companies = self.env["res.company"]
        for [company] in rules._read_group([("active", "=", True)], ["company_id"]):
            date_to = rules.with_company(company)._get_end_of_period()
            if self.search_count([("company_id", "=", company.id), ("date_to", "=", date_to)]):
                continue
            try:
                self._get_rules(company)._ensure_measurable()
            except UserError as error:
                _logger.error("no level suggestions for %s: %s", company.name, error)
                continue
            companies += company
        return companies

    @api.model
    def _get_rules(self, company):
        return self.env["distribution.level.rule"].search([("company_id", "=", company.id)])

    @api.model
    def _get_members_domain(self, company):
        return [("company_id", "=", company.id), ("state", "=", "active")]
