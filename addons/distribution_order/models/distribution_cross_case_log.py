from odoo import fields, models

STEPS = [
    ("reported", "Reported"),
    ("checking", "Taken Up"),
    ("evidence", "Evidence"),
    ("hearing", "Statement Asked for"),
    ("reminder", "Reminder"),
    ("answer", "Statement"),
    ("passed", "Deadline Passed"),
    ("confirmed", "Well-Founded"),
    ("unfounded", "Unfounded"),
    ("measure", "Measure Taken"),
    ("objection", "Objection"),
    ("closed", "Case Closed"),
]


class DistributionCrossCaseLog(models.Model):
    """What happened in a case, step by step; the database refuses to change it."""

    _name = "distribution.cross.case.log"
    _description = "Timeline of a Case of Cross-Region Selling"
    _inherit = ["distribution.append.only.mixin"]
    _order = "id"
    _rec_name = "step"
    _frozen_fields = ("case_id", "date", "user_id", "step", "is_shared")
    _erasable_fields = ("text",)

    case_id = fields.Many2one(
        "distribution.cross.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        "res.users", "By", readonly=True, ondelete="restrict", default=lambda self: self.env.uid
    )
    step = fields.Selection(STEPS, required=True, readonly=True)
    text = fields.Text(readonly=True)
    is_shared = fields.Boolean(
        "Shown to the Member", readonly=True, help="The suspected member reads it in its portal."
    )
