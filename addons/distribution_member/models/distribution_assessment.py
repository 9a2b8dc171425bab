from odoo import fields, models
from odoo.exceptions import UserError

CONCLUSIONS = [
    ("acceptable", "Acceptable"),
    ("with_measures", "Acceptable with the Measures"),
    ("unacceptable", "Not Acceptable"),
]


class DistributionAssessment(models.Model):
    """Impact assessment of a purpose: need, risks, measures (articles 55 and 56).

    A final one is frozen and cannot be deleted, so it is there for the three years the law asks
    for and longer.
    """

    _name = "distribution.assessment"
    _description = "Impact Assessment"
    _inherit = ["distribution.append.only.mixin", "distribution.state.machine.mixin"]
    _order = "date desc, id desc"
    _rec_name = "purpose_id"

    purpose_id = fields.Many2one(
        "distribution.purpose", required=True, index=True, ondelete="restrict"
    )
    date = fields.Date(required=True, default=fields.Date.context_today, copy=False)
    author_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        copy=False,
    )
    necessity = fields.Text(
        required=True,
        help="Why the purpose, the means and the kinds of data are lawful and needed.",
    )
    risks = fields.Text(
        required=True, help="What could happen to the persons, and how likely it is."
    )
    measures = fields.Text(required=True, help="What protects them, and whether that is enough.")
    conclusion = fields.Selection(CONCLUSIONS, required=True, default="with_measures")
    state = fields.Selection(
        [("draft", "Draft"), ("final", "Final")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )

    _frozen_when = "OLD.state = 'final'"
    _frozen_fields = (
        "purpose_id",
        "date",
        "author_id",
        "necessity",
        "risks",
        "measures",
        "conclusion",
        "state",
    )

    def action_finish(self):
        """Freeze the assessment."""
        self._ensure_state(("draft",), self.env._("%(record)s is %(state)s already."))
        if any(assessment.date > fields.Date.context_today(self) for assessment in self):
            raise UserError(self.env._("An assessment cannot be dated in the future."))
        self._write_state("final")
