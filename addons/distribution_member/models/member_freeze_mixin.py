from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..queries import freeze_due
from .dated_upline_mixin import DUE_PER_COMMIT, HISTORY_SENTINEL
from .distribution_member_freeze import FREEZE_KINDS

FREEZE_FIELDS = {kind: f"freeze_{kind}" for kind, _label in FREEZE_KINDS}
# Money may also be stopped by those who pay it out.
FINANCE_KINDS = ("commission", "payout")


class DistributionMemberFreezeMixin(models.AbstractModel):
    """Orders, commission, payout and portal of a member can be stopped, each for itself."""

    _name = "distribution.member.freeze.mixin"
    _description = "Freezes of a Member"

    freeze_order = fields.Boolean(
        "Orders Frozen",
        readonly=True,
        copy=False,
        help="New orders cannot be confirmed. Open orders go on.",
    )
    freeze_commission = fields.Boolean(
        "Commission Frozen",
        readonly=True,
        copy=False,
        help="The member earns nothing by the sales of these days.",
    )
    freeze_payout = fields.Boolean(
        "Payout Frozen",
        readonly=True,
        copy=False,
        help="Commission is earned and settled, but not paid out.",
    )
    freeze_portal = fields.Boolean(
        "Portal Frozen",
        readonly=True,
        copy=False,
        help="The portal shows the member's people the reason, and nothing else.",
    )
    freeze_ids = fields.One2many("distribution.member.freeze", "member_id", "Freezes")

    # === ACTION METHODS === #

    def action_freeze(self, kind, date_from, reason, date_to=None):
        """Stop orders, commission, payout or portal of the members from a day on.

        :param str kind: `order`, `commission`, `payout` or `portal`
        :param date_from: today or a day to come, which the scheduler applies
        :param str reason: shown in the history and to the member, required
        :param date_to: first day on which it holds no more; None: until lifted
        :raise UserError: without a reason, for a past day, or when frozen on these days already
        """
        self._ensure_may_freeze(kind)
        date_from, date_to = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        self._ensure_day_to_come(date_from)
        if date_to and date_to <= date_from:
            raise UserError(self.env._("Choose a last day after the first one."))
        for freeze in self._search_freezes(kind, date_from):
            if not date_to or freeze.date_from < date_to:
                raise UserError(
                    self.env._(
                        "%(member)s: a freeze from %(date)s on (%(reason)s) holds on some of"
                        " these days already. Lift it first, or choose other days.",
                        member=freeze.member_id.display_name,
                        date=freeze.date_from,
                        reason=freeze.reason,
                    )
                )
        self._freeze(kind, date_from, reason, date_to)
        return True

    def action_unfreeze(self, kind, date, reason):
        """End a freeze of the members, also one that has not begun.

        :param date: first day on which it holds no more, today or later
        :raise UserError: without a reason, for a past day, or when there is nothing to lift
        """
        self._ensure_may_freeze(kind)
        date = fields.Date.to_date(date)
        self._ensure_day_to_come(date)
        if not self._unfreeze(kind, date, reason):
            raise UserError(self.env._("None of the members is frozen in this way."))
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _cron_apply_freezes(self):
        """Bring the switches in line with the freezes that begin or end today.

        Set by set; every set is committed, so that a run that is broken off goes on where it
        stopped.
        """
        while due := self._search_due_freezes():
            due._apply_freezes_of_today()
            remaining = DUE_PER_COMMIT if len(due) == DUE_PER_COMMIT else 0
            if not self.env["ir.cron"]._commit_progress(len(due), remaining=remaining):
                break

    # === HELPERS === #

    def _ensure_may_freeze(self, kind):
        if kind not in FREEZE_FIELDS:
            raise UserError(
                self.env._("Choose what to freeze: orders, commission, payout or portal.")
            )
        self.check_access("read")
        is_finance = self.env.user.has_group("distribution_member.group_distribution_finance")
        if not (kind in FINANCE_KINDS and is_finance):
            self._ensure_may_edit()

    def _ensure_may_edit(self):
        """Raise, and keep the attempt, when the user may not edit one of the members."""
        try:
            self.check_access("write")
        except AccessError:
            self.env["distribution.audit"]._record_refused("access_refused", self)
            raise

    def _ensure_day_to_come(self, date):
        if not date or date < fields.Date.context_today(self):
            raise UserError(self.env._("Choose today or a later day."))

    def _freeze(self, kind, date_from, reason, date_to=None, origin="manual"):
        """Record a freeze of each member, and apply it when it holds today.

        :param str kind: a key of `FREEZE_KINDS`
        :param date_to: first day on which it holds no more; None: until lifted
        """
        reason = self._ensure_reason(reason)
        # sudo: the freezes are written by us only
        freezes = self.env["distribution.member.freeze"].sudo()
        freezes.create(
            [
                {
                    "member_id": member.id,
                    "kind": kind,
                    "origin": origin,
                    "date_from": date_from,
                    "date_to": date_to,
                    "reason": reason,
                    "user_id": self.env.uid,
                }
                for member in self
            ]
        )
        self.env["distribution.audit"]._record(
            "freeze", self, field=FREEZE_FIELDS[kind], new_value=date_from, reason=reason
        )
        self._apply_freezes_of_today()

    def _unfreeze(self, kind, date, reason, origin=None):
        """End the freezes of a kind on `date`, also those that have not begun.

        :param str origin: only freezes of this origin
        """
        reason = self._ensure_reason(reason)
        standing = self._search_freezes(kind, date, origin)
        for freeze in standing:
            freeze.write(
                {
                    "date_to": max(date, freeze.date_from),
                    "lift_reason": reason,
                    "lift_user_id": self.env.uid,
                }
            )
        members = self.browse(standing.member_id.ids)
        self.env["distribution.audit"]._record(
            "unfreeze", members, field=FREEZE_FIELDS[kind], new_value=date, reason=reason
        )
        members._apply_freezes_of_today()
        return members

    def _search_freezes(self, kind, date, origin=None):
        """Return the freezes of a kind that hold on `date` or later."""
        domain = [
            ("member_id", "in", self.ids),
            ("kind", "=", kind),
            "|",
            ("date_to", "=", False),
            ("date_to", ">", date),
        ]
        if origin:
            domain.append(("origin", "=", origin))
        # sudo: the freezes are written by us only
        return self.env["distribution.member.freeze"].sudo().search(domain)

    def _get_freeze_reason(self, kind):
        """Return why the member is frozen today, or False."""
        self.ensure_one()
        freeze = self._find_freezes_today(kind).get(self)
        return freeze.reason if freeze else False

    def _find_freezes_today(self, kind):
        """Return {member: freeze} of the members that are frozen in this way today."""
        today = fields.Date.context_today(self)
        rows = self._search_freezes(kind, today).filtered(lambda row: row.date_from <= today)
        return {self.browse(row.member_id.id): row for row in rows}

    def _portal_freeze_reason(self):
        """Return why the member's people may not use the portal today, or False.

        When the membership has ended, links to published statements stay open to them: these are
        records of what was paid. A freeze closes them too.
        """
        self.ensure_one()
        if self.state == "terminated":
            return self.env._("The membership of %(member)s has ended.", member=self.name)
        return self.freeze_portal and self._get_freeze_reason("portal")

    def _order_freeze_reason(self):
        """Return why the member may not order today, or False."""
        self.ensure_one()
        return self.freeze_order and self._get_freeze_reason("order")

    @api.model
    def _search_due_freezes(self):
        """Return some of the members whose switches are not in line with their freezes."""
        self.env["distribution.member.freeze"].flush_model()
        self.flush_model([*FREEZE_FIELDS.values()])
        today = fields.Date.context_today(self)
        rows = self.env.execute_query(freeze_due.find_due(today, FREEZE_FIELDS, DUE_PER_COMMIT))
        return self.browse(member_id for (member_id,) in rows)

    def _apply_freezes_of_today(self):
        """Set the switches, with one write for all members that are frozen alike."""
        today = fields.Date.context_today(self)
        # sudo: whoever may freeze a member sees all of its freezes
        rows = self.env["distribution.member.freeze"].sudo()._get_on(self, today)
        held = {member: frozenset(kinds) for member, kinds in self._group_kinds(rows).items()}
        # sudo: finance may freeze money, but not edit members
        guarded_sudo = self.sudo().with_context(distribution_history=HISTORY_SENTINEL)
        for kinds, members in guarded_sudo.grouped(
            lambda member: held.get(member.id, frozenset())
        ).items():
            values = {field: kind in kinds for kind, field in FREEZE_FIELDS.items()}
            members.filtered(
                lambda member, values=values: any(
                    member[field] != value for field, value in values.items()
                )
            ).write(values)

    @api.model
    def _group_kinds(self, rows):
        """Return {member id: kinds} of freezes."""
        kinds = {}
        for row in rows:
            kinds.setdefault(row.member_id.id, set()).add(row.kind)
        return kinds

    @api.model
    def _ensure_not_born_frozen(self, vals_list):
        if any(vals.get(field) for vals in vals_list for field in FREEZE_FIELDS.values()):
            raise UserError(
                self.env._("Create the member first, then freeze it, with a day and a reason.")
            )
