from odoo import fields, models


class DistributionLevel(models.Model):
    _name = "distribution.level"
    _description = "Distribution Level"
    _order = "rank, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name used in imports and reports.")
    rank = fields.Integer(
        required=True,
        default=1,
        help="1 is closest to the manufacturer. An upline's rank is lower than its downline's.",
    )
    pricelist_id = fields.Many2one(
        "product.pricelist",
        check_company=True,
        help="Price list that members of this level buy at.",
    )
    company_id = fields.Many2one(
        "res.company",
        default=lambda self: self.env.company,
        help="Empty: shared by all companies.",
    )
    active = fields.Boolean(default=True)
    member_count = fields.Integer("Members", compute="_compute_member_count")

    _check_company_auto = True
    _code_unique = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "Another level has this code already."
    )
    _rank_positive = models.Constraint("CHECK (rank > 0)", "A level's rank starts at 1.")

    def _compute_member_count(self):
        counts = dict(
            self.env["distribution.member"]._read_group(
                [("level_id", "in", self.ids)], ["level_id"], ["__count"]
            )
        )
        for level in self:
            level.member_count = counts.get(level, 0)

    def write(self, vals):
        """Override of `base`: the members of the level buy at its new price list at once."""
        result = super().write(vals)
        if "pricelist_id" in vals:
            members = self.env["distribution.member"].search([("level_id", "in", self.ids)])
            members._apply_level_pricelist()
        return result

    def action_open_members(self):
        """Open the members of this level."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_member_action"
        )
        return {**action, "domain": [("level_id", "=", self.id)], "context": {}}
