from odoo import fields, models


class DistributionAffectedMixin(models.AbstractModel):
    """A wizard that shows what a change touches before it is confirmed.

    Each addon counts what it knows: a field `<what>_count` that depends on `affected_ids`, by one
    query, and the action that opens these records. What a user may not read is not counted, so
    that every number opens as many records as it says.
    """

    _name = "distribution.affected.mixin"
    _description = "What a Change Touches"

    affected_ids = fields.Many2many(
        "distribution.member",
        string="Members Concerned",
        compute="_compute_affected_ids",
        help="The change touches what these members have.",
    )

    # === COMPUTE METHODS === #

    def _compute_affected_ids(self):
        """Override to set the members whom the change concerns, all visible to the user."""
        self.affected_ids = False

    # === HELPERS === #

    def _count_affected(self, model, domain):
        """Return how many records of a model the user may read; none without the right."""
        records = self.env[model]
        return records.search_count(domain) if records.has_access("read") else 0

    def _open_affected(self, action_id, domain):
        """Return the action that opens the records that were counted."""
        action = self.env["ir.actions.actions"]._for_xml_id(action_id)
        return {**action, "domain": domain, "context": {}}
