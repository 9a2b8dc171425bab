import base64
import csv
import io

from .common import DistributionCommon

HEADINGS = ("成员编码", "名称", "级别", "区域", "上级编码")


class MemberImportCommon(DistributionCommon):
    """The small channel, and files of members for it."""

    @classmethod
    def _build_file(cls, *rows, headings=HEADINGS):
        buffer = io.StringIO()
        csv.writer(buffer).writerows([headings, *rows])
        return base64.b64encode(buffer.getvalue().encode())

    @classmethod
    def _create_import(cls, *rows, headings=HEADINGS, user=None, **values):
        """Return a new import; rows may be shorter than the headings."""
        imports = cls.env["distribution.member.import"]
        return imports.with_user(user or cls.env.user).create(
            {"name": "members.csv", "file": cls._build_file(*rows, headings=headings), **values}
        )

    @classmethod
    def _preview(cls, *rows, **values):
        member_import = cls._create_import(*rows, **values)
        member_import.action_preview()
        return member_import

    @classmethod
    def _row(cls, code, upline="", rank=3, region="T-N", **more):
        """Return a row of the headings above, and what more names by heading."""
        return (code, f"Firm {code}", f"T{rank}", region, upline, *more.values())

    def _verdicts(self, member_import):
        """Return (state, reason code, culprit) by line number."""
        return {
            line.number: (line.state, line.finding or "", line.culprit or "")
            for line in member_import.line_ids
        }

    def _find(self, code):
        return self.env["distribution.member"].search([("code", "=", code)])
