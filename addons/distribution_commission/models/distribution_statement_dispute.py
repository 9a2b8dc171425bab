from odoo import api, fields, models
from odoo.addons.distribution_member.models.append_only_mixin import ERASED
from odoo.exceptions import UserError

DISPUTE_CODES = [
    ("amount", "The amount is wrong"),
    ("rate", "The rate is wrong"),
    ("clawback", "It was not returned"),
    ("missing", "Something is missing"),
    ("other", "Something else"),
]
# The people of a member read its lines on the page of the statement only.
STAFF = (
    "distribution_member.group_distribution_finance,distribution_member.group_distribution_manager"
)
DISPUTE_STATES = [("open", "Undecided"), ("accepted", "Accepted"), ("refused", "Refused")]


class DistributionStatementDispute(models.Model):
    """What a member says is wrong on a statement, and what was decided about it."""

    _name = "distribution.statement.dispute"
    _description = "Dispute of a Statement"
    _inherit = [
        "mail.thread",
        "distribution.state.machine.mixin",
        "distribution.append.only.mixin",
    ]
    _order = "opened_on desc, id desc"

    _frozen_fields = ("statement_id", "code", "opened_by_id", "opened_on")
    _erasable_fields = ("reason",)
    _refused_change = (
        "OLD.state <> 'open' AND (NEW.state IS DISTINCT FROM OLD.state"
        " OR (NEW.answer IS DISTINCT FROM OLD.answer"
        f" AND NEW.answer IS DISTINCT FROM '{ERASED}')"
        " OR NEW.correction IS DISTINCT FROM OLD.correction"
        " OR NEW.decided_by_id IS DISTINCT FROM OLD.decided_by_id)"
    )

    statement_id = fields.Many2one(
        "distribution.statement", required=True, readonly=True, index=True, ondelete="restrict"
    )
    member_id = fields.Many2one(related="statement_id.member_id", store=True, index=True)
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="statement_id.currency_id")
    entry_ids = fields.Many2many(
        "distribution.commission.entry",
        "distribution_statement_dispute_entry_rel",
        "dispute_id",
        "entry_id",
        "Disputed Lines",
        readonly=True,
        ondelete="restrict",
        groups=STAFF,
        help="None: the member misses something on the statement.",
    )
    entry_count = fields.Integer("Lines", compute="_compute_amount", compute_sudo=True)
    amount = fields.Monetary(
        "Disputed",
        compute="_compute_amount",
        compute_sudo=True,
        help="Sum of the disputed lines; what of it is positive is not paid until it is decided.",
    )
    code = fields.Selection(DISPUTE_CODES, "Kind", required=True, default="other", readonly=True)
    reason = fields.Text(required=True, readonly=True, help="What is wrong, as the member says.")
    file_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        "Files",
        domain=[("res_model", "=", "distribution.statement.dispute")],
        readonly=True,
    )
    state = fields.Selection(
        DISPUTE_STATES,
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    opened_by_id = fields.Many2one(
        "res.users", "Opened by", required=True, readonly=True, ondelete="restrict"
    )
    opened_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    age_days = fields.Integer(
        "Age (days)", compute="_compute_age_days", help="Days from opening to decision, or today."
    )
    answer = fields.Text(copy=False, help="What the member reads about the decision.")
    correction = fields.Monetary(
        copy=False,
        help="What an accepted dispute changes: positive is given to the member, negative taken. It"
        " is submitted as an adjustment for the next statement; another person approves that.",
    )
    adjustment_id = fields.Many2one(
        "distribution.commission.adjustment",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups="distribution_member.group_distribution_finance",
    )
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)

    _decided_by_somebody = models.Constraint(
        "CHECK (state = 'open' OR (decided_by_id IS NOT NULL AND decided_by_id <> opened_by_id"
        " AND COALESCE(TRIM(answer), '') <> ''))",
        "A dispute is decided by somebody else than who opened it, and with an answer.",
    )

    # === COMPUTE METHODS === #

    @api.depends("statement_id", "opened_on")
    def _compute_display_name(self):
        for dispute in self:
            dispute.display_name = f"{dispute.statement_id.display_name} #{dispute.id or ''}"

    @api.depends("entry_ids.amount")
    def _compute_amount(self):
        for dispute in self:
            dispute.amount = sum(dispute.entry_ids.mapped("amount"))
            dispute.entry_count = len(dispute.entry_ids)

    @api.depends("opened_on", "decided_on")
    def _compute_age_days(self):
        now = fields.Datetime.now()
        for dispute in self:
            opened = dispute.opened_on or now
            dispute.age_days = ((dispute.decided_on or now) - opened).days

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: answer and correction are open until it is decided."""
        if not self.env.su and vals.keys() & {"answer", "correction"}:
            self._ensure_state(("open",), self.env._("%(record)s is %(state)s already."))
        return super().write(vals)

    # === ACTION METHODS === #

    def action_accept(self):
        """Agree with the member; the correction is submitted for the next statement."""
        self._ensure_decidable()
        for dispute in self:
            dispute._write_state(
                "accepted",
                decided_by_id=self.env.uid,
                decided_on=fields.Datetime.now(),
                adjustment_id=dispute._make_adjustment().id,
            )
            dispute._tell_member()

    def action_refuse(self):
        """Stay with what the statement says; what was held is paid with the next payment run."""
        self._ensure_decidable()
        for dispute in self:
            if dispute.correction:
                raise UserError(
                    self.env._("A refused dispute corrects nothing: set the correction to 0.")
                )
        self._write_state("refused", decided_by_id=self.env.uid, decided_on=fields.Datetime.now())
        for dispute in self:
            dispute._tell_member()

    def action_open_entries(self):
        """Open the disputed lines."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        return {**action, "domain": [("id", "in", self.entry_ids.ids)], "context": {}}

    # === HELPERS === #

    def _ensure_decidable(self):
        self._ensure_state(("open",), self.env._("%(record)s is %(state)s already."))
        for dispute in self:
            dispute._ensure_second_person()
            if not (dispute.answer or "").strip():
                raise UserError(self.env._("Write an answer: the member reads it."))

    def _ensure_second_person(self):
        # sudo: whoever decides must know who made what, whether or not it may read that
        dispute = self.sudo()
        makers = dispute.opened_by_id | dispute.entry_ids.adjustment_id.made_by_ids
        if self.env.user in makers:
            raise UserError(
                self.env._(
                    "You have opened %(record)s or made what it is about, so somebody else of"
                    " finance decides.",
                    record=self.display_name,
                )
            )

    def _make_adjustment(self):
        """Return the submitted adjustment that corrects it; none when nothing is to be paid."""
        adjustments = self.env["distribution.commission.adjustment"]
        if self.currency_id.is_zero(self.correction):
            return adjustments
        adjustment = adjustments.create(
            {
                "member_id": self.member_id.id,
                "company_id": self.company_id.id,
                "cycle_id": self.statement_id.settlement_id.cycle_id.id,
                "date": self.company_id._get_distribution_today(),
                "amount": self.correction,
                "entry_id": self.entry_ids.id if len(self.entry_ids) == 1 else False,
                "reason": self.env._(
                    "Correction of statement %(number)s: %(answer)s",
                    number=self.statement_id.number,
                    answer=self.answer,
                ),
            }
        )
        adjustment.action_submit()
        return adjustment

    def _attach(self, file, name):
        """Keep a file that was checked."""
        self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": file.content,
                "mimetype": file.mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    def _tell_member(self):
        self.ensure_one()
        statement = self.statement_id
        self.message_notify(
            partner_ids=statement._find_answering_people().user_id.partner_id.ids,
            subject=self.env._("Your dispute of statement %(number)s", number=statement.number),
            body=self.answer,
        )
