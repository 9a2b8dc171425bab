from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from .file_import_mixin import IMPORT_STATES
from .state_machine_mixin import STATE_SENTINEL

IMPORT_CRON = "distribution_member.ir_cron_member_import"
# More members than this are made by the scheduler, so that nobody waits in front of a spinner.
MEMBERS_AT_ONCE = 300
OPTIONS = {"on_error", "on_existing", "company_id", "file"}
GUARDED = {"user_id", "is_running", "checksum", "failure"}


class DistributionMemberImport(models.Model):
    """One file of members: read, shown line by line, then made into members.

    The file itself is not kept, since it may hold identity numbers in clear: its lines are, with
    those numbers encrypted.
    """

    _name = "distribution.member.import"
    _description = "Member Import"
    _inherit = [
        "distribution.member.import.run.mixin",
        "distribution.file.import.mixin",
        "mail.thread",
        "distribution.state.machine.mixin",
    ]
    _import_action = "distribution_member.distribution_member_import_action"
    _lines_action = "distribution_member.distribution_member_import_line_action"

    state = fields.Selection(
        IMPORT_STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    file = fields.Binary(
        compute="_compute_file",
        inverse="_inverse_file",
        required=False,
        help="CSV or XLSX. The file is read at once and not kept; its lines are.",
    )
    on_error = fields.Selection(
        [("refuse", "Import Nothing"), ("skip", "Import the Other Lines")],
        "Lines with Errors",
        required=True,
        default="refuse",
        help="Import nothing: all members or none. Import the other lines: lines with errors can"
        " be corrected and tried again.",
    )
    on_existing = fields.Selection(
        [("refuse", "Report an Error"), ("update", "Update the Member")],
        "Known Member Codes",
        required=True,
        default="refuse",
        help="What becomes of a line whose member code exists already. Empty cells change nothing.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Imported by",
        readonly=True,
        copy=False,
        help="The members are made with this user's rights.",
    )
    unread_headings = fields.Char(
        "Columns not Read", readonly=True, copy=False, help="Headings that are none of ours."
    )
    line_ids = fields.One2many("distribution.member.import.line", "import_id", "Lines")
    line_count = fields.Integer("Lines Read", compute="_compute_counts")
    ok_count = fields.Integer("OK", compute="_compute_counts")
    skipped_count = fields.Integer("Skipped", compute="_compute_counts")
    error_count = fields.Integer("Errors", compute="_compute_counts")
    imported_count = fields.Integer("Members Imported", compute="_compute_counts")
    progress = fields.Float("Progress (%)", compute="_compute_counts")

    _checksum_unique = models.UniqueIndex(
        "(company_id, checksum) WHERE state = 'done'", "This file was imported already."
    )

    # === COMPUTE METHODS === #

    def _compute_file(self):
        self.file = False

    def _inverse_file(self):
        for record in self.filtered("file"):
            record._ensure_state(
                ("draft", "failed"),
                self.env._("%(record)s is %(state)s. Upload another file as a new import."),
            )
            record._read_file()

    @api.depends("state", "is_running")
    def _compute_counts(self):
        counts = defaultdict(Counter)
        for record, state, is_imported, count in self.env[
            "distribution.member.import.line"
        ]._read_group(
            [("import_id", "in", self.ids)], ["import_id", "state", "is_imported"], ["__count"]
        ):
            counts[record.id][state] += count
            counts[record.id]["imported"] += count * is_imported
        making = self._read_progress()
        for record in self:
            count = counts[record._origin.id]
            record.ok_count = count["ok"]
            record.skipped_count = count["skipped"]
            record.error_count = count["error"]
            record.line_count = sum(count.values()) - count["imported"]
            record.imported_count = count["imported"]
            done = max(count["imported"], making.get(record._origin.id, 0))
            record.progress = 100.0 * done / count["ok"] if count["ok"] else 0.0

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: with whose rights members are made is for the buttons to say."""
        for vals in vals_list:
            self._ensure_not_guarded(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: as above, and other options make every verdict out of date."""
        self._ensure_not_guarded(vals)
        if OPTIONS & vals.keys():
            for record in self:
                record._ensure_not_running()
        result = super().write(vals)
        if {"on_existing", "company_id"} & vals.keys():
            self._forget_verdicts()
        return result

    # === ACTION METHODS === #

    def action_preview(self):
        """Say of every line what would become of it; nothing is imported yet."""
        for record in self:
            record._ensure_state(
                ("draft", "previewed", "failed"),
                self.env._("%(record)s is %(state)s. Use Try Errors Again on its error lines."),
            )
            record._ensure_not_running()
            if record.failure:
                continue
            if not record.line_ids:
                raise UserError(self.env._("Choose a CSV or XLSX file first."))
            record._ensure_not_imported()
            record._check_lines()
            record._write_state("previewed")
        return True

    def action_retry_errors(self):
        """Look again at the error lines, after they or what they need were corrected."""
        for record in self:
            record._ensure_state(
                ("previewed", "done"), self.env._("%(record)s is %(state)s. Preview it first.")
            )
            record._ensure_not_running()
            record._check_lines()
            record._write_state("previewed")
        return True

    def action_commit(self):
        """Make the members of all lines that are OK.

        Small files at once; of large ones the scheduler makes them in the background.
        """
        for record in self:
            record._ensure_state(
                ("previewed",), self.env._("%(record)s is %(state)s. Preview the file first.")
            )
            record._ensure_not_running()
            record._ensure_not_imported()
            record._ensure_may_commit()
            is_large = record._count_pending() > MEMBERS_AT_ONCE
            record._write_state("previewed", user_id=self.env.uid, is_running=is_large)
            if is_large:
                self.env.ref(IMPORT_CRON).sudo()._trigger()  # starting it is everybody's right
            else:
                while record._process_batch():
                    pass
        return True

    def action_open_members(self):
        """Open the members this file made or changed."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_member_action"
        )
        ids = self.env["distribution.member.import.line"]._search(
            [("import_id", "=", self.id), ("is_imported", "=", True)]
        )
        members = self.env["distribution.member.import.line"].browse(ids).member_id
        return {**action, "domain": [("id", "in", members.ids)], "context": {}}

    def action_download_template(self):
        """Download the empty workbook with all columns."""
        return {
            "type": "ir.actions.act_url",
            "url": "/distribution/member-import/template",
            "target": "download",
        }

    def action_download_errors(self):
        """Download the error lines with their reasons."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/distribution/member-import/{self.id}/errors",
            "target": "download",
        }

    # === HELPERS === #

    def _search_errors(self):
        return self.env["distribution.member.import.line"].search(
            [("import_id", "=", self.id), ("state", "=", "error")]
        )

    def _ensure_not_guarded(self, vals):
        if self.env.su or self.env.context.get("distribution_state") is STATE_SENTINEL:
            return
        if any(vals.get(name) for name in GUARDED):
            raise UserError(self.env._("Use the buttons Preview and Import."))
