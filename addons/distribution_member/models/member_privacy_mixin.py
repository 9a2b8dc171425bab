from odoo import fields, models
from odoo.exceptions import UserError

from ..queries import personal_traces
from .dated_upline_mixin import HISTORY_SENTINEL

# Acts by which somebody saw data of a person.
SEEING = ("reveal", "reveal_document", "export_personal", "print_personal")
# What a contact loses with its name; the rest says nothing about a person.
CONTACT_FIELDS = (
    "email",
    "phone",
    "street",
    "street2",
    "city",
    "zip",
    "state_id",
    "vat",
    "company_registry",
    "website",
    "comment",
    "ref",
    "function",
    "image_1920",
    "barcode",
)
# Texts of others in which a person may be named: table and column.
OTHERS_TEXTS = (
    ("mail_message", "body"),
    ("mail_message", "subject"),
    ("mail_message", "email_from"),
    ("mail_message", "reply_to"),
    ("mail_tracking_value", "old_value_char"),
    ("mail_tracking_value", "new_value_char"),
    ("mail_tracking_value", "old_value_text"),
    ("mail_tracking_value", "new_value_text"),
    ("distribution_member_upline", "reason"),
    ("distribution_member_status", "reason"),
    ("distribution_member_level", "reason"),
    ("distribution_level_suggestion", "decision_reason"),
    ("distribution_level_suggestion", "objection"),
    ("distribution_level_suggestion", "objection_answer"),
    ("mail_mail", "body_html"),
    ("mail_mail", "email_to"),
    ("mail_mail", "email_cc"),
)


class DistributionMemberPrivacyMixin(models.AbstractModel):
    """The person behind a member can ask to be forgotten.

    What the law keeps is locked away instead (restricted): stored, shown to nobody in daily work.
    """

    _name = "distribution.member.privacy.mixin"
    _description = "Privacy of a Member"

    is_restricted = fields.Boolean(
        "Locked Away",
        readonly=True,
        copy=False,
        help="The person asked for deletion, but the law keeps the data: they are only stored.",
    )
    date_restricted = fields.Datetime("Locked Away On", readonly=True, copy=False)
    restriction_reason = fields.Text(readonly=True, copy=False)
    date_erased = fields.Datetime("Erased", readonly=True, copy=False)

    # === ACTION METHODS === #

    def action_open_sightings(self):
        """Open who saw what of this member."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_audit_action"
        )
        domain = [("member_id", "=", self.id), ("action", "in", SEEING)]
        return {**action, "name": self.env._("Who Saw What"), "domain": domain, "context": {}}

    # === BUSINESS METHODS === #

    def _get_sightings(self):
        """Return the rows of the trail that say who saw data of the member, the latest first."""
        self.ensure_one()
        return self.env["distribution.audit"].search(
            [("member_id", "=", self.id), ("action", "in", SEEING)]
        )

    def _forget(self, reason):
        """Erase the persons behind the members, or lock away what the law keeps.

        :param str reason: kept in the trail; must not name the person
        :return: the sentences that say why data of the last member are kept; empty when erased
        """
        reasons = []
        # sudo: erasing touches mail, files and users that the one who decides need not edit
        for member in self.sudo():
            member._ensure_may_be_forgotten()
            reasons = member._get_retention_reasons()
            if reasons:
                member._lock_away(reasons)
            else:
                member._erase()
            self.env["distribution.audit"]._record(
                "personal_erase",
                member,
                new_value=self.env._("Restricted") if reasons else self.env._("Erased"),
                reason=reason,
            )
        return reasons

    def _ensure_may_be_forgotten(self):
        if self.state not in ("terminated", "applicant"):
            raise UserError(
                self.env._(
                    "%(member)s still belongs to the channel. Terminate the membership first: the"
                    " contract needs the data as long as it runs.",
                    member=self.display_name,
                )
            )

    def _lock_away(self, reasons):
        """Stop everything but storage."""
        self.env["distribution.consent"]._withdraw(
            self,
            self.consent_ids.filtered(lambda consent: not consent.date_end).purpose_id.mapped(
                "code"
            ),
        )
        self._get_logins(self._get_persons()).filtered("active").write({"active": False})
        self.write(
            {
                "is_restricted": True,
                "date_restricted": fields.Datetime.now(),
                "restriction_reason": "\n".join(reasons),
                "active": False,
            }
        )

    def _erase(self):
        """Leave a pseudonym, and no word about the person anywhere else."""
        persons = self._get_persons()
        users = self._get_logins(persons)
        identifiers = self._collect_identifiers(persons)
        substitute = self._build_pseudonym()
        self._erase_sensitive()
        self._erase_consents()
        self._unlink_personal_records(persons, users)
        self._erase_threads(self)
        self._erase_threads(persons)
        # A contact is not archived while a colleague below it still has a login.
        users.filtered("active").write({"active": False})
        for person in persons:
            person._erase_person(substitute if person == self.partner_id else f"#{person.id}")
        self.env.flush_all()
        words = {word: substitute for word in identifiers}
        for table, column in OTHERS_TEXTS:
            self.env.cr.execute(personal_traces.replace_words(table, column, words))
        self.env.invalidate_all()
        self.with_context(distribution_history=HISTORY_SENTINEL).write(
            {
                "date_erased": fields.Datetime.now(),
                "is_restricted": False,
                "restriction_reason": False,
                "active": False,
            }
        )
        self.env["distribution.audit"]._erase_texts(self, identifiers, users)
        self.env["distribution.member.freeze"]._erase_texts(self, identifiers)

    # === HELPERS === #

    def _get_retention_reasons(self):
        """Return why the law keeps data of the member, as sentences; empty when nothing does.

        Override to add documents that must be kept, e.g. orders and statements.
        """
        self.ensure_one()
        return []

    def _build_pseudonym(self):
        return self.env._("Erased distributor #%(number)s", number=self.id)

    def _get_persons(self):
        """Return the member's contact and those inside it."""
        return (
            self.env["res.partner"]
            .sudo()  # the decision is about all of them
            .with_context(active_test=False)
            .search([("id", "child_of", self.partner_id.ids)])
        )

    def _get_logins(self, persons):
        """Return the users of the persons, closed ones too."""
        users_sudo = self.env["res.users"].sudo()  # as in `_get_persons`
        return users_sudo.with_context(active_test=False).search(
            [("partner_id", "in", persons.ids)]
        )

    def _unlink_personal_records(self, persons, users):
        """Delete records that hold nothing but the person's data; override to add yours."""
        persons._erase_bank_accounts()
        self.env["res.device.log"].search([("user_id", "in", users.ids)]).unlink()
        own = [("member_id", "=", self.id)]
        self.env["distribution.document"].search(own).unlink()
        self.env["distribution.application"].search(own)._erase()
        requests = self.env["distribution.privacy.request"].search(own)
        requests.write({"description": False, "new_value": False, "new_number": False})
        self._erase_threads(requests)

    def _collect_identifiers(self, persons):
        """Return the texts that name these persons and nobody else, the longest first."""
        words = {self.display_name}
        for person in persons:
            words |= {person.email, person.email_normalized, person.phone, person.vat}
            # Two signs can be another person's name too; with the code before it, it is this one.
            if len(person.name or "") > 3:
                words.add(person.name)
        return sorted((word for word in words if word), key=len, reverse=True)

    def _erase_sensitive(self):
        self.write(dict.fromkeys(self._sensitive_names(), False))

    def _erase_consents(self):
        consents = self.env["distribution.consent"].search([("member_id", "=", self.id)])
        consents.filtered(lambda consent: not consent.date_end)._end("erased")
        consents.write({"address": False, "user_agent": False, "evidence": False})

    def _erase_threads(self, records):
        """Take messages, activities and files off records."""
        self.env["mail.message"].search(
            [("model", "=", records._name), ("res_id", "in", records.ids)]
        ).unlink()
        of = [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        self.env["mail.activity"].with_context(active_test=False).search(of).unlink()
        # Without the condition on `res_field`, pictures stored as files are not found.
        files = [*of, "|", ("res_field", "=", False), ("res_field", "!=", False)]
        self.env["ir.attachment"].search(files).unlink()
