from odoo import api, fields, models

from ..queries import integrity


class DistributionIntegrityCheck(models.Model):
    """One look at the whole ledger, the statements and their seals: what is not as it must be."""

    _name = "distribution.integrity.check"
    _description = "Integrity Check"
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    create_date = fields.Datetime("Checked on")
    is_good = fields.Boolean("All Is Well", readonly=True)
    findings = fields.Text(readonly=True, help="What is wrong, one finding a line.")

    # === COMPUTE METHODS === #

    @api.depends("create_date")
    def _compute_display_name(self):
        for check in self:
            check.display_name = self.env._("Check no. %(number)s", number=check.id)

    # === ACTION METHODS === #

    @api.model
    def action_check_now(self):
        """Check the ledger and the seals of the company now, and open the result."""
        self.check_access("read")
        # sudo: a check is written by nobody but itself
        check = self.sudo()._check_company(self.env.company)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": check.id,
            "views": [(False, "form")],
        }

    # === BUSINESS METHODS === #

    @api.model
    def find_findings(self):
        """Return what is wrong in the ledger and the statements of the companies that are switched
        on, in sentences; [] is good.

        :rtype: list[str]
        """
        self.check_access("read")
        self.env.flush_all()
        labels = self._get_labels()
        found = []
        for code, check in integrity.CHECKS.items():
            [(count, examples)] = self.env.execute_query(
                integrity.run(check(self.env.companies.ids))
            )
            if count:
                found.append(
                    self.env._(
                        "%(label)s: %(count)s (%(examples)s).",
                        label=labels[code],
                        count=count,
                        examples=", ".join(f"#{record_id}" for record_id in examples),
                    )
                )
        return found

    @api.model
    def _cron_check(self):
        """Check every company, and ask its administrators to look where something is wrong."""
        for company in (
            self.env["distribution.commission.plan"].search([("state", "!=", "draft")]).company_id
        ):
            check = self._check_company(company)
            if not check.is_good:
                check._warn()

    # === HELPERS === #

    def _get_labels(self):
        return {
            "amounts_off": self.env._("Entries that are not base × rate"),
            "caps_exceeded": self.env._("Entries above a cap"),
            "reversals_off": self.env._("Entries of which more was taken back than was earned"),
            "references_lost": self.env._("Entries that refer to something that is gone"),
            "statements_off": self.env._("Statements that do not add up"),
        }

    def _check_company(self, company):
        findings = [
            *self.with_context(allowed_company_ids=company.ids).find_findings(),
            *self.env["distribution.settlement"]._find_breaks_of_company(company),
        ]
        return self.create(
            {
                "company_id": company.id,
                "is_good": not findings,
                "findings": "\n".join(findings),
            }
        )

    def _warn(self):
        """Send the findings to the administrators of the company."""
        people = self.company_id._find_distribution_people("admin")
        self.env["mail.thread"].message_notify(
            partner_ids=people.partner_id.ids,
            subject=self.env._("The commission ledger is not as it must be"),
            body=self.findings,
            model=self._name,
            res_id=self.id,
        )
