from odoo import fields, models

from ..queries import upline_closure


class DistributionMemberBranchMixin(models.AbstractModel):
    """The branch below a member: how many they are, and who."""

    _name = "distribution.member.branch.mixin"
    _description = "Branch of a Member"

    downline_count = fields.Integer("Downline Members", compute="_compute_downline_count")

    # === COMPUTE METHODS === #

    def _compute_downline_count(self):
        """Count the members of the whole branch below, not only the direct ones."""
        counts = self._count_branches()
        for member in self:
            member.downline_count = counts.get(member._origin.id, 0)

    # === CRUD METHODS === #

    def unlink(self):
        """Override of `base`: the closure has no foreign keys that would do it."""
        result = super().unlink()
        self.env.cr.execute(upline_closure.delete(self.ids))
        return result

    # === ACTION METHODS === #

    def action_open_downline(self):
        """Open the members of the whole branch below."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_member_action"
        )
        domain = [("id", "child_of", self.id), ("id", "!=", self.id)]
        return {**action, "domain": domain, "context": {}}

    # === HELPERS === #

    def _count_branches(self):
        """Return the number of visible members below each of `self` today, by one query."""
        visible = self.env["distribution.member"]._search([])
        rows = self.env.execute_query(
            upline_closure.count_branches(
                self._origin.ids, fields.Date.context_today(self), visible.subselect()
            )
        )
        return dict(rows)
