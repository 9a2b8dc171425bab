from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Override of `base`: it would delete one of two members, and with it what it earned."""
        # sudo: a member that the user may not see must not be lost either
        members_sudo = (
            self.env["distribution.member"]
            .sudo()
            .with_context(active_test=False)
            .search([("partner_id", "in", list(partner_ids))])
        )
        for company, of_company in members_sudo.grouped("company_id").items():
            if len(of_company) > 1:
                raise UserError(
                    self.env._(
                        "%(members)s are different members of %(company)s, each with uplines and"
                        " accounts of its own, so their contacts cannot be merged. Terminate the"
                        " membership that is too many, and keep its contact.",
                        members=", ".join(of_company.mapped("display_name")),
                        company=company.display_name,
                    )
                )
        result = super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
        self.env.invalidate_all()
        self.env.add_to_compute(members_sudo._fields["name"], members_sudo)
        return result
