from odoo import fields, models

from ..queries import portal_performance

OWN = (
    *("date", "actual", "projected", "target", "attainment_percent", "pace_percent", "pace"),
    *("growth_percent", "growth_year_percent", "punctuality_percent", "return_rate_percent"),
    *("actual_ytd", "target_ytd", "attainment_ytd_percent", "score"),
    *("rank", "rank_count", "region_rank", "region_rank_count", "state"),
)


class DistributionMemberPerformanceMixin(models.AbstractModel):
    """How a member does, for its own people and for ours."""

    _name = "distribution.member.performance.mixin"
    _description = "Performance of a Member"

    performance_pace = fields.Float(
        "Pace (%)",
        compute="_compute_performance_pace",
        help="Of the running month: what is reached at this rate.",
    )
    performance_rank = fields.Char(compute="_compute_performance_pace")
    performance_warning_count = fields.Integer(
        "Warnings", compute="_compute_performance_warning_count"
    )

    # === COMPUTE METHODS === #

    def _compute_performance_pace(self):
        self.performance_pace, self.performance_rank = 0.0, False
        rows = self.env["distribution.performance"].search_fetch(
            [("member_id", "in", self.ids)],
            ["member_id", "pace_percent", "rank", "rank_count"],
            order="date",
        )
        for row in rows:  # the latest one wins
            row.member_id.performance_pace = row.pace_percent
            row.member_id.performance_rank = f"{row.rank}/{row.rank_count}"

    def _compute_performance_warning_count(self):
        counts = dict(
            self.env["distribution.performance.warning"]._read_group(
                [("member_id", "in", self.ids), ("state", "=", "open")], ["member_id"], ["__count"]
            )
        )
        for member in self:
            member.performance_warning_count = counts.get(member, 0)

    # === ACTION METHODS === #

    def action_open_performance(self):
        """Open the months of the member."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_performance_action"
        )
        return {**action, "domain": [("member_id", "=", self.id)], "context": {}}

    def action_open_performance_warnings(self):
        """Open the warnings about the member."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_performance_warning_action"
        )
        return {**action, "domain": [("member_id", "=", self.id)], "context": {}}

    # === PORTAL === #

    def _prepare_portal_performance(self):
        """Return what a distributor is shown of its latest month, in three queries.

        The caller has checked that the user may see the money of this member. Names
        and amounts of others are masked here, unless the company shows them.

        :return: {"own": {…}, "top": [{rank, name, actual, score, is_own}], "team": {…}}, or None
            when nothing was computed yet
        """
        row = self._read_own_month()
        if not row:
            return None
        company_id, month = row["company_id"], row["date"]
        best = portal_performance.top(
            company_id, month, self.id, shows_names=bool(row["shows_names"])
        )
        team = portal_performance.team(self.id, row["parent_path"], company_id, month)
        [team_sums] = self.env.execute_query_dict(team)
        return {
            "own": {name: row[name] for name in OWN},
            "top": self.env.execute_query_dict(best),
            "team": team_sums,
        }

    def _read_own_month(self):
        """Return the latest month of the member as it is kept, or None."""
        self.ensure_one()
        rows = self.env.execute_query_dict(portal_performance.own_month(self.id))
        return rows[0] if rows else None
