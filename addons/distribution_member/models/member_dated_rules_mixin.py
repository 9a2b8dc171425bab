from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..queries import dated_rules


class DistributionMemberDatedRulesMixin(models.AbstractModel):
    """Uplines and levels that are planned must fit together on the day they come, not only now."""

    _name = "distribution.member.dated.rules.mixin"
    _description = "Rules of a Member on Every Day"

    def _check_ranks_from(self, date):
        """Refuse written histories in which a rank does not fall on `date` or on a later day."""
        self._check_ranks_of(dated_rules.written_bonds(self.ids), date)

    def _check_ranks_under(self, upline, date):
        """Refuse an upline below which a rank would not fall on `date` or on a later day."""
        self._check_ranks_of(dated_rules.wanted_bonds(self.ids, upline.id, date), date)

    def _check_ranks_of(self, bonds, date):
        self.env["distribution.member.upline"].flush_model()
        self.env["distribution.member.level"].flush_model()
        for member_id, rank, upline_id, upline_rank, first_day in self.env.execute_query(
            dated_rules.ranks_not_falling(bonds, date)
        ):
            # sudo: the rule holds also towards members that the user may not see
            member_sudo, upline_sudo = self.sudo().browse([member_id, upline_id])
            raise ValidationError(
                self.env._(
                    "On %(date)s, %(upline)s (rank %(upline_rank)s) cannot be the upline of"
                    " %(member)s (rank %(rank)s): the rank must fall from upline to downline."
                    " Choose another upline, another level or another day.",
                    date=format_date(self.env, first_day),
                    upline=upline_sudo.display_name,
                    upline_rank=upline_rank,
                    member=member_sudo.display_name,
                    rank=rank,
                )
            )

    def _check_depth_from(self, date):
        """Refuse written histories in which a branch is too deep on `date` or on a later day."""
        if not self.env["distribution.level"]._is_depth_limited():
            return
        self.env["distribution.member.level"].flush_model()
        for upper_id, depth, allowed, first_day in self.env.execute_query(
            dated_rules.branches_too_deep(self.ids, date)
        ):
            raise ValidationError(
                self.env._(
                    "On %(date)s, %(member)s would have %(depth)s levels of downline, but its"
                    " level allows %(allowed)s. Choose another upline, another level or another"
                    " day.",
                    date=format_date(self.env, first_day),
                    member=self.sudo().browse(upper_id).display_name,  # it may be out of sight
                    depth=depth,
                    allowed=allowed,
                )
            )
