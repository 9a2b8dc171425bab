from odoo import api, fields, models
from odoo.tools import format_date

from .settlement_figures_mixin import FIGURES
from .statement_confirmation_mixin import REFUSED_CONSENT

# Only the release of the holdback is decided later, and that once.
FROZEN_FIELDS = (
    *("settlement_id", "company_id", "currency_id", "member_id", "number"),
    *FIGURES,
    *("entry_count", "holdback_due", "withholding_table_id"),
    *("month_gross_before", "month_tax_before"),
    *("previous_id", "payable_change", "payable_change_percent"),
)


class DistributionStatement(models.Model):
    """What one member gets in one settlement (对账单). Frozen once it is published."""

    _name = "distribution.statement"
    _description = "Statement"
    _inherit = [
        "portal.mixin",
        "mail.thread",
        "distribution.append.only.mixin",
        "distribution.statement.figures.mixin",
        "distribution.statement.seal.mixin",
        "distribution.statement.confirmation.mixin",
        "distribution.statement.dispute.mixin",
        "distribution.statement.payout.mixin",
        "distribution.statement.paper.mixin",
        "distribution.statement.mail.mixin",
    ]
    _order = "date_to desc, member_id, id"
    _rec_name = "number"

    _frozen_fields = FROZEN_FIELDS
    _frozen_when = "OLD.state <> 'draft'"
    _refused_change = (
        "NEW.state = 'draft' OR (OLD.holdback_released_on IS NOT NULL"
        " AND (NEW.holdback_released_on IS DISTINCT FROM OLD.holdback_released_on"
        " OR NEW.holdback_release_id IS DISTINCT FROM OLD.holdback_release_id))"
        " OR (OLD.seal IS NOT NULL AND (NEW.seal IS DISTINCT FROM OLD.seal"
        " OR NEW.seal_place IS DISTINCT FROM OLD.seal_place"
        " OR NEW.seal_previous IS DISTINCT FROM OLD.seal_previous"
        " OR NEW.seal_key IS DISTINCT FROM OLD.seal_key"
        " OR NEW.seal_body IS DISTINCT FROM OLD.seal_body))"
        f" OR {REFUSED_CONSENT}"
    )

    settlement_id = fields.Many2one(
        "distribution.settlement", required=True, readonly=True, index=True, ondelete="restrict"
    )
    member_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    number = fields.Char(readonly=True, copy=False)
    date_from = fields.Date(related="settlement_id.date_from", store=True)
    date_to = fields.Date(related="settlement_id.date_to", store=True)
    entry_ids = fields.One2many("distribution.commission.entry", "statement_id", "Entries")

    payout_freeze_note = fields.Char(
        "Payout Stopped",
        compute="_compute_payout_freeze_note",
        help="Why this is not paid out today; empty: payout of the member is not frozen.",
    )

    _member_unique = models.UniqueIndex(
        "(settlement_id, member_id, currency_id)", "The member has a statement already."
    )
    _number_unique = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "This number is taken."
    )
    _member_index = models.Index("(member_id, date_to)")
    _move_unique = models.UniqueIndex(
        "(move_id) WHERE move_id IS NOT NULL", "A document pays one statement."
    )
    _chain_unique = models.UniqueIndex(
        "(member_id, seal_place) WHERE seal_place > 0", "Two statements follow the same one."
    )
    # What a settlement asks for: holdbacks that nobody has released.
    _holdback_index = models.Index(
        "(company_id, holdback_due) WHERE holdback > 0 AND holdback_released_on IS NULL"
    )
    _consent_is_somebodys = models.Constraint(
        "CHECK (confirmed_on IS NULL OR confirmed_by_id IS NOT NULL)",
        "A statement is confirmed by somebody.",
    )
    _no_silent_consent = models.Constraint(
        "CHECK (state <> 'confirmed' OR confirmed_on IS NOT NULL)",
        "Only the member confirms a statement.",
    )
    _released_by_somebody = models.Constraint(
        "CHECK (holdback_released_on IS NULL OR holdback_release_id IS NOT NULL)",
        "A holdback is released by a statement.",
    )

    # === COMPUTE METHODS === #

    def _compute_access_url(self):
        """Override of `portal`."""
        result = super()._compute_access_url()
        for statement in self:
            statement.access_url = f"/my/distribution/statements/{statement.id}"
        return result

    @api.depends("number", "member_id", "settlement_id.display_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = (
                statement.number
                or f"{statement.settlement_id.display_name} {statement.member_id.display_name}"
            )

    @api.depends("member_id.freeze_payout")
    @api.depends_context("lang")
    def _compute_payout_freeze_note(self):
        freezes = self.member_id.filtered("freeze_payout")._find_freezes_today("payout")
        for statement in self:
            freeze = freezes.get(statement.member_id)
            statement.payout_freeze_note = freeze and self.env._(
                "Payout of %(member)s is stopped since %(date)s: %(reason)s",
                member=statement.member_id.display_name,
                date=format_date(self.env, freeze.date_from),
                reason=freeze.reason,
            )

    # === HELPERS === #

    def _format_day(self, day):
        return format_date(self.env, day)

    def _get_period_name(self):
        """Return the name of the period, such as 2026-02 or 2026-W07."""
        self.ensure_one()
        cycle_sudo = self.sudo().settlement_id.cycle_id  # the member may know its own period
        return cycle_sudo._name_period(self.date_from, self.date_to)
