from odoo import models
from odoo.tools import format_date

from ..queries import todos

CASES_URL = "/my/distribution/cross-cases"
ENDED = ("unfounded", "closed")


class DistributionMemberCrossCaseMixin(models.AbstractModel):
    """What a member reported, what is said against it, and until when it is heard."""

    _name = "distribution.member.cross.case.mixin"
    _description = "Cases of Cross-Region Selling of a Member"

    # === PORTAL === #

    def _prepare_portal_links(self, role):
        """Override of `distribution_member` to add the reports and cases."""
        links = super()._prepare_portal_links(role)
        if role == "admin":
            text = self.env._("Cross-region selling")
            links.append({"icon": "fa-map-signs", "text": text, "url": CASES_URL})
        return links

    def _get_todo_sources(self, role):
        """Override of `distribution_member` to add statements that are asked for."""
        sources = super()._get_todo_sources(role)
        if role != "admin":
            return sources
        return [(todos.hearings(self.id), self._prepare_hearing_todos), *sources]

    def _prepare_hearing_todos(self):
        """Return the cases that the member may say something on, and until when."""
        # sudo: what was told to the member; portal users have no right to the model
        waiting_sudo = self.env["distribution.cross.case"].sudo()
        waiting_sudo = waiting_sudo.search(
            [("member_id", "=", self.id), ("hearing_state", "=", "waiting")]
        )
        return [
            {
                "icon": "fa-gavel",
                "text": self.env._(
                    "Case %(case)s: your statement is asked for until %(date)s",
                    case=case.name,
                    date=format_date(self.env, case.hearing_deadline),
                ),
                "url": f"{CASES_URL}/{case.id}",
            }
            for case in waiting_sudo.filtered(lambda case: case._may_answer())
        ]

    # === PRIVACY === #

    def _get_retention_reasons(self):
        """Override of `distribution_member`: a case that is open is ended first."""
        reasons = super()._get_retention_reasons()
        open_cases = self._find_cross_cases().filtered(lambda case: case.state not in ENDED)
        if open_cases:
            reasons.append(
                self.env._(
                    "Cases of cross-region selling are open: %(cases)s.",
                    cases=", ".join(open_cases.mapped("name")),
                )
            )
        return reasons

    def _unlink_personal_records(self, persons, users):
        """Override of `distribution_member`: no word of a case outlives the persons."""
        result = super()._unlink_personal_records(persons, users)
        cases_sudo = self._find_cross_cases()
        cases_sudo._erase_words()
        self._erase_threads(cases_sudo)
        return result

    def _get_export_sections(self):
        """Override of `distribution_member`; who reported the member is not its own data."""
        cases_sudo = self._find_cross_cases()
        reported = cases_sudo.filtered(lambda case: case.reporter_member_id == self)
        told = cases_sudo.filtered(lambda case: case.member_id == self and case.hearing_asked)
        return {
            **super()._get_export_sections(),
            "cross_region_reports": [
                {
                    "number": case.name,
                    "date": case.date,
                    "place": case.place,
                    "text": case.description,
                    "outcome": case.outcome,
                }
                for case in reported
            ],
            "cross_region_cases": [
                {
                    "number": case.name,
                    "state": case.state,
                    "accusation": case.accusation,
                    "statement": case.answer,
                    "decision": case.outcome,
                    "reasons": case.decision_reason,
                    "measure": case.measure_id.name,
                    "objection": case.objection,
                    "answer_to_objection": case.closing_note,
                }
                for case in told
            ],
        }

    # === HELPERS === #

    def _find_cross_cases(self):
        """Return the cases that the member reported or that are about it."""
        # sudo: the caller has checked whose data is asked for
        cases_sudo = self.env["distribution.cross.case"].sudo()
        return cases_sudo.search(
            ["|", ("member_id", "=", self.id), ("reporter_member_id", "=", self.id)]
        )
