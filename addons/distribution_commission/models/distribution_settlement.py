from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..queries import settlement_entries, statement_totals


class DistributionSettlement(models.Model):
    """One run of one cycle over one period: what every member is owed for it."""

    _name = "distribution.settlement"
    _description = "Settlement"
    _inherit = [
        "mail.thread",
        "distribution.state.machine.mixin",
        "distribution.control.totals.mixin",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    cycle_id = fields.Many2one(
        "distribution.settlement.cycle",
        required=True,
        check_company=True,
        ondelete="restrict",
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date("Last Day", required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("computed", "Computed"), ("published", "Published")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_published = fields.Date("Published on", readonly=True, copy=False)
    delay_days = fields.Integer(
        "Delay (days)",
        compute="_compute_delay_days",
        help="Days from the end of the period to its publication. The promise is 3.",
    )
    statement_ids = fields.One2many("distribution.statement", "settlement_id", "Statements")
    statement_count = fields.Integer(compute="_compute_totals")
    opening_balance = fields.Monetary(compute="_compute_totals")
    earned = fields.Monetary(compute="_compute_totals")
    clawback = fields.Monetary(compute="_compute_totals")
    payable = fields.Monetary(compute="_compute_totals")
    carried = fields.Monetary(compute="_compute_totals")

    _period_unique = models.UniqueIndex(
        "(cycle_id, company_id, date_from)", "This period of the cycle has a settlement already."
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_to >= date_from)", "The period ends before it begins."
    )

    # === COMPUTE METHODS === #

    @api.depends("cycle_id.name", "date_from", "date_to")
    def _compute_name(self):
        for settlement in self:
            settlement.name = settlement._build_name()

    @api.depends("cycle_id.name", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Override of `base`: `name` keeps the language that it was stored in, for searches."""
        for settlement in self:
            settlement.display_name = settlement._build_name()

    @api.depends("date_published", "date_to")
    def _compute_delay_days(self):
        for settlement in self:
            end = settlement.date_published or settlement.company_id._get_distribution_today()
            settlement.delay_days = (
                max(0, (end - settlement.date_to).days) if settlement.date_to else 0
            )

    @api.depends("state")
    def _compute_totals(self):
        figures = ["opening_balance", "earned", "clawback", "payable", "carried"]
        totals = {
            settlement: sums
            for settlement, *sums in self.env["distribution.statement"]._read_group(
                [("settlement_id", "in", self.ids)],
                ["settlement_id"],
                ["__count", *(f"{figure}:sum" for figure in figures)],
            )
        }
        for settlement in self:
            sums = totals.get(settlement._origin, [0] * (len(figures) + 1))
            for figure, value in zip(["statement_count", *figures], sums, strict=True):
                settlement[figure] = value

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
            ("draft", "computed"), self.env._("%(record)s is %(state)s and cannot be deleted.")
        )

    def unlink(self):
        """Override of `base` to give the entries back before the draft statements go."""
        for settlement in self:
            self.env.flush_all()
            self.env.cr.execute(settlement_entries.release_entries(settlement.id))
        self.env.invalidate_all()
        self.statement_ids.sudo().unlink()  # draft statements go with their settlement
        return super().unlink()

    # === ACTION METHODS === #

    def action_compute(self):
        """Make the statements of the period, or make them anew: the result is the same."""
        for settlement in self:
            settlement._ensure_state(
                ("draft", "computed"),
                self.env._("%(record)s is %(state)s and cannot be computed again."),
            )
            settlement._ensure_period_over()
            settlement._ensure_earlier_published()
            settlement.check_access("write")
            settlement._write_state("computed")
            settlement._compute_statements()
        return True

    def action_publish(self):
        """Number the statements and show them to the members; from now on they are frozen."""
        for settlement in self:
            settlement._ensure_state(
                ("computed",), self.env._("%(record)s is %(state)s. Compute it first.")
            )
            settlement.check_access("write")
            settlement._ensure_totals_meet()
            # Updating the row makes a second run at the same time fail instead of doubling.
            settlement._write_state(
                "published", date_published=settlement.company_id._get_distribution_today()
            )
            self.env.flush_all()
            self.env.cr.execute(
                statement_totals.number_and_publish(settlement.id, settlement._build_prefix())
            )
            self.env.invalidate_all()
        return True

    def action_open_statements(self):
        """Open the statements of this settlement."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_statement_action"
        )
        return {**action, "domain": [("settlement_id", "=", self.id)], "context": {}}

    # === BUSINESS METHODS === #

    @api.model
    def _cron_compute(self):
        """Compute the period of every cycle that is over, ready to be checked and published."""
        for cycle in self.env["distribution.settlement.cycle"].search([("active", "=", True)]):
            first = cycle._get_period(cycle.company_id._get_distribution_today())[0]
            date_from, date_to = cycle._get_period(first - relativedelta(days=1))
            settlement = self._ensure_settlement(cycle, date_from, date_to)
            if settlement.state == "draft" and not settlement._find_unpublished_before():
                settlement.action_compute()

    # === HELPERS === #

    def _ensure_settlement(self, cycle, date_from, date_to):
        """Return the settlement of a period, made where there is none."""
        return self.search(
            [("cycle_id", "=", cycle.id), ("date_from", "=", date_from)], limit=1
        ) or self.create(
            {
                "cycle_id": cycle.id,
                "company_id": cycle.company_id.id,
                "date_from": date_from,
                "date_to": date_to,
            }
        )

    def _compute_statements(self):
        self.env.flush_all()
        for step in (
            settlement_entries.release_entries(self.id),
            settlement_entries.open_statements(self.id, self.env.uid),
            settlement_entries.assign_entries(self.id),
            settlement_entries.drop_empty_statements(self.id),
            statement_totals.fill_totals(self.id),
        ):
            self.env.cr.execute(step)
        self.env.invalidate_all()

    def _ensure_period_over(self):
        if self.date_to >= self.company_id._get_distribution_today():
            raise UserError(
                self.env._(
                    "The period lasts until %(day)s. Compute it from the day after.",
                    day=format_date(self.env, self.date_to),
                )
            )

    def _find_unpublished_before(self):
        return self.search(
            [
                ("cycle_id", "=", self.cycle_id.id),
                ("company_id", "=", self.company_id.id),
                ("date_to", "<", self.date_from),
                ("state", "!=", "published"),
            ],
            limit=1,
        )

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
        later = self.search(
            [
                ("cycle_id", "=", self.cycle_id.id),
                ("company_id", "=", self.company_id.id),
                ("date_from", ">", self.date_to),
                ("state", "=", "published"),
            ],
            limit=1,
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
        month = f"{self.date_from:%Y-%m}" if self.date_from else ""
        return f"{self.cycle_id.name or ''} {month}".strip()

    def _build_prefix(self):
        return f"{self.cycle_id.code}/{self.date_to:%Y%m}/"
