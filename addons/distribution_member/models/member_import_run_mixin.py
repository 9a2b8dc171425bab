import logging

from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL
from psycopg2 import IntegrityError

from ..member_files import COLUMNS, MissingColumnsError
from ..queries import member_import as queries
from ..tabular_files import UnreadableFileError
from .member_import_checker import MemberImportChecker
from .member_import_line_data import read_lines
from .member_import_reader import MemberImportReader
from .member_maker import MemberMaker

_logger = logging.getLogger(__name__)

MEMBERS_PER_BATCH = 1000
VERDICTS_PER_QUERY = 5000
REFUSALS = (UserError, ValidationError, AccessError, IntegrityError)


class RefusedLinesError(Exception):
    """Lines that were OK could not be imported; `args[0]` has what was said, by line id."""


class DistributionMemberImportRunMixin(models.AbstractModel):
    """How a file of members is read, checked and made into members."""

    _name = "distribution.member.import.run.mixin"
    _description = "Steps of a Member Import"

    # === READING AND CHECKING === #

    def _read_file(self):
        """Stage the lines of the file; one that cannot be read leaves none behind."""
        self.ensure_one()
        content = self._read_content()
        self.env.cr.execute(
            SQL("DELETE FROM distribution_member_import_line WHERE import_id = %s", self.id)
        )
        values = {"failure": False, "unread_headings": False}
        try:
            with self.env.cr.savepoint():
                unread = MemberImportReader(self).stage(content)
            values["unread_headings"] = ", ".join(unread) or False
        except UnreadableFileError as error:
            values["failure"] = self._explain_unreadable(error)
        except MissingColumnsError as error:
            values["failure"] = self._explain_missing(error.args[0])
        self._write_state("failed" if values["failure"] else "draft", **values)

    def _explain_missing(self, missing):
        headings = [column.heading(self.env.lang) for column in COLUMNS if column.field in missing]
        return self.env._(
            "The file has no column for: %(headings)s. Take the headings of the template.",
            headings=", ".join(headings),
        )

    def _check_lines(self):
        """Say of every line that is not imported yet what would become of it."""
        self.ensure_one()
        lines = read_lines(self, self._fetch_lines(("unchecked", "ok", "skipped", "error")))
        MemberImportChecker(self, lines).check()
        verdicts = [self._prepare_verdict(line) for line in lines]
        for start in range(0, len(verdicts), VERDICTS_PER_QUERY):
            self.env.cr.execute(
                queries.write_verdicts(verdicts[start : start + VERDICTS_PER_QUERY])
            )
        self.env["distribution.member.import.line"].invalidate_model()
        self.invalidate_recordset()

    def _forget_verdicts(self):
        """Have the lines looked at again before anything is imported."""
        self.env["distribution.member.import.line"].flush_model()
        self.env.cr.execute(queries.forget_verdicts(self.ids))
        self.env["distribution.member.import.line"].invalidate_model()

    def _prepare_verdict(self, line):
        finding = line.finding
        return {
            "id": line.id,
            "state": line.state,
            "operation": line.operation,
            "depth": line.depth,
            "finding": finding.reason if finding else None,
            "field": finding.field if finding else None,
            "culprit": finding.culprit if finding else None,
            "level_id": line.level_id,
            "region_id": line.region_id,
            "partner_id": line.partner_id,
            "member_id": line.member["id"] if line.member else None,
        }

    def _fetch_lines(self, states, limit=None):
        self.env["distribution.member.import.line"].flush_model()
        self.env.cr.execute(queries.read_lines(self.id, states, limit))
        return self.env.cr.dictfetchall()

    # === MAKING === #

    def _process_batch(self):
        """Make members, with the rights of who pressed Import; return whether lines are left.

        All members at once when errors are refused: the transaction is the whole import.
        """
        self.ensure_one()
        record = self.with_user(self.user_id).with_company(self.company_id)
        if self.on_error == "refuse":
            record._make_all_or_none()
            return False
        rows = record._fetch_lines(("ok",), MEMBERS_PER_BATCH)
        refused = record._make_batch(rows)
        record._refresh_statistics(record.imported_count + len(rows))
        record._mark_refused(refused)
        if len(rows) == MEMBERS_PER_BATCH:
            return True
        record._finish()
        return False

    def _make_all_or_none(self):
        try:
            with self.env.cr.savepoint():
                made = 0
                while rows := self._fetch_lines(("ok",), MEMBERS_PER_BATCH):
                    if refused := self._make_batch(rows):
                        raise RefusedLinesError(refused)
                    made += len(rows)
                    self._refresh_statistics(made)
                    self._report_progress(made)
        except RefusedLinesError as error:
            self._mark_refused(error.args[0])
            self._write_state("previewed", is_running=False)
            self.message_post(
                body=self.env._(
                    "Nothing was imported: %(count)s lines were refused. Correct them and preview"
                    " again.",
                    count=len(error.args[0]),
                )
            )
        else:
            self._finish()

    def _make_batch(self, rows):
        """Make the members of some lines; return what was said about those that are refused.

        Checked lines are seldom refused, by a change since: then one is tried after the other.
        """
        if not rows:
            return {}
        maker = MemberMaker(self)
        try:
            with self.env.cr.savepoint():
                maker.make(rows)
            return {}
        except REFUSALS as error:
            _logger.info("%s: a batch was refused, line by line now: %s", self.name, error)
        refused = {}
        for row in rows:
            try:
                with self.env.cr.savepoint():
                    maker.make([row])
            except REFUSALS as error:
                refused[row["id"]] = self._explain_refusal(error)
        return refused

    def _explain_refusal(self, error):
        if not isinstance(error, IntegrityError):
            return str(error)
        table = error.diag.table_name
        model = next(
            (name for name, cls in self.env.registry.items() if cls._table == table), "base"
        )
        return self.env[model]._sql_error_to_message(error)

    def _mark_refused(self, refused):
        """Turn lines into errors that say why they were refused."""
        if not refused:
            return
        self.env.cr.execute(queries.refuse_lines(refused))
        self.env["distribution.member.import.line"].invalidate_model()

    def _finish(self):
        """Close the import and keep who imported what."""
        self._ensure_not_imported()
        self._forget_progress()
        self.env.invalidate_all()
        made, changed = self._count_imported()
        self.env["distribution.audit"]._record(
            "member_import",
            self,
            new_value=f"{made} + {changed}",
            reason=self.env._(
                "%(file)s: %(made)s members made, %(changed)s changed",
                file=self.name,
                made=made,
                changed=changed,
            ),
        )
        self._write_state("done", is_running=False)

    def _count_imported(self):
        """Return how many members were made and how many were changed."""
        counts = dict(
            self.env["distribution.member.import.line"]._read_group(
                [("import_id", "=", self.id), ("is_imported", "=", True)],
                ["operation"],
                ["__count"],
            )
        )
        return counts.get("create", 0), counts.get("update", 0)

    def _refresh_statistics(self, made):
        """Let the database look at its tables anew, each time they have doubled.

        It plans the check of a foreign key once; planned for the nearly empty table of a new
        channel, it would read all contacts anew for each of 20,000.
        """
        batch = made // MEMBERS_PER_BATCH
        if batch and not batch & (batch - 1):
            self.env.cr.execute(queries.analyze_tables())

    # === PROGRESS === #

    def _report_progress(self, made):
        """Tell how far a transaction is that nobody can look into; in one of its own."""
        if not self.is_running:
            return
        with self.env.registry.cursor() as cursor:
            cursor.execute(queries.report_progress(self.id, made))

    def _forget_progress(self):
        if self.is_running:
            with self.env.registry.cursor() as cursor:
                cursor.execute(queries.forget_progress(self.id))

    def _read_progress(self):
        """Return how many members are made but not committed yet, by import."""
        # sudo: it says nothing but a number about an import the user sees
        rows = self.env["distribution.member.import.progress"].sudo()
        found = rows.search_fetch([("import_id", "in", self.ids)], ["import_id", "made"])
        return {row.import_id: row.made for row in found}

    # === HELPERS === #

    def _ensure_may_commit(self):
        """Look again at corrected lines, and refuse to import half a file that is all or none."""
        lines = self.env["distribution.member.import.line"]
        if lines.search_count([("import_id", "=", self.id), ("state", "=", "unchecked")], limit=1):
            self._check_lines()
        if self.on_error == "refuse" and self.error_count:
            raise UserError(
                self.env._(
                    "%(count)s lines have errors. Correct them and preview again, or choose to"
                    " import the other lines.",
                    count=self.error_count,
                )
            )

    def _count_pending(self):
        lines = self.env["distribution.member.import.line"]
        return lines.search_count(
            [("import_id", "=", self.id), ("state", "=", "ok"), ("is_imported", "=", False)]
        )
