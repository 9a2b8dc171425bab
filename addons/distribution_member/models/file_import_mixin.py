import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.tools import LazyTranslate

from ..tabular_files import LARGEST_FILE, Fault

_lt = LazyTranslate(__name__)

# fault -> sentence for people; %(detail)s is what the library says
FAULTS = {
    Fault.NO_HEADINGS: _lt("The first line has no headings."),
    Fault.BINARY: _lt("The file is neither CSV nor XLSX."),
    Fault.OLD_OFFICE: _lt(
        "The file is an old XLS workbook or has a password. Save it as XLSX without one."
    ),
    Fault.ENCODING: _lt("Line %(line)s, column %(column)s is neither UTF-8 nor GB18030."),
    Fault.CSV: _lt("Line %(line)s, column %(column)s cannot be read as CSV (%(detail)s)."),
    Fault.XLSX: _lt("The file is no readable XLSX workbook (%(detail)s)."),
    Fault.TOO_LARGE: _lt("The file is too large once it is unpacked. Split it."),
    Fault.TOO_MANY_LINES: _lt("The file has more than %(detail)s lines. Split it."),
}


IMPORT_STATES = [
    ("draft", "New"),
    ("previewed", "Previewed"),
    ("done", "Done"),
    ("failed", "Failed"),
]


class DistributionFileImportMixin(models.AbstractModel):
    """One CSV or XLSX file: read, shown line by line, then imported, and never twice.

    The model itself has the state and the unique index of the checksum: what is declared here would
    belong to this addon and stay behind when the model's own addon is uninstalled.
    """

    _name = "distribution.file.import.mixin"
    _description = "Import of a File"
    _order = "id desc"
    _check_company_auto = True

    # xml id of the action whose form shows an import
    _import_action: str
    # xml id of the action that lists its lines, which name it `import_id`
    _lines_action: str

    name = fields.Char("File Name", required=True, default=lambda self: self.env._("File"))
    file = fields.Binary(required=True, attachment=True)
    checksum = fields.Char("SHA-256", readonly=True, index=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    is_running = fields.Boolean("In Progress", readonly=True, copy=False)
    failure = fields.Char(readonly=True, copy=False, help="Why the file cannot be read.")

    # === ACTION METHODS === #

    def action_open_lines(self):
        """Open the lines, filtered as the context says."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(self._lines_action)
        return {
            **action,
            "domain": [("import_id", "=", self.id)],
            "context": dict(self.env.context),
        }

    # === BUSINESS METHODS === #

    @api.model
    def _cron_process(self):
        """Work on the files in progress, one batch after the other."""
        for record in self.search([("is_running", "=", True)], order="id"):
            locked = record.try_lock_for_update()
            while locked and record.with_company(record.company_id)._process_batch():
                if not self.env["ir.cron"]._commit_progress(1, remaining=1):
                    return
        self.env["ir.cron"]._commit_progress(0, remaining=0)

    def _process_batch(self):
        """Override to import the next lines; return whether lines are left."""
        return False

    # === HELPERS === #

    def _read_content(self):
        """Return the bytes of the file, and remember their checksum."""
        self.ensure_one()
        content = base64.b64decode(self.file)
        if len(content) > LARGEST_FILE:
            raise UserError(self.env._("The file is larger than 64 MB. Split it."))
        self._write_state(self.state, checksum=hashlib.sha256(content).hexdigest())
        return content

    def _ensure_not_running(self):
        if self.is_running:
            raise UserError(
                self.env._(
                    "%(record)s is being imported. Wait until it is done.", record=self.display_name
                )
            )

    def _ensure_not_imported(self):
        """Refuse a file that was imported before, with the way to the first import."""
        if not self.checksum:
            return  # its lines come from no file
        first = self.search(
            [
                ("checksum", "=", self.checksum),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
                "|",
                ("state", "=", "done"),
                ("is_running", "=", True),
            ],
            limit=1,
        )
        if first:
            action = self.env["ir.actions.actions"]._for_xml_id(self._import_action)
            raise RedirectWarning(
                self.env._(
                    "This very file was imported on %(day)s already, as %(name)s. Nothing was"
                    " imported again.",
                    day=fields.Date.to_string(first.create_date),
                    name=first.name,
                ),
                {**action, "res_id": first.id, "views": [(False, "form")]},
                self.env._("Open the First Import"),
            )

    def _explain_unreadable(self, error):
        """Return the sentence that says why the file is no table."""
        # A lazy sentence takes no arguments: it is filled in after it was translated.
        sentence = self.env._(FAULTS[error.fault])
        return self.env._(
            "The file cannot be read. %(reason)s",
            reason=sentence % {"line": error.line, "column": error.column, "detail": error.detail},
        )
