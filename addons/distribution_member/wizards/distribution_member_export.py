from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class DistributionMemberExport(models.TransientModel):
    """Members in the format of the import: changed in the spreadsheet, they can be imported."""

    _name = "distribution.member.export"
    _description = "Export of Members"

    member_ids = fields.Many2many(
        "distribution.member",
        default=lambda self: self._default_members(),
        help="The chosen members; all members you see, when none was chosen.",
    )
    member_count = fields.Integer("Members", compute="_compute_member_count")

    @api.model
    def _default_members(self):
        if self.env.context.get("active_model") != "distribution.member":
            return self.env["distribution.member"]
        return self.env["distribution.member"].browse(self.env.context.get("active_ids", []))

    @api.depends("member_ids")
    def _compute_member_count(self):
        everybody = self.env["distribution.member"].search_count(
            [("company_id", "=", self.env.company.id)]
        )
        for export in self:
            export.member_count = len(export.member_ids) or everybody

    def action_download(self):
        """Download the workbook."""
        self.ensure_one()
        self._ensure_may_export()
        return {
            "type": "ir.actions.act_url",
            "url": f"/distribution/member-export/{self.id}",
            "target": "download",
        }

    def _take_members(self):
        """Return the members to write, and keep that they were taken out."""
        self._ensure_may_export()
        members = self.env["distribution.member"]
        domain = [("company_id", "=", self.env.company.id)]
        if self.member_ids:
            domain.append(("id", "in", self.member_ids.ids))
        members = members.search(domain)
        if not members:
            raise UserError(self.env._("There is no member to export."))
        self.env["distribution.audit"]._record(
            "export_personal",
            members.browse(),
            new_value=len(members),
            reason=self.env._("Export of members in the format of the import"),
        )
        return members

    def _ensure_may_export(self):
        if not self.env.user.has_group("base.group_allow_export"):
            self.env["distribution.audit"]._record_refused(
                "export_personal", self.env["distribution.member"]
            )
            raise AccessError(
                self.env._("You may not export. Ask the administrator for the right to do so.")
            )
