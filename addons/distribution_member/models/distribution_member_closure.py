from odoo import fields, models
from odoo.tools.sql import table_exists

from ..queries import upline_closure


class DistributionMemberClosure(models.Model):
    """Who stood above whom, how many steps, from which day to which day.

    It follows from the upline history alone. Whoever writes history calls `_rebuild_for` with the
    members concerned, in the same transaction, however many they are.
    """

    _name = "distribution.member.closure"
    _description = "Uplines of All Depths"
    _auto = False  # `init` makes the table, without the foreign keys that Odoo would add
    _order = "member_id, date_from, depth"

    ancestor_id = fields.Many2one("distribution.member", "Upline", readonly=True)
    member_id = fields.Many2one("distribution.member", readonly=True)
    company_id = fields.Many2one(related="member_id.company_id")
    depth = fields.Integer(readonly=True, help="1: the direct upline.")
    date_from = fields.Date("From", readonly=True, help="First day it holds.")
    date_to = fields.Date(
        "Until", readonly=True, help="First day it does not hold any more; empty: still holds."
    )

    def init(self):
        """Override of `base` to make the table, and to fill it where members exist already."""
        is_new = not table_exists(self.env.cr, self._table)
        self.env.cr.execute(upline_closure.create_table())
        if is_new and table_exists(self.env.cr, "distribution_member_upline"):
            self._rebuild_all()

    # === BUSINESS METHODS === #

    def _rebuild_for(self, member_ids):
        """Bring the closure in line with the history of these members, and with it their downline.

        :param member_ids: all members whose history was written, new ones included
        """
        self.env["distribution.member.upline"].flush_model()
        member_ids = list(member_ids)
        for step in (
            upline_closure.hold_uplines(member_ids),
            upline_closure.delete(member_ids),
            upline_closure.cut_branches(member_ids),
            upline_closure.insert(member_ids),
            upline_closure.graft_branches(member_ids),
        ):
            self.env.cr.execute(step)
        self.invalidate_model()

    def _rebuild_all(self):
        """Make the closure anew from the whole history."""
        self.env["distribution.member.upline"].flush_model()
        self.env.cr.execute(upline_closure.delete())
        self.env.cr.execute(upline_closure.insert())
        self.invalidate_model()

    def _find_differences(self):
        """Return the rows that the closure lacks or has too many; none, unless something is wrong.

        :return: tuples ('missing' or 'surplus', ancestor_id, member_id, depth, date_from, date_to)
        """
        self.env["distribution.member.upline"].flush_model()
        return self.env.execute_query(upline_closure.differences())
