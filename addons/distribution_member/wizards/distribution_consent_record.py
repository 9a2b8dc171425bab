from odoo import api, fields, models
from odoo.exceptions import UserError


class DistributionConsentRecord(models.TransientModel):
    """Record consents that were given or withdrawn on paper or by phone."""

    _name = "distribution.consent.record"
    _description = "Record Consent"

    operation = fields.Selection(
        [("give", "Given"), ("withdraw", "Withdrawn")], required=True, default="give"
    )
    member_id = fields.Many2one("distribution.member", required=True, readonly=True)
    purpose_ids = fields.Many2many(
        "distribution.purpose",
        required=True,
        string="Purposes",
        domain="[('id', 'in', choice_ids)]",
    )
    choice_ids = fields.Many2many("distribution.purpose", compute="_compute_choice_ids")
    date = fields.Datetime("Signed On", default=fields.Datetime.now)
    evidence = fields.Char(
        "Kept Where", help="Folder and page of the signed paper, or how the person told us."
    )

    @api.depends("member_id", "operation")
    def _compute_choice_ids(self):
        """Offer what was not agreed to yet, or what can be withdrawn."""
        active = self.env["distribution.purpose"].search([("state", "=", "active")])
        for wizard in self:
            consents = wizard.member_id.consent_ids.filtered(lambda consent: not consent.date_end)
            held = consents.purpose_id
            wizard.choice_ids = held if wizard.operation == "withdraw" else active - held

    def action_confirm(self):
        """Give or withdraw the consents."""
        self.ensure_one()
        self.member_id.check_access("read")
        if not self.purpose_ids:
            raise UserError(self.env._("Choose at least one purpose."))
        consents = self.env["distribution.consent"]
        if self.operation == "withdraw":
            codes = self.purpose_ids.mapped("code")
            consents._withdraw(self.member_id, codes, reason=self.evidence)
        else:
            texts = self.env["distribution.consent.text"]._find_in_force(
                self.purpose_ids,
                company=self.member_id.company_id,
                lang=self.member_id.partner_id.lang,
            )
            consents._give(self.member_id, texts, "paper", evidence=self.evidence, date=self.date)
        return {"type": "ir.actions.act_window_close"}
