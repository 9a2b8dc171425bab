"""Members: sent as customers under their own code, and matched with those that are there."""

from odoo import fields

from ..clients import errors
from ..mappers import customer as mapper
from ..mappers.values import MASKED
from . import transactions
from .journal_worker import JournalWorker
from .order_document import IncompleteError

APPROVED, CREATED = "C", "A"


class MemberWorker(JournalWorker):
    """Sends active members that are not there, and binds those that are: by number, never twice."""

    kinds = ("member",)

    def work(self, erp):
        """Override: read what has changed there, then send what is missing there."""
        self._match(erp)
        if self.backend._is_sending_members():
            self.env["distribution.erp.document"]._queue_members(self.backend)
            self.let_go()
            self.work_off(erp)
        if self.changed:
            documents = self.env["distribution.erp.document"]
            transactions.insist(self.env, lambda: documents._follow_members(self.backend))

    # === READING === #

    def _match(self, erp):
        pages = erp.read_customers(self.start_from_cursor())
        self.let_go()
        for customers in pages:
            self.seen += len(customers)
            self._bind(customers)
            self.note_moments(customers)
            self.let_go()
        self.move_cursor()

    def _bind(self, customers):
        """Bind approved customers to the members that have their number as code."""
        customers = [one for one in customers if one.status == APPROVED]
        members = self.env["distribution.member"].search(
            [
                ("company_id", "=", self.company.id),
                ("code", "in", [one.number for one in customers if one.number is not MASKED]),
            ]
        )
        by_code = {member.code: member for member in members}
        pairs = [(by_code[one.number], one) for one in customers if one.number in by_code]
        self.changed += self.backend._bind_records(
            [(member, one.id, one.number) for member, one in pairs]
        )
        for member, one in pairs:
            if one.forbidden == "B":
                self.note(
                    self.env._("%(member)s is forbidden in Kingdee.", member=member.display_name)
                )

    # === SENDING === #

    def send(self, erp, taken):
        """Override of `JournalWorker`."""
        document, number = taken.document, taken.number
        wanted = self._build(document)
        found = self._look(erp, number)
        if found is None:
            document.request = self.describe(mapper.build_model(wanted))
            transactions.let_go(self.env)
            try:
                erp.save_customer(wanted)
            except errors.RefusedError as error:
                if not error.is_duplicate:
                    raise
            found = self._look(erp, number)
            if found is None:
                raise errors.TransportError("saved, but not to be found")
        self.keep(document, "saved", external_id=found.id, known_date=fields.Datetime.now())
        if found.status in ("Z", CREATED, "D"):
            erp.submit_customer(number)
            self.keep(document, "submitted")
            found = self._look(erp, number)
        if found.status == "B":
            transactions.let_go(self.env)
            erp.audit_customer(number)
        transactions.insist(self.env, lambda: self._finish(document, found))

    def _finish(self, document, found):
        self.backend._bind_records([(document.member_id, found.id, found.number)])
        document._finish("done", next_try=False)

    def _look(self, erp, number):
        transactions.let_go(self.env)
        return erp.find_customer(number)

    def _build(self, document):
        member, backend = document.member_id, self.backend
        partner = member.partner_id
        if not backend.organisation_number:
            raise IncompleteError(self.env._("Enter the number of the organisation first."))
        return mapper.CustomerDocument(
            number=document.number,
            name=partner.name,
            organisation=backend.organisation_number,
            tax_number=partner.vat or "",
            invoice_title=partner.name,
            phone=partner.phone or "",
            address="".join(filter(None, (partner.state_id.name, partner.city, partner.street))),
            currency=backend.currency_number,
        )
