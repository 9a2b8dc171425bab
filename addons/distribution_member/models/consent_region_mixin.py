from odoo import api, fields, models

SUBJECT_MODEL = "distribution.application"


class DistributionConsentRegionMixin(models.AbstractModel):
    """In which region the applicant asks to be who gave a consent; record rules ask for it."""

    _name = "distribution.consent.region.mixin"
    _description = "Region of a Consent"

    applicant_region_id = fields.Many2one(
        "distribution.region",
        compute="_compute_applicant_region_id",
        search="_search_applicant_region_id",
        compute_sudo=True,
        help="Region of the application that the consent belongs to, as long as there is one.",
    )

    @api.depends("res_model", "res_id")
    def _compute_applicant_region_id(self):
        of_applications = self.filtered(lambda consent: consent.res_model == SUBJECT_MODEL)
        applications = self.env[SUBJECT_MODEL].browse(of_applications.mapped("res_id")).exists()
        regions = {application.id: application.region_id for application in applications}
        self.applicant_region_id = False
        for consent in of_applications:
            consent.applicant_region_id = regions.get(consent.res_id, False)

    def _search_applicant_region_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: which applications the user may see is what the record rule asks here
        found_sudo = self.env[SUBJECT_MODEL].sudo()._search([("region_id", "in", value)])
        return [("res_model", "=", SUBJECT_MODEL), ("res_id", "in", found_sudo)]
