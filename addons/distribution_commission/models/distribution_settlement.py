from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..queries import period_bonus, settlement_entries, statement_totals

OPEN_STATES = ("draft", "computed")


class DistributionSettlement(models.Model):
    """One run of one cycle over one period: what every member is owed for it."""

    _name = "distribution.settlement"
    _description = "Settlement"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "distribution.state.machine.mixin",
        "distribution.settlement.clock.mixin",
        "distribution.settlement.figures.mixin",
        "distribution.withholding.mixin",
        "distribution.control.totals.mixin",
        "distribution.settlement.approval.mixin",
        "distribution.settlement.seal.mixin",
        "distribution.settlement.payout.mixin",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _state_fields = (
        *("computed_by_id", "approval_count", "publication", "date_published"),
        *("seal", "seal_previous", "seal_key", "seal_body"),
    )

    name = fields.Char(compute="_compute_name", store=True)
    cycle_id = fields.Many2one(
        "distribution.settlement.cycle",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date("Last Day", required=True)
    publication = fields.Integer(
        "Publication No.",
        readonly=True,
        copy=False,
        help="Counts the publications of a company; the tax of a month depends on their order.",
    )
    statement_ids = fields.One2many("distribution.statement", "settlement_id", "Statements")

    _period_unique = models.UniqueIndex(
        "(cycle_id, company_id, date_from)", "This period of the cycle has a settlement already."
    )
    _publication_unique = models.UniqueIndex(
        "(company_id, publication) WHERE publication IS NOT NULL AND publication <> 0",
        "Another settlement was published at the same moment. Compute this one again, then publish"
        " it.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "The period ends before it begins."
    )

    # === COMPUTE METHODS === #

    @api.depends("cycle_id.name", "cycle_id.frequency", "date_from", "date_to")
    def _compute_name(self):
        for settlement in self:
            settlement.name = settlement._build_name()

    @api.depends("cycle_id.name", "cycle_id.frequency", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Override of `base`: `name` keeps the language that it was stored in, for searches."""
        for settlement in self:
            settlement.display_name = settlement._build_name()

    @api.onchange("cycle_id", "date_from")
    def _onchange_period(self):
        """Propose the last period that is over, and keep the dates to a period of the cycle."""
        if self.cycle_id:
            today = self.company_id._get_distribution_today()
            day = self.date_from or self.cycle_id._get_period(today)[0] - relativedelta(days=1)
            self.date_from, self.date_to = self.cycle_id._get_period(day)

    # === CONSTRAINT METHODS === #

    @api.constrains("cycle_id", "date_from", "date_to")
    def _check_period(self):
        for settlement in self:
            if (settlement.date_from, settlement.date_to) != settlement.cycle_id._get_period(
                settlement.date_from
            ):
                raise UserError(
                    self.env._(
                        "%(from)s to %(to)s is no period of the cycle %(cycle)s.",
                        **{"from": settlement.date_from, "to": settlement.date_to},
                        cycle=settlement.cycle_id.name,
                    )
                )

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._ensure_state(
            OPEN_STATES, self.env._("%(record)s is %(state)s and cannot be deleted.")
        )

    def unlink(self):
        """Override of `base` to give the entries back before the draft statements go."""
        self.check_access("unlink")
        for settlement in self:
            settlement._take_back()
        self.env.invalidate_all()
        self.statement_ids.sudo().unlink()  # draft statements go with their settlement
        return super().unlink()

    # === ACTION METHODS === #

    def action_compute(self):
        """Make the statements of the period, or make them anew: the result is the same."""
        for settlement in self:
            settlement._ensure_state(
                OPEN_STATES,
                self.env._("%(record)s is %(state)s and cannot be computed again."),
            )
            settlement._ensure_period_over()
            settlement._ensure_earlier_published()
            settlement._ensure_withholding_table()
            settlement._write_state("computed", **settlement._reset_approvals())
            settlement._compute_statements()
            settlement._record_totals()
        return True

    def action_publish(self):
        """Number the statements and show them to the members; from now on they are frozen."""
        for settlement in self:
            settlement._ensure_state(
                ("computed",), self.env._("%(record)s is %(state)s. Compute it first.")
            )
            settlement._ensure_totals_meet()
            settlement._ensure_approved()
            # Updating the row makes a second run at the same time fail instead of doubling; so does
            # the number of the publication for another settlement of the company.
            settlement._write_state(
                "published",
                date_published=settlement.company_id._get_distribution_today(),
                publication=settlement._find_last_publication() + 1,
            )
            settlement._publish_statements()
            settlement._record_totals()
            settlement._finish_reminders()
            settlement.statement_ids._trigger_mails()
        return True

    # === HELPERS === #

    def _compute_statements(self):
        self._run(
            period_bonus.insert_bonuses(self.id),
            settlement_entries.take_back_moved_entries(self.id),
            settlement_entries.take_back_releases(self.id),
            settlement_entries.open_statements(self.id, self.env.uid),
            settlement_entries.count_statements(),
            settlement_entries.assign_entries(self.id),
            settlement_entries.assign_releases(self.id),
            settlement_entries.drop_empty_statements(self.id),
            statement_totals.fill_totals(self.id, self._build_withholding()),
        )

    def _publish_statements(self):
        prefix = self.cycle_id._build_number_prefix(self.date_from, self.date_to)
        self._run(
            statement_totals.number_and_publish(self.id, prefix),
            settlement_entries.seal_releases(self.id),
        )
        self._seal_run()

    def _take_back(self):
        """Give entries and holdbacks back, as if it had never been computed."""
        self._run(
            settlement_entries.take_back_entries(self.id),
            settlement_entries.take_back_releases(self.id),
        )

    def _run(self, *steps):
        self.env.flush_all()
        for step in steps:
            self.env.cr.execute(step)
        self.env.invalidate_all()

    def _find_last_publication(self):
        last = self.search(
            [("company_id", "=", self.company_id.id), ("publication", ">", 0)],
            order="publication desc",
            limit=1,
        )
        return last.publication

    def _ensure_period_over(self):
        if self.date_to >= self.company_id._get_distribution_today():
            raise UserError(
                self.env._(
                    "The period lasts until %(day)s. Compute it from the day after.",
                    day=format_date(self.env, self.date_to),
                )
            )

    def _find_sibling(self, *conditions):
        """Return another settlement of the cycle that meets some conditions."""
        same = [("cycle_id", "=", self.cycle_id.id), ("company_id", "=", self.company_id.id)]
        return self.search([*same, *conditions], limit=1)

    def _find_unpublished_before(self):
        return self._find_sibling(("date_to", "<", self.date_from), ("state", "in", OPEN_STATES))

    def _ensure_earlier_published(self):
        """Refuse to go on before the balances to carry are known."""
        earlier = self._find_unpublished_before()
        if earlier:
            raise UserError(
                self.env._(
                    "Publish %(earlier)s first: its balances are carried to this settlement.",
                    earlier=earlier.display_name,
                )
            )
        later = self._find_sibling(
            ("date_from", ">", self.date_to), ("state", "not in", OPEN_STATES)
        )
        if later:
            raise UserError(
                self.env._(
                    "%(later)s is published already. What is left of earlier periods is settled"
                    " with the next one.",
                    later=later.display_name,
                )
            )

    def _build_name(self):
        cycle = self.cycle_id
        period = ""
        if cycle and self.date_from and self.date_to:
            period = cycle._name_period(self.date_from, self.date_to)
        return f"{cycle.name or ''} {period}".strip()
