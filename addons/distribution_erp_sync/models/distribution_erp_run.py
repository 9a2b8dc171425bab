from odoo import api, fields, models

from ..queries import stock

STREAMS = [
    ("stock", "Stock, All"),
    ("stock_hot", "Stock, What Is Ordered Now"),
    ("products", "Products"),
    ("members", "Members"),
    ("orders", "Orders to Kingdee"),
    ("deliveries", "Deliveries"),
    ("returns", "Returns"),
    ("reconcile", "Comparison"),
]
DAYS_KEPT = 60


class DistributionErpRun(models.Model):
    """One time that one stream was worked through: what was seen, changed, and what failed."""

    _name = "distribution.erp.run"
    _description = "Run of a Kingdee Stream"
    _order = "id desc"
    _rec_name = "stream"

    backend_id = fields.Many2one(
        "distribution.erp.backend", "ERP", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="backend_id.company_id", store=True, index=True)
    stream = fields.Selection(STREAMS, required=True, readonly=True)
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="running",
    )
    started = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    ended = fields.Datetime(readonly=True)
    seconds = fields.Float(readonly=True, digits=(16, 2))
    seen = fields.Integer(readonly=True, help="Rows or documents that were looked at.")
    changed = fields.Integer(readonly=True, help="Of these, what was written here or there.")
    failed = fields.Integer(readonly=True, help="Of these, what waits for a person.")
    cursor = fields.Char(
        readonly=True, help="How far it came: the ERP's own text, where the next run goes on."
    )
    log = fields.Text(readonly=True, help="What a person should know, one line each.")
    accuracy_items = fields.Float(
        "Items Right (%)",
        readonly=True,
        digits=(16, 2),
        aggregator="avg",
        help="Share of the compared products and warehouses whose quantity was the ERP's.",
    )
    accuracy_quantity = fields.Float(
        "Quantity Right (%)",
        readonly=True,
        digits=(16, 2),
        aggregator="avg",
        help="100 % less the sum of all differences in percent of the ERP's quantities.",
    )

    _backend_index = models.Index("(backend_id, stream, id DESC)")
    _open_index = models.Index("(backend_id, stream) WHERE state = 'running'")

    # === COMPUTE METHODS === #

    @api.depends("stream", "started")
    def _compute_display_name(self):
        labels = dict(self._fields["stream"]._description_selection(self.env))
        for run in self:
            moment = fields.Datetime.context_timestamp(run, run.started)
            run.display_name = f"{labels[run.stream]} {moment:%Y-%m-%d %H:%M:%S}"

    # === BUSINESS METHODS === #

    def _drop_staged(self):
        """Throw away stock that was read and not made the stock: the reading broke off."""
        for run in self:
            self.env.cr.execute(stock.drop_rows(run.id))

    # === SCHEDULER === #

    @api.autovacuum
    def _gc_runs(self):
        """Delete what is older than two months, the last run of each stream left."""
        oldest = fields.Datetime.subtract(fields.Datetime.now(), days=DAYS_KEPT)
        kept = (
            self.env["distribution.erp.stream"].search([("last_run_id", "!=", False)]).last_run_id
        )
        self.search([("started", "<", oldest), ("id", "not in", kept.ids)], limit=5000).unlink()
