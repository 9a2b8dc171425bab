from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL, format_date

from ..queries import todos as signs

DAYS_BEFORE_EXPIRY = 90  # as the first reminder by mail


class DistributionMemberPortalTodoMixin(models.AbstractModel):
    """What waits for a distributor's people; addons add to it by overriding the hook.

    A to-do is a dict of `icon`, `text` and `url`. The pages ask as superuser, for a member that
    they have found by the visitor's own role.
    """

    _name = "distribution.member.portal.todo.mixin"
    _description = "To-Dos of a Member in the Portal"

    def _prepare_portal_todos(self, role):
        """Return what waits for the visitor; one query tells where to look at all.

        :param str role: of the visitor; money is for `MONEY_ROLES`
        """
        self.ensure_one()
        sources = self._get_todo_sources(role)
        self.env.flush_all()
        [found] = self.env.execute_query(
            SQL("SELECT %s", SQL(", ").join(condition for condition, _prepare in sources))
        )
        return [
            todo
            for (_condition, prepare), is_there in zip(sources, found, strict=True)
            if is_there
            for todo in prepare()
        ]

    # === HOOKS === #

    def _get_todo_sources(self, role):
        """Override to add where to-dos come from, in the order of the page.

        :return: list of a condition, `SQL` that is true whenever there may be some, and the method
            that then returns them
        """
        today = fields.Date.context_today(self)
        last_day = today + timedelta(days=DAYS_BEFORE_EXPIRY)
        everybody = [
            (SQL("%s", self._ends_soon(self.date_end)), self._prepare_membership_todos),
            (
                signs.certificates(self.id, today, last_day),
                self._prepare_certificate_todos,
            ),
            (signs.messages(self.id, self.env.uid), self._prepare_message_todos),
            (
                signs.notices(self.company_id.id, self.env.uid, today),
                self._prepare_notice_todos,
            ),
        ]
        if role != "admin":
            return everybody
        return [
            (signs.new_colleagues(self.id), self._prepare_colleague_todos),
            (signs.consents(self.id), self._prepare_consent_todos),
            (signs.documents(self.id, last_day), self._prepare_document_todos),
            *everybody,
        ]

    # === HELPERS === #

    def _prepare_colleague_todos(self):
        """Return that somebody has no confirmed role yet."""
        new = len(self.colleague_ids.filtered("is_new"))
        text = self.env._("New colleagues without a confirmed role: %(count)s", count=new)
        url = "/my/distribution/colleagues"
        return [{"icon": "fa-user-plus", "text": text, "url": url}] if new else []

    def _prepare_consent_todos(self):
        """Return that there are newer texts than those that were agreed to."""
        if not self._has_newer_consent_text():
            return []
        text = self.env._("A text you agreed to has a newer version. Please read it.")
        return [{"icon": "fa-shield", "text": text, "url": "/my/distribution/privacy"}]

    def _prepare_message_todos(self):
        """Return how many messages the user has not opened."""
        count = self.env["distribution.message"]._count_unread(self)
        text = self.env._("Messages to read: %(count)s", count=count)
        url = "/my/distribution/messages"
        return [{"icon": "fa-bell-o", "text": text, "url": url}] if count else []

    def _prepare_notice_todos(self):
        """Return how many notices for the member the user has not opened."""
        count = self.env["distribution.notice"]._count_unread(self)
        text = self.env._("Notices to read: %(count)s", count=count)
        url = "/my/distribution/notices"
        return [{"icon": "fa-bullhorn", "text": text, "url": url}] if count else []

    def _prepare_membership_todos(self):
        """Return the end of the membership, when it is near or past; only we can renew it."""
        if not self._ends_soon(self.date_end):
            return []
        date = format_date(self.env, self.date_end)
        if self.date_end < fields.Date.context_today(self):
            text = self.env._("Your membership ended on %(date)s. Ask us to renew it.", date=date)
        else:
            text = self.env._("Your membership ends on %(date)s. Ask us to renew it.", date=date)
        return [{"icon": "fa-hourglass-end", "text": text, "url": "/my/distribution/me"}]

    def _prepare_document_todos(self):
        """Return the accepted documents that end soon, or have ended, without a successor yet."""
        documents = self.env["distribution.document"].search(
            [("member_id", "=", self.id), ("state", "in", ("submitted", "accepted"))], order="id"
        )
        latest = {document.type_id: document for document in documents}
        return [
            {
                "icon": "fa-file-text-o",
                "text": self.env._(
                    "%(document)s is valid until %(date)s only. Send us the new one.",
                    document=document.type_id.name,
                    date=format_date(self.env, document.date_end),
                ),
                "url": "/my/distribution/me",
            }
            for document in latest.values()
            if document.state == "accepted" and self._ends_soon(document.date_end)
        ]

    def _prepare_certificate_todos(self):
        """Return the authorisations that end soon; only we can renew them."""
        return [
            {
                "icon": "fa-certificate",
                "text": self.env._(
                    "Authorisation %(number)s ends on %(date)s. Ask us to renew it.",
                    number=authorisation.number,
                    date=format_date(self.env, authorisation.date_to),
                ),
                "url": "/my/distribution/certificates",
            }
            for authorisation in self.authorisation_ids
            if authorisation.is_valid and self._ends_soon(authorisation.date_to)
        ]

    def _ends_soon(self, date_end):
        """Return whether the last day is near, or past."""
        last_day_shown = fields.Date.context_today(self) + timedelta(days=DAYS_BEFORE_EXPIRY)
        return bool(date_end) and date_end <= last_day_shown

    def _has_newer_consent_text(self):
        """Return whether a consent in force is to an older text than the one shown today."""
        versions = {
            consent.purpose_id.code: consent.version
            for consent in self.consent_ids
            if not consent.date_end
        }
        if not versions:
            return False
        demands = self.env["distribution.consent"]._required_texts(
            "portal",
            subject_type=self.subject_type,
            company=self.company_id,
            lang=self.env.lang,
        )
        return any(
            demand.text.version > versions.get(demand.code, demand.text.version)
            for demand in demands
        )
