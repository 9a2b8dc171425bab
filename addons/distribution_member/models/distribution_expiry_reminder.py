from odoo import api, fields, models
from odoo.tools import format_date

from ..queries import expiry

REMINDER_KINDS = [
    ("membership", "Membership"),
    ("authorisation", "Authorisation"),
    ("document", "Document"),
]
THRESHOLDS = (90, 30, 7)
REMINDED_PER_COMMIT = 200


class DistributionExpiryReminder(models.Model):
    """That a member and its manager were told, once, that something ends or has ended.

    The row is the claim: whoever inserts it tells them, in the same transaction.
    """

    _name = "distribution.expiry.reminder"
    _description = "Expiry Reminder"
    _inherit = ["distribution.append.only.mixin"]
    _order = "id desc"

    kind = fields.Selection(REMINDER_KINDS, "What Ends", required=True, readonly=True)
    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    member_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="member_id.company_id")
    threshold = fields.Integer(
        "Days Before",
        required=True,
        readonly=True,
        aggregator=None,
        help="90, 30 or 7 days before the last day; 0: it has expired and new orders were stopped.",
    )
    date_end = fields.Date("Last Day", required=True, readonly=True)
    create_date = fields.Datetime("Sent On", readonly=True)
    recipient_count = fields.Integer(
        "People Written To",
        readonly=True,
        aggregator=None,
        help="How many people of the member were written to. 0: nobody has an e-mail address.",
    )
    activity_id = fields.Many2one(
        "mail.activity",
        "Manager's Activity",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    subject_name = fields.Char("Ends", compute="_compute_subject_name")
    days_left = fields.Integer(compute="_compute_days_left")

    _frozen_fields = ("kind", "res_model", "res_id", "member_id", "threshold", "date_end")
    _once = models.UniqueIndex(
        "(res_model, res_id, threshold, date_end)", "This reminder was sent already."
    )

    # === COMPUTE METHODS === #

    @api.depends("kind", "member_id", "date_end")
    def _compute_display_name(self):
        for reminder in self:
            reminder.display_name = f"{reminder.member_id.display_name}: {reminder.subject_name}"

    @api.depends("kind", "res_id")
    @api.depends_context("lang")
    def _compute_subject_name(self):
        for model, reminders in self.grouped("res_model").items():
            # sudo: what ends may be named to whoever may see the reminder
            subjects_sudo = self.env[model].sudo().browse(reminders.mapped("res_id")).exists()
            names = {subject.id: self._name_subject(subject) for subject in subjects_sudo}
            for reminder in reminders:
                reminder.subject_name = names.get(reminder.res_id, "")

    @api.depends("date_end")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for reminder in self:
            reminder.days_left = (reminder.date_end - today).days if reminder.date_end else 0

    @api.model
    def _name_subject(self, subject):
        """Return what ends in words for the member; no numbers of papers."""
        if subject._name == "distribution.document":
            return subject.type_id.name
        if subject._name == "distribution.authorisation":
            return self.env._(
                "Authorisation %(number)s for %(region)s",
                number=subject.number or "",
                region=subject.region_id.name,
            )
        return self.env._("Membership")

    # === ACTION METHODS === #

    def action_open_subject(self):
        """Open what ends."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    # === SCHEDULER === #

    @api.model
    def _cron_remind(self):
        """Tell members and managers what ends within 90, 30 or 7 days; each once.

        Set by set; claim, mail and activity are one transaction, so that a run that is broken off
        goes on where it stopped.
        """
        self._settle()
        for kind, _label in REMINDER_KINDS:
            while reminders := self._claim_due(kind):
                reminders._tell()
                remaining = REMINDED_PER_COMMIT if len(reminders) == REMINDED_PER_COMMIT else 0
                if not self.env["ir.cron"]._commit_progress(len(reminders), remaining=remaining):
                    return

    # === BUSINESS METHODS === #

    @api.model
    def _claim_due(self, kind):
        """Return new reminders of a kind, at most a set of them."""
        return self._claim(
            expiry.claim_due(
                kind,
                fields.Date.context_today(self),
                THRESHOLDS,
                user_id=self.env.uid,
                limit=REMINDED_PER_COMMIT,
            )
        )

    @api.model
    def _claim_expired(self, kind):
        """Return new rows of what has expired and stops orders, at most a set of them."""
        return self._claim(
            expiry.claim_expired(
                kind,
                fields.Date.context_today(self),
                user_id=self.env.uid,
                limit=REMINDED_PER_COMMIT,
            )
        )

    def _tell(self):
        """Write to the member's people and put the managers to work."""
        self._send_mails()
        self._schedule_activities()

    @api.model
    def _settle(self, members=None):
        """Close the activities about what has been renewed or has otherwise gone.

        :param members: only theirs; None: everybody's
        """
        self.env.flush_all()
        for kind, _label in REMINDER_KINDS:
            rows = self.env.execute_query(
                expiry.find_settled(kind, REMINDED_PER_COMMIT, members and members.ids)
            )
            # sudo: the activity is the manager's, whoever renews
            activities_sudo = self.env["mail.activity"].sudo().browse(id_ for (id_,) in rows)
            if activities_sudo:
                activities_sudo._action_done(feedback=self.env._("Nothing is to be renewed here."))

    # === HELPERS === #

    @api.model
    def _claim(self, query):
        self.env.flush_all()
        reminders = self.browse(id_ for (id_,) in self.env.execute_query(query))
        self.env["distribution.member"].invalidate_model(["reminder_ids"], flush=False)
        return reminders

    def _read_recipients(self):
        """Read for all reminders what `_get_recipients` looks at one by one."""
        members = self.member_id
        (members.colleague_ids.user_id.partner_id | members.partner_id).fetch(["email", "lang"])

    def _get_recipients(self):
        """Return the contacts who speak for the member and have an e-mail address."""
        self.ensure_one()
        admins = self.member_id.colleague_ids.filtered(lambda row: row.role == "admin")
        partners = admins.user_id.filtered("active").partner_id.filtered("email")
        return partners or self.member_id.partner_id.filtered("email")

    def _get_partner_to(self, lang):
        """Return the ids of the recipients who read a language, for the mail template."""
        partners = self._get_recipients().filtered(lambda partner: partner.lang == lang)
        return ",".join(map(str, partners.ids))

    def _send_mails(self):
        """Put a message into the queue for each reminder and language of its recipients."""
        template = self.env.ref("distribution_member.mail_template_expiry_reminder")
        self._read_recipients()
        by_lang, by_count = {}, {}
        for reminder in self:
            recipients = reminder._get_recipients()
            by_count.setdefault(len(recipients), []).append(reminder.id)
            for lang in set(recipients.mapped("lang")):
                by_lang.setdefault(lang, []).append(reminder.id)
        for lang, ids in by_lang.items():
            template.with_context(expiry_lang=lang).send_mail_batch(
                ids, email_layout_xmlid="mail.mail_notification_light"
            )
        for count, ids in by_count.items():
            self.browse(ids).recipient_count = count

    def _schedule_activities(self):
        """Give the manager of the region one activity for each thing that ends.

        One that is still open is brought up to date instead.
        """
        open_activities = self._find_open_activities()
        kind_id = self.env.ref("distribution_member.mail_activity_expiry").id
        new = []
        for reminder in self:
            values = {**reminder._prepare_activity(), "activity_type_id": kind_id}
            activity = open_activities.get((reminder.res_model, reminder.res_id))
            if activity:
                activity.write(values)
                reminder.activity_id = activity
            elif values.get("user_id"):
                new.append((reminder, values))
        # The managers find them in their list; a mail for each would be noise.
        activities = self.env["mail.activity"].with_context(mail_activity_quick_update=True)
        for (reminder, _values), activity in zip(
            new, activities.create([values for _reminder, values in new]), strict=True
        ):
            reminder.activity_id = activity

    def _find_open_activities(self):
        """Return {(model, id): activity} of earlier reminders about the same things."""
        earlier = self.search(
            [
                ("member_id", "in", self.member_id.ids),
                ("activity_id.active", "=", True),
                ("id", "not in", self.ids),
            ],
            order="id",
        )
        return {(row.res_model, row.res_id): row.activity_id for row in earlier}

    def _prepare_activity(self):
        self.ensure_one()
        manager = self.member_id.region_id._find_managers()[:1]
        reminder = self.with_context(lang=manager.lang or self.env.lang)
        date_end = format_date(reminder.env, self.date_end)
        if self.threshold:
            summary = reminder.env._(
                "%(subject)s ends on %(date)s", subject=reminder.subject_name, date=date_end
            )
        else:
            summary = reminder.env._(
                "%(subject)s ended on %(date)s: new orders are stopped",
                subject=reminder.subject_name,
                date=date_end,
            )
        values = {"summary": summary, "date_deadline": self.date_end}
        if manager:
            values["user_id"] = manager.id
        return {
            **values,
            "res_model_id": self.env["ir.model"]._get_id("distribution.member"),
            "res_id": self.member_id.id,
        }
