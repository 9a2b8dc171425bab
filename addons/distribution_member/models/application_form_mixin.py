from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError

from .distribution_document_type import SUBJECT_FLAGS


class FormDocument(NamedTuple):
    """A file as it came with the form."""

    type_id: int
    content: bytes
    name: str
    number: str
    date_end: str


class FormRefused(Exception):
    """The form is refused; `errors` are sentences by the name of the input."""

    def __init__(self, errors):
        super().__init__()
        self.errors = errors


class DistributionApplicationFormMixin(models.AbstractModel):
    """What the public form does: one application with files and consents, or sentences why not.

    Called as superuser for a visitor; everything that comes in is checked here.
    """

    _name = "distribution.application.form.mixin"
    _description = "Public Form of Applications"

    # === BUSINESS METHODS === #

    @api.model
    def _apply_by_form(self, values, documents, consent_codes):
        """Return the application that was handed in.

        :param dict values: known fields only, see `controllers/form_values.py`; besides them
            `invitation`, whose code came with the form, and the network `address`
        :param documents: list of `FormDocument`
        :param consent_codes: purposes whose box was ticked
        :raise FormRefused: with all that is wrong; nothing is kept then
        """
        self._ensure_from_link()
        invitation, address = values.pop("invitation", None), values.pop("address", "")
        if values["subject_type"] not in SUBJECT_FLAGS:
            raise FormRefused({"subject_type": self.env._("Choose who applies.")})
        demands = self._find_form_demands(values)
        errors = self._find_form_errors(values, documents)
        errors.update(
            {
                f"consent_{demand.code}": self.env._("We cannot take the application without it.")
                for demand in demands
                if demand.is_required and demand.code not in consent_codes
            }
        )
        if errors:
            raise FormRefused(errors)
        with self.env.cr.savepoint():
            application = self._create_by_form(values)
            application._attach_form_documents(documents)
            texts = self.env["distribution.consent.text"].union(
                *(demand.text for demand in demands if demand.code in consent_codes)
            )
            self.env["distribution.consent"]._give(application, texts, "application")
            if invitation:
                application._bind_inviter(invitation, address)
            try:
                application.action_submit()
            except UserError as error:
                raise FormRefused({"form": str(error)})
        return application

    def _attach_form_documents(self, documents):
        """Add the files of a form.

        :raise FormRefused: with a sentence per file that cannot be kept
        """
        self.ensure_one()
        errors = {}
        for document in documents:
            record = self.env["distribution.document"].create(
                {
                    "application_id": self.id,
                    "type_id": document.type_id,
                    "number": document.number,
                    "date_end": document.date_end or False,
                }
            )
            try:
                record._store_file(document.content, document.name)
            except UserError as error:
                errors[f"doc_{document.type_id}"] = str(error)
        if errors:
            raise FormRefused(errors)

    @api.model
    def _get_form_levels(self):
        """Return the levels that visitors may ask for."""
        return self.env["distribution.level"].search(
            [
                ("is_open_to_applicants", "=", True),
                ("company_id", "in", [False, self.env.company.id]),
            ]
        )

    @api.model
    def _get_form_regions(self, parent=False):
        """Return the regions inside another one, or those inside none."""
        return self.env["distribution.region"].search(
            [
                ("parent_id", "=", parent),
                ("company_id", "in", [False, self.env.company.id]),
            ],
            order="code, id",
        )

    # === HELPERS === #

    @api.model
    def _create_by_form(self, values):
        return self.with_context(mail_create_nosubscribe=True, mail_create_nolog=True).create(
            {
                **{name: value for name, value in values.items() if value},
                "source": "form",
                "company_id": self.env.company.id,
            }
        )

    @api.model
    def _find_form_demands(self, values):
        """Return the consents that the form asks for."""
        is_natural = values["subject_type"] != "company" or values["id_number"]
        return self.env["distribution.consent"]._required_texts(
            subject_type="person" if is_natural else "company", lang=values["lang"]
        )

    @api.model
    def _find_form_errors(self, values, documents):
        """Return {input: sentence} of everything that can be said before anything is created."""
        errors = self._find_field_errors(values)
        level = self._get_form_levels().filtered_domain([("id", "=", values["level_id"])])
        region = self.env["distribution.region"].search(
            [
                ("id", "=", values["region_id"]),
                ("company_id", "in", [False, self.env.company.id]),
            ]
        )
        checked = {**values, "level_id": level.id, "region_id": region.id}
        errors.update(
            {
                name: self.env._("Please fill this in.")
                for name in self._find_missing_fields(checked)
            }
        )
        if level:  # without one, nobody knows which documents are asked for
            errors.update(self._find_form_document_errors(level, values, documents))
        return errors

    @api.model
    def _find_form_document_errors(self, level, values, documents):
        """Return {input: sentence} of missing files, numbers and days."""
        types = self.env["distribution.document.type"]._search_for(level, values["subject_type"])
        given = {document.type_id: document for document in documents}
        errors = {
            f"doc_{type_id}": self.env._("This document is not asked for here.")
            for type_id in given.keys() - set(types.ids)
        }
        for kind in types:
            document = given.get(kind.id)
            if not document and kind._is_required_for(level):
                errors[f"doc_{kind.id}"] = self.env._("Please choose a file.")
            if document:
                errors.update(self._find_number_errors(kind, document))
        return errors

    def _find_answer_errors(self, documents):
        """Return {input: sentence} of what is missing beside files that are sent later."""
        errors = {}
        for document in documents:
            kind = self.env["distribution.document.type"].browse(document.type_id)
            errors.update(self._find_number_errors(kind, document))
        return errors

    @api.model
    def _find_number_errors(self, kind, document):
        errors = {}
        if kind.needs_number and not document.number:
            errors[f"doc_{kind.id}_number"] = self.env._("Please fill this in.")
        if kind.needs_expiry and not document.date_end:
            errors[f"doc_{kind.id}_end"] = self.env._("Please fill this in.")
        if document.date_end:
            errors.update(self._find_day_error(kind, document.date_end))
        return errors

    @api.model
    def _find_day_error(self, kind, day):
        try:
            is_over = fields.Date.to_date(day) < fields.Date.context_today(self)
        except ValueError:
            return {f"doc_{kind.id}_end": self.env._("Enter a day such as 2028-12-31.")}
        if is_over:
            return {f"doc_{kind.id}_end": self.env._("The document is not valid any more.")}
        return {}
