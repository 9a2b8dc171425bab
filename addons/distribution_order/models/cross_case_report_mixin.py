from odoo import api, fields, models
from odoo.addons.distribution_member.models.append_only_mixin import ERASED
from odoo.exceptions import UserError

from .cross_case_hearing_mixin import LONGEST_TEXT
from .delivery_area import DeliveryArea
from .distribution_cross_case_line import LONGEST_CODE

MOST_REPORT_FILES = 6
MOST_LOTS = 20
LONGEST_PLACE = 200
WORDS = ("description", "accusation", "answer", "decision_reason", "objection", "closing_note")


class DistributionCrossCaseReportMixin(models.AbstractModel):
    """What distributors report in the portal, and what becomes of their words later."""

    _name = "distribution.cross.case.report.mixin"
    _description = "Report of Cross-Region Selling"

    # === BUSINESS METHODS === #

    @api.model
    def _report(self, member, user, values, files):
        """Record what the people of a member report; the caller has checked who they are.

        :param values: clean `text`, `place`, `region_id`, and `lots`, the codes on the goods
        :param files: pairs (name, content)
        :raise UserError: a sentence that says what is wrong
        """
        text = self._ensure_text(values["text"], self.env._("Write what you saw, where and when."))
        if len(files) > MOST_REPORT_FILES:
            raise UserError(
                self.env._("Please send at most %(limit)s files.", limit=MOST_REPORT_FILES)
            )
        if len(values["lots"]) > MOST_LOTS or any(len(c) > LONGEST_CODE for c in values["lots"]):
            raise UserError(
                self.env._("Please enter at most %(limit)s lot or serial numbers.", limit=MOST_LOTS)
            )
        areas = self._find_reportable_areas(member)
        # Nobody outside follows a case: its messages tell more than the reporter may know.
        case = self.with_context(mail_create_nosubscribe=True).create(
            {
                "company_id": member.company_id.id,
                "reporter_member_id": member.id,
                "user_id": user.id,
                "region_id": values["region_id"]
                if values["region_id"] in areas.ids
                else areas[:1].id,
                "place": values["place"][:LONGEST_PLACE],
                "description": text,
            }
        )
        case._add_files("report", files)
        if values["lots"]:
            self.env["distribution.cross.case.line"].create(
                [{"case_id": case.id, "lot_name": code} for code in dict.fromkeys(values["lots"])]
            )
        return case

    @api.model
    def _find_reportable_areas(self, member):
        """Return the regions of which the member may say that goods turned up there: its own."""
        today = fields.Date.context_today(self)
        return DeliveryArea(member, today).areas[member.id]

    def _add_files(self, side, files):
        """Keep the files of somebody outside; as superuser, who is told what is wrong."""
        self.ensure_one()
        for name, content in files:
            self.env["distribution.cross.case.file"].create(
                {"case_id": self.id, "side": side}
            )._store_file(content, name)

    def _erase_words(self):
        """Leave what is counted, and no word or picture of a person; as superuser."""
        self.file_ids.unlink()
        for name in WORDS:
            self.filtered(name).write({name: ERASED})
        self.write({"place": False, "draft": False})
        self.log_ids.filtered("text").write({"text": ERASED})

    # === HELPERS === #

    @api.model
    def _ensure_text(self, text, message):
        text = (text or "").strip()
        if not text:
            raise UserError(message)
        if len(text) > LONGEST_TEXT:
            raise UserError(self.env._("Please write at most %(limit)s signs.", limit=LONGEST_TEXT))
        return text
