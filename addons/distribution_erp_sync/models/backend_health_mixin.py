from odoo import api, fields, models


class DistributionErpBackendHealthMixin(models.AbstractModel):
    """What one screen says of an ERP: the queue, what waits for people, and how right stock is."""

    _name = "distribution.erp.backend.health.mixin"
    _description = "Health of a Kingdee ERP"

    document_ids = fields.One2many("distribution.erp.document", "backend_id", "Journal")
    queue_count = fields.Integer(
        "Waits to Be Sent", compute="_compute_health", help="Documents on their way to Kingdee."
    )
    failed_count = fields.Integer(
        "Needs You", compute="_compute_health", help="Documents that wait for a person."
    )
    unlinked_count = fields.Integer(
        "Goods Need You",
        compute="_compute_health",
        help="Lines of deliveries and returns in Kingdee that belong to no order of ours, or that"
        " cannot move here.",
    )
    difference_count = fields.Integer("Differences", compute="_compute_health")
    late_count = fields.Integer("Late Streams", compute="_compute_health")
    accuracy_items = fields.Float(
        "Stock Right (%)",
        compute="_compute_health",
        digits=(16, 2),
        help="Share of products and warehouses that were right at the last comparison.",
    )

    # === COMPUTE METHODS === #

    @api.depends("document_ids.state")
    def _compute_health(self):
        documents = self.env["distribution.erp.document"]._read_group(
            [("backend_id", "in", self.ids)], ["backend_id", "state"], ["__count"]
        )
        movements = self.env["distribution.erp.movement"]._read_group(
            [("backend_id", "in", self.ids), ("state", "in", ("failed", "unlinked"))],
            ["backend_id"],
            ["__count"],
        )
        differences = dict(
            self.env["distribution.erp.difference"]._read_group(
                [("backend_id", "in", self.ids), ("state", "=", "open")],
                ["backend_id"],
                ["__count"],
            )
        )
        by_state = {(backend, state): count for backend, state, count in documents}
        moved = dict(movements)
        for backend in self:
            backend.queue_count = sum(
                by_state.get((backend, state), 0) for state in ("pending", "sending")
            )
            backend.failed_count = by_state.get((backend, "failed"), 0)
            backend.unlinked_count = moved.get(backend, 0)
            backend.difference_count = differences.get(backend, 0)
            backend.late_count = len(backend.stream_ids.filtered("is_late"))
            backend.accuracy_items = backend._find_accuracy()

    # === ACTION METHODS === #

    def action_open_queue(self):
        """Open what waits to be sent."""
        return self._open("document", [("state", "in", ("pending", "sending"))])

    def action_open_failed(self):
        """Open the documents that wait for a person."""
        return self._open("document", [("state", "=", "failed")])

    def action_open_unlinked(self):
        """Open goods that moved in Kingdee and are not here."""
        return self._open("movement", [("state", "in", ("unlinked", "failed"))])

    def action_open_differences(self):
        """Open what the comparisons have found."""
        return self._open("difference", [("state", "=", "open")])

    # === HELPERS === #

    def _find_accuracy(self):
        run = self.env["distribution.erp.run"].search(
            [
                ("backend_id", "=", self.id),
                ("stream", "=", "reconcile"),
                ("state", "=", "done"),
            ],
            limit=1,
        )
        return run.accuracy_items

    def _open(self, name, domain):
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            f"distribution_erp_sync.distribution_erp_{name}_action"
        )
        return {**action, "domain": [("backend_id", "=", self.id), *domain], "context": {}}
