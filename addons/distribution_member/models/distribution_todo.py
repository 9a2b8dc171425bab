from odoo import api, fields, models
from odoo.tools.safe_eval import safe_eval


class DistributionTodo(models.Model):
    """A pile of work on the first screen: which records wait, for whom, and where to work on them.

    Addons add piles as data; people do not edit them.
    """

    _name = "distribution.todo"
    _description = "Pile of Work"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    hint = fields.Char(translate=True, help="What to do with the records of the pile.")
    sequence = fields.Integer(default=50)
    icon = fields.Char(default="fa-inbox", help="Font Awesome class.")
    model = fields.Char(required=True)
    domain = fields.Char(
        default="[]", required=True, help="Which records wait; `uid` is the person who looks."
    )
    action_id = fields.Many2one("ir.actions.act_window", required=True, ondelete="cascade")
    group_ids = fields.Many2many("res.groups", help="Whose work it is; empty: everybody's.")
    is_urgent = fields.Boolean(help="A deadline is near or has passed.")
    waiting_count = fields.Integer("Waiting", compute="_compute_waiting_count")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_waiting_count(self):
        """Count what the person may see; there are as many queries as piles, a dozen."""
        for todo in self:
            records = self.env[todo.model]
            may_read = records.has_access("read")
            todo.waiting_count = records.search_count(todo._get_domain()) if may_read else 0

    def _get_domain(self):
        # safe evaluation: a domain of our own data; piles are nobody's to write
        return safe_eval(self.domain, {"uid": self.env.uid})

    def action_open(self):
        """Open the records that wait."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            self.action_id.sudo().get_external_id()[self.action_id.id]  # its name is no secret
        )
        return {**action, "name": self.name, "domain": self._get_domain(), "context": {}}
