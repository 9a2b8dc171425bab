from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request

CHANNELS = [
    ("portal", "Portal"),
    ("application", "Application Form"),
    ("paper", "On Paper"),
    ("import", "Import"),
]
ENDS = [
    ("withdrawn", "Withdrawn"),
    ("replaced", "Replaced by a Newer Version"),
    ("adopted", "Passed on to the Member"),
    ("erased", "Personal Data Erased"),
    ("expired", "Expired"),
]
LONGEST_AGENT = 300


class DistributionConsent(models.Model):
    """That a person agreed to one text, when and how; and when that ended.

    Append-only evidence. The subject is any record: a member, a contact, an application.
    """

    _name = "distribution.consent"
    _description = "Consent"
    _inherit = ["distribution.append.only.mixin", "distribution.consent.region.mixin"]
    _order = "id desc"
    _rec_name = "purpose_id"

    display_name = fields.Char(compute_sudo=True)  # distributors read no purposes
    res_model = fields.Char("Subject Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Subject", model_field="res_model", required=True, readonly=True
    )
    member_id = fields.Many2one(
        "distribution.member", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    purpose_id = fields.Many2one(
        "distribution.purpose", required=True, readonly=True, index=True, ondelete="restrict"
    )
    text_id = fields.Many2one(
        "distribution.consent.text", required=True, readonly=True, index=True, ondelete="restrict"
    )
    version = fields.Integer(required=True, readonly=True)
    sha256 = fields.Char(
        "SHA-256", required=True, readonly=True, help="Fingerprint of the text agreed to."
    )
    date = fields.Datetime("Given", required=True, readonly=True, default=fields.Datetime.now)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    evidence = fields.Char(
        readonly=True, help="Where the signed paper is, or the file that was imported."
    )
    user_id = fields.Many2one(
        "res.users", "Recorded by", required=True, readonly=True, ondelete="restrict"
    )
    address = fields.Char("Network Address", readonly=True)
    user_agent = fields.Char("Browser", readonly=True)
    date_end = fields.Datetime("Ended", readonly=True)
    end_kind = fields.Selection(ENDS, "How It Ended", readonly=True)
    end_user_id = fields.Many2one("res.users", "Ended by", readonly=True, ondelete="restrict")
    is_active = fields.Boolean("In Force", compute="_compute_is_active", search="_search_is_active")

    _frozen_fields = (
        "res_model",
        "res_id",
        "company_id",
        "purpose_id",
        "text_id",
        "version",
        "sha256",
        "date",
        "channel",
        "user_id",
    )
    # An end is stamped once. Where it came from may be erased with the person, never rewritten.
    _refused_change = """
        OLD.date_end IS NOT NULL AND (OLD.date_end IS DISTINCT FROM NEW.date_end
            OR OLD.end_kind IS DISTINCT FROM NEW.end_kind
            OR OLD.end_user_id IS DISTINCT FROM NEW.end_user_id)
        OR (OLD.member_id IS DISTINCT FROM NEW.member_id)
        OR (OLD.address IS DISTINCT FROM NEW.address AND NEW.address IS NOT NULL)
        OR (OLD.user_agent IS DISTINCT FROM NEW.user_agent AND NEW.user_agent IS NOT NULL)
        OR (OLD.evidence IS DISTINCT FROM NEW.evidence AND NEW.evidence IS NOT NULL)
    """
    _one_in_force = models.UniqueIndex(
        "(res_model, res_id, purpose_id) WHERE date_end IS NULL",
        "There is a consent to this purpose already. Withdraw it before another is given.",
    )
    _end_has_a_kind = models.Constraint(
        "CHECK ((date_end IS NULL) = (end_kind IS NULL))", "An end says how it came about."
    )

    # === COMPUTE METHODS === #

    @api.depends("date_end")
    def _compute_is_active(self):
        for consent in self:
            consent.is_active = not consent.date_end

    def _search_is_active(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("date_end", "=", False)] if True in value else [("date_end", "!=", False)]

    # === BUSINESS METHODS === #

    @api.model
    def _required_texts(self, situation="application", *, subject_type="company", **where):
        """Return what a form must show, in the order to show it.

        :param str situation: `application` (the registration form) or `portal` (all purposes)
        :param str subject_type: as on the member; companies are asked less
        :param where: `company` (record, default the current one), `lang` (code)
        :return: list of `ConsentDemand` (`distribution_consent_text.py`)
        """
        return self.env["distribution.consent.text"]._build_demands(
            situation, subject_type=subject_type, **where
        )

    @api.model
    def _give(self, subjects, texts, channel, *, evidence=None, date=None):
        """Record that the subjects agreed to the texts.

        The caller has checked that it may speak for the subjects. Agreeing to the same text twice
        changes nothing; a newer version replaces the consent to the older one.

        :param subjects: records of one model: members, contacts, applications …
        :param texts: published `distribution.consent.text`
        :param str channel: a key of `CHANNELS`
        :param str evidence: where the paper or file is, when there is no click to show
        :param date: for consents given on paper before; now, unless told otherwise
        :return: the consents in force, as superuser
        """
        texts_sudo = texts.sudo()  # published texts are public
        texts_sudo._ensure_published()
        self._ensure_evidence(channel, evidence)
        held = self._find_active(subjects, texts_sudo.purpose_id)
        same = held.filtered(lambda consent: consent.text_id in texts_sudo)
        (held - same)._end("replaced")
        keys = {(consent.res_id, consent.text_id.id) for consent in same}
        common = {
            **self._prepare_evidence(),
            "channel": channel,
            "evidence": evidence,
            "date": date or fields.Datetime.now(),
        }
        # sudo: consents are written by these methods only
        given = self.sudo().create(
            [
                {**common, **self._prepare_subject(subject), **self._prepare_text(text)}
                for subject in subjects.sudo()
                for text in texts_sudo
                if (subject.id, text.id) not in keys
            ]
        )
        for consents in given.grouped("purpose_id").values():
            self._record_audit("consent_given", consents)
        return same + given

    @api.model
    def _withdraw(self, subjects, codes, *, reason=None):
        """End the consents of the subjects to purposes; what was done before stays lawful.

        :param codes: purpose codes
        :return: the ended consents, as superuser
        """
        # sudo: purposes are public
        purposes = self.env["distribution.purpose"].sudo().search([("code", "in", list(codes))])
        consents = self._find_active(subjects, purposes)
        consents._end("withdrawn")
        for some in consents.grouped("purpose_id").values():
            self._record_audit("consent_withdrawn", some, reason=reason)
        ended = subjects.filtered(lambda subject: subject.id in consents.mapped("res_id"))
        if ended and hasattr(ended, "_apply_withdrawal"):
            ended._apply_withdrawal(set(consents.purpose_id.mapped("code")))
        return consents

    @api.model
    def _has(self, subjects, code):
        """Return whether each of the subjects holds a consent to the purpose that counts today.

        A consent counts until it ends, and as long as no newer text asks again.
        """
        return self._having(subjects, code) == subjects

    @api.model
    def _having(self, subjects, code):
        """Return those of the subjects that hold a consent that counts today."""
        purpose = self.env["distribution.purpose"]._find(code)
        consents = self._find_active(subjects, purpose)
        least = {
            company: self.env["distribution.consent.text"]._least_version(purpose, company)
            for company in consents.company_id
        }
        ids = {
            consent.res_id for consent in consents if consent.version >= least[consent.company_id]
        }
        return subjects.filtered(lambda subject: subject.id in ids)

    @api.model
    def _adopt(self, origin, member):
        """Let a member stand for what its application agreed to.

        The rows of the application stay as evidence; the member's carry the same text and day.
        """
        origin.ensure_one()
        member.ensure_one()
        # sudo: as in `_find_active`
        active = self.sudo().search(
            [("res_model", "=", origin._name), ("res_id", "=", origin.id), ("date_end", "=", False)]
        )
        member_sudo = member.sudo()  # whoever approves makes the member
        adopted = self.sudo().create(
            [
                {**consent._prepare_adoption(), **self._prepare_subject(member_sudo)}
                for consent in active
            ]
        )
        active._end("adopted")
        return adopted

    # === HELPERS === #

    @api.model
    def _ensure_evidence(self, channel, evidence):
        if channel in ("paper", "import") and not (evidence or "").strip():
            raise UserError(
                self.env._("Say where the signed consent is kept: it is the only evidence.")
            )

    @api.model
    def _find_active(self, subjects, purposes):
        # sudo: whoever may see the subject may know what it agreed to; the callers see to that
        return self.sudo().search(
            [
                ("res_model", "=", subjects._name),
                ("res_id", "in", subjects.ids),
                ("purpose_id", "in", purposes.ids),
                ("date_end", "=", False),
            ]
        )

    def _end(self, kind):
        self.write(
            {"date_end": fields.Datetime.now(), "end_kind": kind, "end_user_id": self.env.uid}
        )
        # The next consent of the same subject must find the place free.
        self.flush_recordset()

    @api.model
    def _prepare_evidence(self):
        values = {"user_id": self.env.uid}
        if request:
            values["address"] = request.httprequest.remote_addr
            values["user_agent"] = str(request.httprequest.user_agent)[:LONGEST_AGENT]
        return values

    @api.model
    def _prepare_subject(self, subject_sudo):
        member = self.env["distribution.audit"]._find_member(subject_sudo)
        company = subject_sudo.company_id if "company_id" in subject_sudo._fields else None
        return {
            "res_model": subject_sudo._name,
            "res_id": subject_sudo.id,
            "member_id": member.id if member else False,
            "company_id": (company or self.env.company).id,
        }

    @api.model
    def _prepare_text(self, text):
        return {
            "text_id": text.id,
            "purpose_id": text.purpose_id.id,
            "version": text.version,
            "sha256": text.sha256,
        }

    def _prepare_adoption(self):
        return {
            **self._prepare_text(self.text_id),
            "date": self.date,
            "channel": self.channel,
            "evidence": self.evidence,
            "user_id": self.user_id.id,
            "address": self.address,
            "user_agent": self.user_agent,
        }

    @api.model
    def _record_audit(self, action, consents, **values):
        """Keep it with the subjects, so that the report of a member shows it."""
        subjects = self.env[consents[0].res_model].browse(consents.mapped("res_id"))
        version = f"{consents[0].purpose_id.code} v{consents[0].version}"
        self.env["distribution.audit"]._record(action, subjects, new_value=version, **values)
