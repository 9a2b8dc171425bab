from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

from .. import identity_numbers
from .distribution_purpose import PURPOSE_SENSITIVE

ADULT_ENOUGH = 14  # below, consent is the parents' (PIPL art. 31): we do not take such applications


class DistributionApplicationApplicantMixin(models.AbstractModel):
    """Whether what an applicant wrote about itself can be right, and is complete."""

    _name = "distribution.application.applicant.mixin"
    _description = "Applicant's Data"

    consent_evidence = fields.Char(
        "Signed Consent Kept In",
        copy=False,
        help="When staff enter an application: folder and page of the paper that the applicant has"
        " signed. The consents are recorded with it when the application is handed in.",
    )
    missing_document_ids = fields.Many2many(
        "distribution.document.type",
        compute="_compute_missing_document_ids",
        string="Missing Documents",
    )

    # === COMPUTE METHODS === #

    @api.depends("phone")
    def _compute_phone_key(self):
        for application in self:
            application.phone_key = (
                identity_numbers.normalise_phone(application.phone) if application.phone else False
            )

    @api.depends("level_id", "subject_type", "document_ids.state", "document_ids.type_id")
    def _compute_missing_document_ids(self):
        """Find the required documents of which none is there, or only refused or expired ones."""
        for application in self:
            held = application.document_ids.filtered(
                lambda document: document.state in ("submitted", "accepted")
            ).type_id
            application.missing_document_ids = application._get_required_types() - held

    # === CONSTRAINT METHODS === #

    @api.constrains("phone", "email", "credit_code", "subject_type")
    def _check_applicant(self):
        for application in self:
            errors = application._find_field_errors(
                {
                    name: application[name]
                    for name in ("phone", "email", "credit_code", "subject_type")
                }
            )
            if errors:
                raise ValidationError("\n".join(errors.values()))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalise_applicant(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalise_applicant(vals))

    # === BUSINESS METHODS === #

    def _apply_again(self):
        """Return a new draft with the data of this closed application.

        :raise UserError: when it is open or approved, or the cooling days are not over
        """
        self.ensure_one()
        self._ensure_state(
            ("rejected", "withdrawn"),
            self.env._("%(record)s is %(state)s. Only rejected or withdrawn ones begin anew."),
        )
        self.check_access("write")
        day = self._get_reapply_date()
        if day > fields.Date.context_today(self):
            raise UserError(self._describe_reapply_date())
        values = {name: self._decrypt(name) for name in ("id_number", "bank_account") if self[name]}
        return self.copy({**values, "previous_id": self.id, "source": self.source})

    def _describe_reapply_date(self):
        return self.env._(
            "A new application is possible from %(day)s on.",
            day=fields.Date.to_string(self._get_reapply_date()),
        )

    def _get_today(self):
        return fields.Date.context_today(self)

    def _get_masked_email(self):
        """Return enough of the address for its owner to know it."""
        name, _at, domain = (self.email or "").partition("@")
        return f"{name[:1]}***@{domain}" if domain else ""

    def _get_reapply_date(self):
        """Return the first day on which the applicant may apply again."""
        decided = fields.Date.context_today(self, self.date_decided or fields.Datetime.now())
        days = self.company_id.distribution_reapply_days if self.state == "rejected" else 0
        return fields.Date.add(decided, days=days)

    # === HELPERS === #

    @api.model
    def _normalise_applicant(self, vals):
        """Return the values as they are compared and shown."""
        vals = dict(vals)
        if vals.get("credit_code"):
            code = identity_numbers.half_width(vals["credit_code"])
            vals["credit_code"] = "".join(code.split()).replace("-", "").upper()
        if vals.get("email"):
            vals["email"] = email_normalize(vals["email"]) or vals["email"].strip()
        for name in ("applicant_name", "contact_name", "phone", "street"):
            if vals.get(name):
                vals[name] = vals[name].strip()
        return vals

    def _ensure_sensitive_valid(self, name, value):
        """Override to check the numbers before they are encrypted."""
        result = super()._ensure_sensitive_valid(name, value)
        if error := self._find_field_errors({name: value}).get(name):
            raise UserError(error)
        return result

    def _ensure_complete(self):
        """Raise when something is missing that a reviewer would have to ask for."""
        self.ensure_one()
        missing = self._find_missing_fields(self)
        if missing:
            labels = ", ".join(self._fields[name]._description_string(self.env) for name in missing)
            raise UserError(
                self.env._(
                    "Fill in before the application is handed in: %(fields)s.", fields=labels
                )
            )
        if self.missing_document_ids:
            raise UserError(
                self.env._(
                    "Add the documents that %(level)s requires: %(documents)s.",
                    level=self.level_id.name,
                    documents=", ".join(self.missing_document_ids.mapped("name")),
                )
            )

    def _ensure_consents(self):
        """Record what was signed on paper, and raise when a number is kept without consent."""
        self.ensure_one()
        consents = self.env["distribution.consent"]
        is_natural = self.id_number or (self.bank_account and self.subject_type != "company")
        if self.consent_evidence:
            demands = consents._required_texts(
                subject_type="person" if is_natural else self.subject_type,
                company=self.company_id,
                lang=self.lang,
            )
            texts = self.env["distribution.consent.text"].union(
                *(demand.text for demand in demands if demand.is_required)
            )
            consents._give(self, texts, "paper", evidence=self.consent_evidence)
        if is_natural and not consents._has(self, PURPOSE_SENSITIVE):
            raise UserError(
                self.env._(
                    "ID number and bank account of a natural person may only be kept with a"
                    " separate consent. Enter where the signed paper is kept, or take the numbers"
                    " out."
                )
            )

    def _get_required_types(self):
        self.ensure_one()
        types = self.env["distribution.document.type"]._search_for(self.level_id, self.subject_type)
        return types.filtered(lambda kind: kind._is_required_for(self.level_id))

    @api.model
    def _find_missing_fields(self, values):
        """Return the names of required fields without a value; `values` is a dict or a record."""
        names = ["applicant_name", "contact_name", "phone", "email", "level_id", "region_id"]
        names.append("id_number" if values["subject_type"] == "person" else "credit_code")
        return [name for name in names if not values[name]]

    @api.model
    def _find_field_errors(self, values):
        """Return {field: sentence} for values that cannot be right; empty ones are passed over."""
        checks = {
            "phone": self._find_phone_error,
            "email": self._find_email_error,
            "credit_code": self._find_credit_code_error,
            "id_number": self._find_id_number_error,
            "bank_account": self._find_bank_account_error,
        }
        errors = {name: check(values[name]) for name, check in checks.items() if values.get(name)}
        return {name: error for name, error in errors.items() if error}

    @api.model
    def _find_phone_error(self, value):
        if identity_numbers.phone_error(value):
            return self.env._(
                "Enter a mobile number of 11 digits, or a landline with its area code."
            )
        return None

    @api.model
    def _find_email_error(self, value):
        if not email_normalize(value):
            return self.env._("Enter an e-mail address such as name@example.com.")
        return None

    @api.model
    def _find_credit_code_error(self, value):
        return {
            "length": self.env._(
                "The unified social credit code has 18 signs. Check what is typed."
            ),
            "shape": self.env._(
                "The code has digits and capital letters only, without I, O, S, V and Z. Check it"
                " against the licence."
            ),
            "check": self.env._(
                "The last sign does not fit the others: at least one is mistyped. Check the code"
                " against the licence."
            ),
        }.get(identity_numbers.credit_code_error(value))

    @api.model
    def _find_id_number_error(self, value):
        today = fields.Date.context_today(self)
        error = identity_numbers.id_card_error(value, today)
        if not error and identity_numbers.age_on(value, today) < ADULT_ENOUGH:
            return self.env._("We do not take applications of persons under 14 years of age.")
        return {
            "length": self.env._("The ID number has 18 signs. Check what is typed."),
            "shape": self.env._(
                "The ID number has 17 digits and a digit or X. Check what is typed."
            ),
            "birthday": self.env._("The birthday in the ID number is no possible day. Check it."),
            "check": self.env._(
                "The last sign does not fit the others: at least one is mistyped. Check the number"
                " against the card."
            ),
        }.get(error)

    @api.model
    def _find_bank_account_error(self, value):
        digits = "".join(identity_numbers.half_width(value).split()).replace("-", "")
        if not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 32):
            return self.env._("A bank account has 8 to 32 digits. Check what is typed.")
        return None
