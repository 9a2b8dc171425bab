from collections import Counter, defaultdict
from itertools import islice

from odoo import api, fields, models
from odoo.addons.distribution_member.models.file_import_mixin import IMPORT_STATES
from odoo.addons.distribution_member.tabular_files import UnreadableFileError, read_rows

from ..platform_parsers import generic
from .import_resolver import ImportResolver
from .order_maker import OrderMaker

PARSE_CHUNK = 2000
ORDERS_PER_BATCH = 200
# More orders than this are made by the scheduler, so that nobody waits in front of a spinner.
ORDERS_AT_ONCE = 300


class DistributionOrderImport(models.Model):
    """One file of platform orders: read, shown line by line, then made into orders in batches."""

    _name = "distribution.order.import"
    _description = "Order Import"
    _inherit = [
        "distribution.file.import.mixin",
        "mail.thread",
        "distribution.state.machine.mixin",
    ]
    _import_action = "distribution_order.distribution_order_import_action"
    _lines_action = "distribution_order.distribution_order_import_line_action"

    state = fields.Selection(
        IMPORT_STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    profile_id = fields.Many2one(
        "distribution.order.import.profile", required=True, check_company=True
    )
    line_ids = fields.One2many("distribution.order.import.line", "import_id", "Lines")
    order_ids = fields.One2many("sale.order", "distribution_import_id", "Orders", readonly=True)
    line_count = fields.Integer("Lines Read", compute="_compute_counts")
    ok_count = fields.Integer("OK", compute="_compute_counts")
    skipped_count = fields.Integer("Skipped", compute="_compute_counts")
    error_count = fields.Integer("Errors", compute="_compute_counts")
    imported_count = fields.Integer("Lines Imported", compute="_compute_counts")
    order_count = fields.Integer(compute="_compute_counts")
    progress = fields.Float("Progress (%)", compute="_compute_counts")

    _checksum_unique = models.UniqueIndex(
        "(company_id, checksum) WHERE state = 'done'", "This file was imported already."
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "is_running")
    def _compute_counts(self):
        counts = defaultdict(Counter)
        for record, state, is_imported, count in self.env[
            "distribution.order.import.line"
        ]._read_group(
            [("import_id", "in", self.ids)],
            ["import_id", "state"],
            ["sale_line_id:count", "__count"],
        ):
            counts[record.id][state] = count
            counts[record.id]["imported"] += is_imported
        orders = dict(
            self.env["sale.order"]._read_group(
                [("distribution_import_id", "in", self.ids)],
                ["distribution_import_id"],
                ["__count"],
            )
        )
        for record in self:
            count = counts[record._origin.id]
            record.ok_count = count["ok"]
            record.skipped_count = count["skipped"]
            record.error_count = count["error"]
            record.line_count = count["ok"] + count["skipped"] + count["error"]
            record.imported_count = count["imported"]
            record.order_count = orders.get(record._origin, 0)
            record.progress = 100.0 * count["imported"] / count["ok"] if count["ok"] else 0.0

    # === ACTION METHODS === #

    def action_preview(self):
        """Read the file and say of every line what would become of it; nothing is ordered yet."""
        for record in self:
            record._ensure_state(
                ("draft", "previewed", "failed"),
                self.env._("%(record)s is %(state)s. Use Try Errors Again on its error lines."),
            )
            record._ensure_not_running()
            record._read_file()
        return True

    def action_retry_errors(self):
        """Look again at the error lines, after members or products were added."""
        for record in self:
            record._ensure_not_running()
            record._read_file(only_errors=True)
        return True

    def action_commit(self):
        """Make the orders of all lines that are OK.

        Small files at once; of large ones the scheduler makes a batch of orders at a time.
        """
        for record in self:
            record._ensure_state(
                ("previewed",), self.env._("%(record)s is %(state)s. Preview the file first.")
            )
            record._ensure_not_running()
            if len(record._read_pending_refs(ORDERS_AT_ONCE + 1)) > ORDERS_AT_ONCE:
                record.is_running = True
                self.env.ref("distribution_order.ir_cron_order_import")._trigger()
            else:
                while record._process_batch():
                    pass
        return True

    def action_open_orders(self):
        """Open the orders this file made or added to."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sale.action_orders")
        return {**action, "domain": [("distribution_import_id", "=", self.id)], "context": {}}

    # === BUSINESS METHODS === #

    def _process_batch(self):
        """Make the orders of the next batch; return whether lines are left."""
        self.ensure_one()
        refs = self._read_pending_refs(ORDERS_PER_BATCH)
        if refs:
            lines = self.env["distribution.order.import.line"].search(
                [
                    ("import_id", "=", self.id),
                    ("state", "=", "ok"),
                    ("sale_line_id", "=", False),
                    ("order_ref", "in", refs),
                ]
            )
            OrderMaker(self).make_orders(lines)
        if len(refs) == ORDERS_PER_BATCH:
            return True
        self._ensure_not_imported()
        self._write_state("done", is_running=False)
        return False

    # === HELPERS === #

    def _read_pending_refs(self, limit):
        """Return the numbers of the next platform orders that are still to be made."""
        self.env["distribution.order.import.line"].flush_model()
        groups = self.env["distribution.order.import.line"]._read_group(
            [("import_id", "=", self.id), ("state", "=", "ok"), ("sale_line_id", "=", False)],
            ["order_ref"],
            ["number:min"],
            order="number:min",
            limit=limit,
        )
        return [order_ref for order_ref, _number in groups]

    def _read_file(self, only_errors=False):
        """(Re)make the lines from the file; a file that cannot be read leaves none behind."""
        self.ensure_one()
        content = self._read_content()
        if not only_errors:
            self._ensure_not_imported()
        self.line_ids.filtered(lambda line: not only_errors or line.state == "error").unlink()
        kept = set(self.line_ids.mapped("number"))
        try:
            with self.env.cr.savepoint():
                self._build_lines(content, kept)
        except (UnreadableFileError, generic.MissingColumnsError) as error:
            self._write_state("failed", failure=self._explain_failure(error))
        else:
            self._write_state("previewed", failure=False)

    def _build_lines(self, content, kept):
        rules = self.profile_id._build_reading_rules()
        resolver = ImportResolver(self)
        parsed = (
            line for line in generic.parse(read_rows(content), rules) if line.number not in kept
        )
        values_list = []
        while chunk := list(islice(parsed, PARSE_CHUNK)):
            values_list += resolver.resolve(chunk)
        resolver.hold_back_incomplete_orders(values_list)
        for start in range(0, len(values_list), PARSE_CHUNK):
            self.env["distribution.order.import.line"].create(
                values_list[start : start + PARSE_CHUNK]
            )

    def _explain_failure(self, error):
        if isinstance(error, generic.MissingColumnsError):
            labels = dict(
                self.env["distribution.order.import.column"]
                ._fields["field"]
                ._description_selection(self.env)
            )
            return self.env._(
                "The file has no column for: %(fields)s. Add the headings of the file to the"
                " profile %(profile)s.",
                fields=", ".join(labels[field] for field in error.args[0]),
                profile=self.profile_id.name,
            )
        return self._explain_unreadable(error)
