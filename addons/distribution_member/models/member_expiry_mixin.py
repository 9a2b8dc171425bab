from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..queries import expiry
from .dated_upline_mixin import DUE_PER_COMMIT

STOPPING_KINDS = ("membership", "document")


class DistributionMemberExpiryMixin(models.AbstractModel):
    """A membership ends and is renewed; when it or a licence has expired, new orders can stop."""

    _name = "distribution.member.expiry.mixin"
    _description = "Expiry and Renewal of a Member"

    reminder_ids = fields.One2many("distribution.expiry.reminder", "member_id", "Reminders")

    _expiry_index = models.Index("(date_end) WHERE date_end IS NOT NULL AND state = 'active'")

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base` to record a new end of the membership, and to lift the stop."""
        before = {member: member.date_end for member in self} if "date_end" in vals else {}
        result = super().write(vals)
        changed = self.filtered(
            lambda member: before.get(member, member.date_end) != member.date_end
        )
        for member in changed:
            self.env["distribution.audit"]._record(
                "member_renew",
                member,
                field="date_end",
                old_value=before[member],
                new_value=member.date_end,
                reason=self.env.context.get("distribution_renew_reason"),
            )
        if changed:
            changed._lift_stops()
            self.env["distribution.expiry.reminder"]._settle(changed)
        return result

    # === ACTION METHODS === #

    def action_renew(self, date_end, reason=None):
        """Let the memberships end on a later day.

        :param date_end: the new last day, today or later
        :param str reason: kept in the audit trail
        :raise UserError: unless the day is later than the present one of each member
        """
        self._ensure_may_renew()
        date_end = fields.Date.to_date(date_end)
        if not date_end or date_end < fields.Date.context_today(self):
            raise UserError(self.env._("Choose today or a later day as the new last day."))
        for member in self:
            if member.state not in ("active", "suspended"):
                raise UserError(
                    self.env._(
                        "%(member)s is neither active nor suspended. Only such members are"
                        " renewed.",
                        member=member.display_name,
                    )
                )
            if not member.date_end:
                raise UserError(
                    self.env._(
                        "The membership of %(member)s has no end: there is nothing to renew.",
                        member=member.display_name,
                    )
                )
            if date_end <= member.date_end:
                raise UserError(
                    self.env._(
                        "The membership of %(member)s ends on %(date)s. Choose a later day.",
                        member=member.display_name,
                        date=format_date(self.env, member.date_end),
                    )
                )
        reason = reason.strip() if isinstance(reason, str) else None
        self.with_context(distribution_renew_reason=reason or None).write({"date_end": date_end})
        return True

    # === SCHEDULER === #

    @api.model
    def _cron_stop_expired(self):
        """Stop new orders of members whose membership or licence has expired; let others go on.

        Each expiry is claimed once: what a person lifts stays lifted until another day or paper
        expires. Set by set, as `_cron_apply_freezes`.
        """
        for step in (self._lift_some, self._stop_some, self._resume_some):
            while done := step():
                if not self.env["ir.cron"]._commit_progress(done, remaining=done):
                    return
        self.env["ir.cron"]._commit_progress(0, remaining=0)

    # === HELPERS === #

    @api.model
    def _stop_some(self):
        """Stop some members whose expiry is new; return how many expiries were claimed."""
        for kind in STOPPING_KINDS:
            reminders = self.env["distribution.expiry.reminder"]._claim_expired(kind)
            if reminders:
                members = reminders.member_id
                stopped = members._search_freezes("order", self._today()).filtered(
                    lambda freeze: freeze.origin == "expiry" and freeze.date_from <= self._today()
                )
                (members - stopped.member_id)._stop_orders()
                reminders._tell()
                return len(reminders)
        return 0

    @api.model
    def _resume_some(self):
        """Stop members again whose stop had made way for a freeze that is over."""
        members = self._browse_rows(expiry.find_to_resume(self._today(), DUE_PER_COMMIT))
        members._stop_orders()
        return len(members)

    @api.model
    def _lift_some(self):
        """Lift the stops for which there is no reason any more."""
        members = self._browse_rows(expiry.find_to_lift(self._today(), DUE_PER_COMMIT))
        members._lift()
        return len(members)

    def _stop_orders(self):
        """Freeze the orders of the members from today on, until a planned freeze takes over."""
        if not self:
            return
        expired = self._find_expired()
        planned = {}
        for freeze in self._search_freezes("order", self._today()):
            first = planned.get(freeze.member_id.id, freeze.date_from)
            planned[freeze.member_id.id] = min(first, freeze.date_from)
        alike = {}
        for member in self:
            lang = member.company_id.partner_id.lang
            reason = self.with_context(lang=lang or self.env.lang)._describe_expired(
                expired.get(member.id, [])
            )
            alike.setdefault((reason, planned.get(member.id)), []).append(member.id)
        for (reason, date_to), ids in alike.items():
            self.browse(ids)._freeze("order", self._today(), reason, date_to, origin="expiry")

    def _lift_stops(self):
        """Lift the stops of these members for which there is no reason any more."""
        stops = self._search_freezes("order", self._today(), origin="expiry")
        if stops:
            members = self.browse(stops.member_id.ids)
            expired = members._find_expired()
            members.filtered(lambda member: member.id not in expired)._lift()

    def _lift(self):
        if self:
            reason = self.env._("Nothing is expired any more.")
            self._unfreeze("order", self._today(), reason, origin="expiry")

    def _find_expired(self):
        """Return {member id: [(record, last day)]} of what stops orders."""
        self.env.flush_all()
        rows = self.env.execute_query(expiry.find_expired(self._today(), self.ids))
        ids_of = {kind: [row[2] for row in rows if row[1] == kind] for kind in STOPPING_KINDS}
        found = {}
        for member_id, kind, record_id, date_end in rows:
            # sudo: the member is told what it has to renew
            records_sudo = self.env[expiry.MODELS[kind]].sudo()
            record_sudo = records_sudo.browse(record_id).with_prefetch(ids_of[kind])
            found.setdefault(member_id, []).append((record_sudo, date_end))
        return found

    @api.model
    def _describe_expired(self, expired):
        """Return the reason of a stop: what has expired, and when."""
        reminders = self.env["distribution.expiry.reminder"]
        lang = self.env.lang
        return self.env._("; ").join(
            self.env._(
                "%(subject)s ended on %(date)s",
                subject=reminders._name_subject(record_sudo.with_context(lang=lang)),
                date=format_date(self.env, date_end),
            )
            for record_sudo, date_end in expired
        )

    def _ensure_may_renew(self):
        """Raise, and keep the attempt, unless the user manages all of these members."""
        self._ensure_may_edit()
        if not (
            self.env.su or self.env.user.has_group("distribution_member.group_distribution_manager")
        ):
            self.env["distribution.audit"]._record_refused("access_refused", self)
            raise AccessError(self.env._("Only regional managers renew memberships."))

    @api.model
    def _today(self):
        return fields.Date.context_today(self)

    @api.model
    def _browse_rows(self, query):
        self.env.flush_all()
        return self.browse(member_id for (member_id,) in self.env.execute_query(query))
