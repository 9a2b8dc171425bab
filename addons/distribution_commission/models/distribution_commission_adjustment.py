from odoo import Command, api, fields, models
from odoo.addons.distribution_member.models.append_only_mixin import ERASED
from odoo.exceptions import UserError, ValidationError

from ..queries import adjustment_entries

TERMS = ("member_id", "company_id", "amount", "date", "cycle_id", "reason", "entry_id")


class DistributionCommissionAdjustment(models.Model):
    """An amount that no sale explains: given or taken by hand, with a reason and two persons."""

    _name = "distribution.commission.adjustment"
    _description = "Commission Adjustment"
    _inherit = [
        "mail.thread",
        "distribution.state.machine.mixin",
        "distribution.append.only.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    _state_fields = ("submitted_by_id", "decided_by_id", "date_decided")
    _frozen_when = "OLD.state IN ('approved', 'refused')"
    _frozen_fields = (
        *("member_id", "company_id", "currency_id", "amount", "date", "cycle_id", "entry_id"),
        *("state", "submitted_by_id", "decided_by_id", "date_decided"),
    )
    _erasable_fields = ("reason", "decision_note")

    member_id = fields.Many2one(
        "distribution.member",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id", store=True)
    amount = fields.Monetary(
        required=True,
        tracking=True,
        help="Positive: the member gets it. Negative: it is taken from the member.",
    )
    date = fields.Date(
        required=True,
        default=lambda self: self.env.company._get_distribution_today(),
        tracking=True,
        help="The day it counts for. It stands on the statement of that period, or on the next one"
        " when that is published already.",
    )
    cycle_id = fields.Many2one(
        "distribution.settlement.cycle",
        compute="_compute_cycle_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        check_company=True,
        ondelete="restrict",
        help="On whose statements it stands: the member's cycle, unless told otherwise.",
    )
    reason = fields.Char(
        required=True, help="Why. The member reads it on the statement.", tracking=True
    )
    entry_id = fields.Many2one(
        "distribution.commission.entry",
        "Corrects",
        ondelete="restrict",
        help="The entry that came out wrong, if it is about one.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    made_by_ids = fields.Many2many(
        "res.users",
        string="Made by",
        readonly=True,
        copy=False,
        help="Everybody who wrote or submitted it; none of them can approve it.",
    )
    submitted_by_id = fields.Many2one("res.users", "Submitted by", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    date_decided = fields.Datetime("Decided on", readonly=True, copy=False)
    decision_note = fields.Char(copy=False, help="Why it is refused, or what to know about it.")
    posted_ids = fields.One2many(
        "distribution.commission.entry", "adjustment_id", "In the Ledger", readonly=True
    )
    statement_id = fields.Many2one(related="posted_ids.statement_id")

    _amount_given = models.Constraint(
        "CHECK (amount <> 0)", "An adjustment of 0 changes nothing. Enter an amount."
    )

    # === COMPUTE METHODS === #

    @api.depends("member_id")
    def _compute_cycle_id(self):
        for adjustment in self:
            if adjustment.member_id:
                adjustment.cycle_id = adjustment.member_id._find_settlement_cycle()

    @api.depends("member_id", "amount", "date")
    def _compute_display_name(self):
        for adjustment in self:
            amount = adjustment.currency_id.format(adjustment.amount)
            adjustment.display_name = f"{adjustment.member_id.display_name or ''} {amount}".strip()

    # === CONSTRAINT METHODS === #

    @api.constrains("entry_id", "member_id")
    def _check_entry_of_member(self):
        for adjustment in self:
            if adjustment.entry_id and adjustment.entry_id.member_id != adjustment.member_id:
                raise ValidationError(
                    self.env._("The entry to correct belongs to another member. Choose one of its.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to note who made it."""
        if any("made_by_ids" in vals for vals in vals_list):
            self._ensure_may_write_state()
        maker = {"made_by_ids": [Command.link(self.env.uid)]}
        return super().create([{**vals, **maker} for vals in vals_list])

    def write(self, vals):
        """Override of `base`: terms are open in a draft only, and everybody who wrote is noted."""
        if "made_by_ids" in vals:
            self._ensure_may_write_state()
        if vals.keys() & set(TERMS) and not self._is_erasure(vals):
            self._ensure_state(
                ("draft",), self.env._("%(record)s is %(state)s. Only a draft can be changed.")
            )
            vals = {**vals, "made_by_ids": [Command.link(self.env.uid)]}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self._ensure_state(
            ("draft", "submitted"),
            self.env._("%(record)s is %(state)s and cannot be deleted. Make another one."),
        )

    # === ACTION METHODS === #

    def action_submit(self):
        """Ask a second person of finance to decide."""
        self._ensure_state(
            ("draft",), self.env._("%(record)s is %(state)s. Only a draft can be submitted.")
        )
        self._write_state(
            "submitted",
            submitted_by_id=self.env.uid,
            made_by_ids=[Command.link(self.env.uid)],
        )

    def action_withdraw(self):
        """Take a submitted adjustment back to change it."""
        self._ensure_state(
            ("submitted",), self.env._("%(record)s is %(state)s. There is nothing to take back.")
        )
        self._write_state("draft", submitted_by_id=False)

    def action_approve(self):
        """Write it into the ledger; nobody approves what they made."""
        self._ensure_state(("submitted",), self.env._("%(record)s is %(state)s. Submit it first."))
        self._ensure_second_person()
        self._decide("approved")
        self.env.flush_all()
        self.env.cr.execute(adjustment_entries.insert_adjustments(self.ids))
        self.env.invalidate_all()

    def action_refuse(self):
        """Decide against it; the note says why."""
        self._ensure_state(("submitted",), self.env._("%(record)s is %(state)s. Submit it first."))
        self._ensure_second_person()
        for adjustment in self:
            if not adjustment.decision_note:
                raise UserError(self.env._("Write in the decision note why you refuse it."))
        self._decide("refused")

    def action_open_entries(self):
        """Open what it wrote into the ledger."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        return {**action, "domain": [("adjustment_id", "=", self.id)], "context": {}}

    # === HELPERS === #

    def _is_erasure(self, vals):
        """Tell whether texts are erased with a person, and nothing else is changed."""
        return self.env.su and all(
            name in self._erasable_fields and value == ERASED for name, value in vals.items()
        )

    def _erase_texts(self, member, identifiers):
        """Erase why the member was given or taken something, and what others' reasons say of it."""
        own = fields.Domain("member_id", "=", member.id)
        self._erase_texts_about(own, identifiers, self._erasable_fields)

    def _decide(self, state):
        self._write_state(state, decided_by_id=self.env.uid, date_decided=fields.Datetime.now())

    def _ensure_second_person(self):
        # sudo: colleagues are named, whether or not the caller may read users
        for adjustment in self.sudo():
            if self.env.user in adjustment.made_by_ids | adjustment.create_uid:
                raise UserError(
                    self.env._(
                        "You have made %(record)s yourself, so somebody else of finance decides.",
                        record=adjustment.display_name,
                    )
                )
