from odoo import fields, models

from ..queries.kpi_permissions import permissions


class DistributionKpiPermission(models.Model):
    """A model of the product: its rights, and its rules where rows belong to a company or member.

    `ir.model` itself is for administrators; this says what the figure is about and nothing more.
    """

    _name = "distribution.kpi.permission"
    _description = "Permissions of a Model"
    _auto = False
    _order = "is_covered, name"

    name = fields.Char("Technical Name", readonly=True)
    model_id = fields.Integer("Model Number", readonly=True)
    label = fields.Char("Model", compute="_compute_label")
    right_count = fields.Integer("Rights", readonly=True, help="Rights given to a role.")
    rule_count = fields.Integer("Rules", readonly=True, help="Rules that say which rows.")
    needs_rule = fields.Boolean(
        "Rows Have an Owner", readonly=True, help="Rows belong to a company or to a member."
    )
    is_covered = fields.Boolean(
        "Covered", readonly=True, help="It has a right, and a rule where it needs one."
    )
    coverage = fields.Float("Covered (%)", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return permissions()

    def _compute_label(self):
        # sudo: how a model is called is on every screen
        labels = {
            model.id: model.name
            for model in self.env["ir.model"].sudo().browse(self.mapped("model_id"))
        }
        for row in self:
            row.label = labels.get(row.model_id)
