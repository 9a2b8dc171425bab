from odoo import fields, models


class DistributionMemberLevel(models.Model):
    """At which level a member stood, from which day to which day."""

    _name = "distribution.member.level"
    _description = "Level History"
    _inherit = ["distribution.dated.history.mixin"]
    _dated_field = "level_id"

    level_id = fields.Many2one(
        "distribution.level", required=True, index=True, ondelete="restrict", readonly=True
    )

    _day_index = models.Index("(member_id, date_from, date_to, level_id)")
