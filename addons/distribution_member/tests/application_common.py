import base64
from contextlib import contextmanager

from odoo.exceptions import UserError

from .. import identity_numbers
from .common import DistributionCommon
from .pure.test_safe_files import pdf, picture


def credit_code(number=1):
    """Return a code that can be right, another one for every number."""
    body = f"91500112MA5T{number:05d}"
    return body + identity_numbers.credit_code_check_sign(body)


def id_number(number=1, birthday="19900307"):
    """Return a number that can be right."""
    body = f"500112{birthday}{number:03d}"
    return body + identity_numbers.id_card_check_sign(body)


class ApplicationCommon(DistributionCommon):
    """Applicants for the channel, and those who decide."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What the demo or another test has set up asks for nothing here.
        cls.env["distribution.document.type"].search([]).active = False
        cls.licence, cls.photo = cls.env["distribution.document.type"].create(
            [
                {
                    "name": "Licence",
                    "code": "LIC",
                    "required_level_ids": cls.levels.ids,
                    "needs_number": True,
                    "needs_expiry": True,
                    "max_megabytes": 1,
                },
                {
                    "name": "Photo",
                    "code": "PHO",
                    "optional_level_ids": cls.levels.ids,
                    "for_person": True,
                    "allow_pdf": False,
                },
            ]
        )
        cls.reviewer = cls._create_user("app_reviewer", "reviewer")
        cls.colleague = cls._create_user("app_colleague", "reviewer")
        cls.manager = cls._create_user("app_manager", "manager")
        cls.admin = cls._create_user("app_admin", "admin")
        cls.city.manager_ids = cls.manager
        cls.city.staff_ids = cls.reviewer | cls.colleague
        cls.company.distribution_reapply_days = 0

    @classmethod
    def _create_application(cls, number=1, user=None, **values):
        """Return a draft with its licence, entered by `user` or by the system."""
        application = cls.env["distribution.application"].create(
            {
                "applicant_name": f"Applicant {number}",
                "credit_code": credit_code(number),
                "contact_name": "Li Lei",
                "phone": f"138{number:08d}",
                "email": f"applicant{number}@example.com",
                "level_id": cls.levels[1].id,
                "region_id": cls.north.id,
                "lang": "en_US",
                **values,
            }
        )
        if application.missing_document_ids:
            cls._add_document(application, cls.licence)
        return application

    @classmethod
    def _add_document(cls, application, kind, content=None, **values):
        content = content or (pdf() if kind.allow_pdf else picture())
        return cls.env["distribution.document"].create(
            {
                "application_id": application.id,
                "type_id": kind.id,
                "upload": base64.b64encode(content),
                "file_name": "file.pdf" if content.startswith(b"%PDF") else "file.jpg",
                **values,
            }
        )

    @classmethod
    def _submit(cls, number=1, **values):
        """Return an application that waits for its review."""
        application = cls._create_application(number, **values)
        application.action_submit()
        return application

    @contextmanager
    def _attempt(self, message, error=UserError):
        """Expect a refusal without the savepoint of `assertRaises`, which would undo its trail."""
        try:
            yield
        except error as caught:
            self.assertIn(message, str(caught))
            return
        self.fail(f"not refused by {error.__name__}")

    @classmethod
    def _accept_documents(cls, application, user=None):
        application.document_ids.with_user(user or cls.reviewer).action_accept()
