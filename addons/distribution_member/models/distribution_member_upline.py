from odoo import fields, models


class DistributionMemberUpline(models.Model):
    """Under whom a member stood, from which day to which day."""

    _name = "distribution.member.upline"
    _description = "Upline History"
    _inherit = ["distribution.dated.history.mixin"]
    _dated_field = "upline_id"

    upline_id = fields.Many2one(
        "distribution.member",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        help="Empty: directly under the manufacturer.",
    )

    _chain_index = models.Index("(member_id, date_from, date_to, upline_id)")
