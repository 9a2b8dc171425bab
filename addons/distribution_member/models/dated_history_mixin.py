from odoo import api, fields, models

from ..queries import first_history


class DistributionDatedHistoryMixin(models.AbstractModel):
    """What was true of a member from one day to the next: half-open periods, no overlaps."""

    _name = "distribution.dated.history.mixin"
    _description = "Dated History of a Member"
    _order = "member_id, date_from desc"

    # The field of the member that the rows keep; of the same name in both.
    _dated_field: str

    member_id = fields.Many2one(
        "distribution.member", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="member_id.company_id")
    date_from = fields.Date("From", required=True, readonly=True, help="First day it holds.")
    date_to = fields.Date(
        "Until", readonly=True, help="First day it does not hold any more; empty: still holds."
    )
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one(
        "res.users", "Recorded by", default=lambda self: self.env.uid, readonly=True
    )

    # One row per member and day, without the extension btree_gist that some servers lack.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(member_id, member_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[)') WITH &&)",
        "Two periods of this member overlap. Correct the dates so that they follow each other.",
    )

    @api.depends("date_from", "date_to")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.member_id.display_name} {row.date_from} – {row.date_to or ''}"

    @api.model
    def _begin(self, members):
        """Begin the history of new members: what they are holds from their first day on."""
        members.flush_model(["date_start", self._dated_field])
        query = first_history.begin(
            self._table,
            self._dated_field,
            members.ids,
            reason=self.env._("Start of membership"),
            user_id=self.env.uid,
        )
        self.env.cr.execute(query)
        self.invalidate_model()
        shown = self.pool.field_inverses[self._fields["member_id"]]
        members.invalidate_recordset([field.name for field in shown])

    @api.model
    def _apply_from(self, member, date, values):
        """Make `values` hold for `member` from `date` on, and return the new row.

        Later rows are superseded; the row that covers `date` ends there.
        """
        member.ensure_one()
        history = self.search([("member_id", "=", member.id)])
        history.filtered(lambda row: row.date_from >= date).unlink()
        history.exists().filtered(lambda row: not row.date_to or row.date_to > date).write(
            {"date_to": date}
        )
        self.flush_model()
        return self.create({**values, "member_id": member.id, "date_from": date})

    @api.model
    def _get_on(self, members, date):
        """Return the rows of `members` that hold on `date`."""
        return self.search(
            [
                ("member_id", "in", members.ids),
                ("date_from", "<=", date),
                "|",
                ("date_to", "=", False),
                ("date_to", ">", date),
            ]
        )
