import hashlib
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

TEXT_STATES = [("draft", "Draft"), ("published", "Published")]
FALLBACK_LANGUAGES = ("zh_CN", "en_US")


class ConsentDemand(NamedTuple):
    """A text that a form must show, and how."""

    text: models.BaseModel  # one `distribution.consent.text`, as superuser
    code: str
    is_required: bool  # without it the form is not accepted
    is_separate: bool  # a box of its own; no box is ever ticked beforehand


class DistributionConsentText(models.Model):
    """One version, in one language, of what a person is asked; frozen once it is published.

    A language has its own row rather than a translation: what somebody agreed to is one text.
    """

    _name = "distribution.consent.text"
    _description = "Consent Text"
    _inherit = ["distribution.append.only.mixin", "distribution.state.machine.mixin"]
    _order = "purpose_id, version desc, lang"
    _rec_name = "title"

    purpose_id = fields.Many2one(
        "distribution.purpose", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="restrict",
        help="Empty: for all companies. A company's own text goes before the common one.",
    )
    lang = fields.Selection(
        "_get_languages", "Language", required=True, default=lambda self: self.env.lang or "zh_CN"
    )
    version = fields.Integer(required=True, readonly=True, copy=False, default=0)
    title = fields.Char(required=True, help="What the box on the form says.")
    body = fields.Text(
        required=True,
        help="Who uses which data for what, how long, who gets them, and how to withdraw.",
    )
    sha256 = fields.Char(
        "SHA-256",
        compute="_compute_sha256",
        store=True,
        precompute=True,
        help="Fingerprint of title and text; every consent keeps it.",
    )
    is_material = fields.Boolean(
        "Asks Again",
        default=True,
        help="Purpose, means or kinds of data have changed: consents to older versions do not"
        " hold any more, and people are asked again.",
    )
    date_from = fields.Date(
        "In Force From", required=True, default=fields.Date.context_today, copy=False
    )
    state = fields.Selection(TEXT_STATES, required=True, default="draft", readonly=True, copy=False)

    _frozen_when = "OLD.state = 'published'"
    _frozen_fields = (
        "purpose_id",
        "company_id",
        "lang",
        "version",
        "title",
        "body",
        "sha256",
        "is_material",
        "date_from",
        "state",
    )
    _version_unique = models.UniqueIndex(
        "(purpose_id, COALESCE(company_id, 0), lang, version) WHERE version > 0",
        "This version of the text exists already in this language.",
    )

    # === COMPUTE METHODS === #

    @api.depends("title", "version", "lang")
    def _compute_display_name(self):
        for text in self:
            version = f"v{text.version}" if text.version else self.env._("draft")
            text.display_name = f"{text.title} ({version}, {text.lang})"

    @api.depends("title", "body")
    def _compute_sha256(self):
        for text in self:
            content = f"{text.title or ''}\n{text.body or ''}"
            text.sha256 = hashlib.sha256(content.encode()).hexdigest()

    @api.model
    def _get_languages(self):
        languages = self.env["res.lang"].with_context(active_test=False)
        # sudo: which languages exist is no secret
        return [(lang.code, lang.name) for lang in languages.sudo().search([])]

    # === ACTION METHODS === #

    def action_publish(self):
        """Number the texts and freeze them; from `date_from` on they are what people are asked."""
        self._ensure_state(
            ("draft",), self.env._("%(record)s is %(state)s already. Make a new version of it.")
        )
        for text in self:
            text._write_state("published", version=text._next_version())

    def action_new_version(self):
        """Open a draft with the same words, to be changed and published."""
        self.ensure_one()
        draft = self.copy({"date_from": fields.Date.context_today(self)})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    # === HELPERS === #

    @api.model
    def _build_demands(self, situation, *, subject_type, **where):
        """Return the texts that a form must show; see `distribution.consent._required_texts`."""
        company = where.get("company") or self.env.company
        domain = [("state", "=", "active")]
        if situation == "application":
            domain.append(("is_asked_at_application", "=", True))
        if subject_type == "company":
            domain.append(("applies_to", "=", "all"))
        # sudo: what people are asked is public
        purposes_sudo = self.env["distribution.purpose"].sudo().search(domain)
        texts_sudo = self._find_in_force(purposes_sudo, company=company, lang=where.get("lang"))
        return [
            ConsentDemand(
                text=text,
                code=text.purpose_id.code,
                is_required=not text.purpose_id.is_optional,
                is_separate=text.purpose_id.needs_separate_consent or text.purpose_id.is_optional,
            )
            for text in texts_sudo
        ]

    @api.model
    def _find_in_force(self, purposes, *, company, lang=None):
        """Return the text of each purpose that holds today, in the nearest language.

        A company's own text goes before the common one; a missing language is replaced by
        Chinese, which is what the law reads.
        """
        languages = [lang or self.env.lang, *FALLBACK_LANGUAGES]
        # sudo: published texts are public
        texts_sudo = self.sudo().search(
            [
                ("purpose_id", "in", purposes.ids),
                ("state", "=", "published"),
                ("date_from", "<=", fields.Date.context_today(self)),
                ("company_id", "in", [False, company.id]),
            ],
            order="version desc",
        )
        found = self.sudo().browse()
        for purpose in purposes:
            own = texts_sudo.filtered(lambda text, purpose=purpose: text.purpose_id == purpose)
            own = own.filtered("company_id") or own
            # An older version is never asked for, not even where the newest lacks a translation.
            own = own.filtered(lambda text, newest=own[:1].version: text.version == newest)
            ranked = sorted(
                own,
                key=lambda text: (
                    languages.index(text.lang) if text.lang in languages else len(languages)
                ),
            )
            found += next(iter(ranked), self)
        return found

    @api.model
    def _least_version(self, purpose, company):
        """Return the oldest version that consents may still refer to."""
        texts_sudo = self.sudo().search(  # published texts are public
            [
                ("purpose_id", "=", purpose.id),
                ("state", "=", "published"),
                ("is_material", "=", True),
                ("date_from", "<=", fields.Date.context_today(self)),
                ("company_id", "in", [False, company.id]),
            ]
        )
        own = texts_sudo.filtered("company_id") or texts_sudo
        return max(own.mapped("version"), default=0)

    def _next_version(self):
        """Return the version of a text that is published now.

        Languages count together: version 3 in Chinese and version 3 in English say the same.
        """
        siblings = self.sudo().search(
            [
                ("purpose_id", "=", self.purpose_id.id),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "published"),
            ]
        )
        latest = max(siblings.mapped("version"), default=0)
        same_language = siblings.filtered(lambda text: text.lang == self.lang)
        taken = max(same_language.mapped("version"), default=0)
        return latest if taken < latest else latest + 1

    def _ensure_published(self):
        if drafts := self.filtered(lambda text: text.state != "published"):
            raise UserError(
                self.env._(
                    "%(text)s is not published. Publish it before anybody agrees to it.",
                    text=drafts[0].title,
                )
            )
