from odoo import fields, models

OPERATIONS = [
    ("request_info", "Ask the Applicant"),
    ("reject", "Reject"),
    ("refuse_document", "Refuse a Document"),
]


class DistributionApplicationReason(models.TransientModel):
    """Ask the reviewer for the words that the applicant will read."""

    _name = "distribution.application.reason"
    _description = "Words to an Applicant"

    operation = fields.Selection(OPERATIONS, required=True, readonly=True)
    application_ids = fields.Many2many(
        "distribution.application",
        "distribution_application_reason_rel",
        "wizard_id",
        "application_id",
        readonly=True,
        string="Applications",
    )
    document_ids = fields.Many2many(
        "distribution.document",
        "distribution_document_reason_rel",
        "wizard_id",
        "document_id",
        readonly=True,
        string="Documents",
    )
    text = fields.Text("Message", required=True)

    def action_confirm(self):
        """Carry out the operation with the words."""
        self.ensure_one()
        if self.operation == "request_info":
            self.application_ids.action_request_info(self.text)
        elif self.operation == "reject":
            self.application_ids.action_reject(self.text)
        else:
            self.document_ids.action_refuse(self.text)
        return {"type": "ir.actions.act_window_close"}
