from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..queries.notices import mark_read

NOTICE_STATES = [("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")]


class DistributionNotice(models.Model):
    """What we tell distributors on their home page, and who has read it."""

    _name = "distribution.notice"
    _description = "Notice to Distributors"
    _inherit = ["distribution.state.machine.mixin"]
    _order = "is_pinned desc, date_from desc, id desc"

    name = fields.Char("Title", required=True)
    body = fields.Html(required=True, sanitize=True, sanitize_attributes=True, sanitize_form=True)
    date_from = fields.Date(
        "Shown From", required=True, default=fields.Date.context_today, copy=False
    )
    date_to = fields.Date("Shown Until", copy=False, help="Last day. Empty: until withdrawn.")
    is_pinned = fields.Boolean("Pinned", help="Stays at the top while it is shown.")
    level_ids = fields.Many2many(
        "distribution.level", string="Levels", help="Empty: members of all levels."
    )
    region_ids = fields.Many2many(
        "distribution.region",
        string="Regions",
        help="Members of these regions and of the regions inside them. Empty: all regions.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        NOTICE_STATES, required=True, default="draft", readonly=True, copy=False
    )
    receipt_ids = fields.One2many("distribution.notice.receipt", "notice_id", "Read By")
    receipt_count = fields.Integer("Read", compute="_compute_receipt_count")

    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The notice ends before it begins."
    )
    _shown_index = models.Index("(company_id, date_from) WHERE state = 'published'")

    # === COMPUTE METHODS === #

    def _compute_receipt_count(self):
        counts = dict(
            self.env["distribution.notice.receipt"]._read_group(
                [("notice_id", "in", self.ids)], ["notice_id"], ["__count"]
            )
        )
        for notice in self:
            notice.receipt_count = counts.get(notice, 0)

    # === CONSTRAINT METHODS === #

    @api.constrains("region_ids", "state")
    def _check_regions(self):
        """A regional manager speaks to the own regions only.

        Odoo checks constraints as superuser, so it is the user that decides, not `env.su`.
        """
        user = self.env.user
        if user._is_superuser() or user.has_group("distribution_member.group_distribution_admin"):
            return
        own = self.env["distribution.region"].search(
            [("id", "child_of", user.distribution_region_ids.ids)]
        )
        for notice in self:
            if not notice.region_ids or notice.region_ids - own:
                raise ValidationError(
                    self.env._(
                        "Choose regions that you manage: “%(notice)s” would reach others, too.",
                        notice=notice.name,
                    )
                )

    # === ACTION METHODS === #

    def action_publish(self):
        """Show the notices in the portal from their first day on."""
        self.check_access("write")
        self._ensure_state(("draft", "withdrawn"), self.env._("%(record)s is %(state)s already."))
        self._write_state("published")

    def action_withdraw(self):
        """Take the notices out of the portal; who has read them stays recorded."""
        self.check_access("write")
        self._ensure_state(
            ("published",), self.env._("%(record)s is %(state)s and is not shown anyway.")
        )
        self._write_state("withdrawn")

    def action_open_receipts(self):
        """Open who has read the notice, and when."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_notice_receipt_action"
        )
        return {**action, "domain": [("notice_id", "=", self.id)], "context": {}}

    # === PORTAL === #

    @api.model
    def _find_for(self, member, limit=None, offset=0):
        """Return the notices that the member's people see today, pinned ones first."""
        return self.search(self._get_domain_for(member), limit=limit, offset=offset)

    @api.model
    def _get_domain_for(self, member):
        today = fields.Date.context_today(self)
        regions = [int(part) for part in member.region_id.parent_path.split("/")[:-1]]
        return (
            Domain("state", "=", "published")
            & Domain("company_id", "=", member.company_id.id)
            & Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
            & (Domain("level_ids", "=", False) | Domain("level_ids", "in", member.level_id.ids))
            & (Domain("region_ids", "=", False) | Domain("region_ids", "in", regions))
        )

    @api.model
    def _count_unread(self, member):
        """Return how many of them the user has not opened."""
        unread = ~Domain("receipt_ids", "any", [("user_id", "=", self.env.uid)])
        return self.search_count(self._get_domain_for(member) & unread)

    def _mark_read(self):
        """Record that the user has opened the notices, once."""
        self.env.cr.execute(mark_read(self.ids, self.env.uid))
        self.invalidate_recordset(["receipt_ids", "receipt_count"])
