from odoo import api, fields, models

FREEZE_KINDS = [
    ("order", "Orders"),
    ("commission", "Commission"),
    ("payout", "Payout"),
    ("portal", "Portal"),
]
FREEZE_ORIGINS = [("manual", "Set by a Person"), ("expiry", "Authorisation Expired")]


class DistributionMemberFreeze(models.Model):
    """What a member may not do, from which day to which day.

    A freeze that is lifted before it began keeps its row, with an empty period.
    """

    _name = "distribution.member.freeze"
    _description = "Freeze of a Member"
    _inherit = ["distribution.dated.history.mixin", "distribution.append.only.mixin"]
    _order = "date_from desc, id desc"

    kind = fields.Selection(FREEZE_KINDS, "What", required=True, readonly=True, index=True)
    origin = fields.Selection(FREEZE_ORIGINS, required=True, default="manual", readonly=True)
    lift_reason = fields.Char("Lifted because", readonly=True)
    lift_user_id = fields.Many2one("res.users", "Lifted by", readonly=True)

    _frozen_fields = ("member_id", "kind", "origin", "date_from", "user_id")
    _erasable_fields = ("reason",)
    # The end may be set, and brought forward; what has ended stays ended.
    _refused_change = (
        "OLD.date_to IS NOT NULL AND (NEW.date_to IS NULL OR NEW.date_to > OLD.date_to)"
    )

    # One row per member, kind and day, without btree_gist: kinds are counted out.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(member_id, member_id, '[]') WITH &&,"
        " int4range(CASE kind WHEN 'order' THEN 1 WHEN 'commission' THEN 2 WHEN 'payout' THEN 3"
        " ELSE 4 END, CASE kind WHEN 'order' THEN 1 WHEN 'commission' THEN 2 WHEN 'payout' THEN 3"
        " ELSE 4 END, '[]') WITH &&, daterange(date_from, date_to, '[)') WITH &&)",
        "The member is frozen on some of these days already. Lift that freeze first.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The freeze ends before it begins."
    )
    _standing_index = models.Index("(member_id, kind, date_from, date_to)")

    # === HELPERS === #

    @api.model
    def _erase_texts(self, member, identifiers):
        """Erase why the member was frozen, and what others' reasons say about the person."""
        own = fields.Domain("member_id", "=", member.id)
        self._erase_texts_about(own, identifiers, ("reason", "lift_reason"))
