import base64
from collections import Counter, defaultdict
from itertools import islice

from odoo import api, fields, models
from odoo.addons.distribution_member.models.file_import_mixin import IMPORT_STATES
from odoo.addons.distribution_member.tabular_files import UnreadableFileError, read_rows

from ..platform_parsers import generic
from ..platform_parsers.reading import SecondFileError
from ..platform_parsers.reading import parse as parse_platform
from .distribution_order_import_profile import GENERIC
from .import_resolver import ImportResolver
from .order_maker import OrderMaker
from .platform_order_maker import PlatformOrderMaker
from .platform_resolver import PlatformResolver

PARSE_CHUNK = 2000
ORDERS_PER_BATCH = 200
# More orders than this are made by the scheduler, so that nobody waits in front of a spinner.
ORDERS_AT_ONCE = 300
UNUSABLE = (UnreadableFileError, generic.MissingColumnsError, SecondFileError)


class DistributionOrderImport(models.Model):
    """One file of platform orders: read, shown line by line, then made into orders in batches."""

    _name = "distribution.order.import"
    _description = "Order Import"
    _inherit = [
        "distribution.order.import.upload.mixin",
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
    profile_platform = fields.Selection(related="profile_id.platform")
    line_ids = fields.One2many("distribution.order.import.line", "import_id", "Lines")
    order_ids = fields.One2many("sale.order", "distribution_import_id", "Orders", readonly=True)
    line_count = fields.Integer("Lines Read", compute="_compute_counts")
    ok_count = fields.Integer("OK", compute="_compute_counts")
    skipped_count = fields.Integer("Skipped", compute="_compute_counts")
    error_count = fields.Integer("Errors", compute="_compute_counts")
    imported_count = fields.Integer("Lines Imported", compute="_compute_counts")
    order_count = fields.Integer(compute="_compute_counts")
    goods_count = fields.Integer("Goods to Match", compute="_compute_goods_count")
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

    @api.depends("line_ids.platform_sku_id.product_id")
    def _compute_goods_count(self):
        counts = dict(
            self.env["distribution.order.import.line"]._read_group(
                [
                    ("import_id", "in", self.ids),
                    ("state", "=", "error"),
                    ("platform_sku_id.product_id", "=", False),
                    ("platform_sku_id", "!=", False),
                ],
                ["import_id"],
                ["platform_sku_id:count_distinct"],
            )
        )
        for record in self:
            record.goods_count = counts.get(record._origin, 0)

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

    def action_open_goods(self):
        """Open the goods of this file that nobody has matched yet."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_platform_sku_action"
        )
        domain = [("line_ids.import_id", "=", self.id), ("line_ids.state", "=", "error")]
        return {**action, "domain": domain, "context": {}}

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
            maker = OrderMaker if self._is_generic() else PlatformOrderMaker
            maker(self).make_orders(lines)
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
        if self.is_file_dropped:
            self._write_state("failed")
            return
        content = self._read_content()
        if not only_errors:
            self._ensure_not_imported()
        self.line_ids.filtered(lambda line: not only_errors or line.state == "error").unlink()
        kept = set(self.line_ids.mapped("number"))
        try:
            with self.env.cr.savepoint():
                self._build_lines(content, kept)
        except UNUSABLE as error:
            self._write_state("failed", failure=self._explain_failure(error))
        else:
            self._write_state("previewed", failure=False)

    def _build_lines(self, content, kept):
        """Make the lines, but for the `kept` ones, of which there are some already."""
        build = self._build_generic_values if self._is_generic() else self._build_platform_values
        values_list = build(content, kept)
        for start in range(0, len(values_list), PARSE_CHUNK):
            self.env["distribution.order.import.line"].create(
                values_list[start : start + PARSE_CHUNK]
            )

    def _build_generic_values(self, content, kept):
        rules = self.profile_id._build_reading_rules()
        resolver = ImportResolver(self)
        parsed = (
            line for line in generic.parse(read_rows(content), rules) if line.number not in kept
        )
        values_list = []
        while chunk := list(islice(parsed, PARSE_CHUNK)):
            values_list += resolver.resolve(chunk)
        resolver.hold_back_incomplete_orders(values_list)
        return values_list

    def _build_platform_values(self, content, kept):
        rules = self.profile_id._build_platform_rules()
        second = base64.b64decode(self.item_file) if self.item_file else None
        lines = parse_platform(content, rules, second)
        return PlatformResolver(self).resolve([line for line in lines if line.number not in kept])

    def _is_generic(self):
        return self.profile_id.platform == GENERIC

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
        if isinstance(error, SecondFileError):
            return self.env._(
                "One file has to be the order report and the other one the item report of the same"
                " orders."
            )
        return self._explain_unreadable(error)
