from odoo import models


class DistributionMemberAuditMixin(models.AbstractModel):
    """Acts on a member that no method of their own records: plain writes and exports."""

    _name = "distribution.member.audit.mixin"
    _description = "Audit of a Member"

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base` to record a change of region."""
        before = {member: member.region_id for member in self} if "region_id" in vals else {}
        result = super().write(vals)
        for member, region in before.items():
            if member.region_id != region:
                self.env["distribution.audit"]._record(
                    "region_change",
                    member,
                    field="region_id",
                    old_value=region.display_name,
                    new_value=member.region_id.display_name,
                )
        return result

    def export_data(self, fields_to_export):
        """Override of `base` to record who took members out of the system."""
        data = super().export_data(fields_to_export)
        if self:
            self.env["distribution.audit"]._record(
                "export_personal", self, new_value=", ".join(fields_to_export)
            )
        return data
