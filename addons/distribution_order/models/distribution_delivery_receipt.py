from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..queries import receipts
from .stock_picking import DELIVERY_CODES

LONGEST_NOTE = 1000
MOST_PHOTOS = 6
RECEIVED_PER_COMMIT = 200


CLAIM_WISHES = [("replace", "Deliver Anew"), ("refund", "Refund")]


class DistributionDeliveryReceipt(models.Model):
    """A member's word on a delivery: what arrived, what is missing, what is damaged.

    It is given once and stays as it was given. Nobody's word within the company's days counts as
    "all arrived", so that orders come to an end; claims are still possible as returns.
    """

    _name = "distribution.delivery.receipt"
    _description = "Receipt of a Delivery"
    _inherit = ["mail.thread"]
    _order = "date desc, id desc"

    name = fields.Char(
        "Delivery",
        related="picking_id.name",
        store=True,
        help="Number of the delivery, for those, too, who have no right to the warehouse.",
    )
    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, readonly=True, ondelete="restrict"
    )
    order_id = fields.Many2one(related="picking_id.sale_id", store=True, index=True)
    member_id = fields.Many2one(
        "distribution.member", required=True, readonly=True, index=True, ondelete="restrict"
    )
    region_id = fields.Many2one(related="member_id.region_id", store=True, index=True)
    company_id = fields.Many2one(related="member_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Given by",
        readonly=True,
        ondelete="set null",
        help="Empty: nobody said anything within the company's days.",
    )
    is_automatic = fields.Boolean(
        "Without a Word",
        readonly=True,
        help="Nobody said anything within the company's days, so everything counts as arrived.",
    )
    date = fields.Datetime(
        "Received on", required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    note = fields.Text(readonly=True)
    claim_wish = fields.Selection(
        CLAIM_WISHES,
        "What Is Wished",
        readonly=True,
        help="What the member would like for what is missing or damaged.",
    )
    line_ids = fields.One2many("distribution.delivery.receipt.line", "receipt_id", "Goods")
    file_ids = fields.One2many("distribution.delivery.receipt.file", "receipt_id", "Photos")
    has_differences = fields.Boolean(
        "With Differences",
        compute="_compute_has_differences",
        store=True,
        help="Something is missing or damaged; a claim was opened for it.",
    )

    _picking_unique = models.UniqueIndex("(picking_id)", "This delivery was received already.")
    _note_bounded = models.Constraint(
        f"CHECK (char_length(note) <= {LONGEST_NOTE})",
        f"A note has at most {LONGEST_NOTE} signs.",
    )

    # === COMPUTE METHODS === #

    @api.depends("line_ids.short_quantity", "line_ids.damaged_quantity")
    def _compute_has_differences(self):
        for receipt in self:
            receipt.has_differences = any(line._get_differences() for line in receipt.line_ids)

    # === ACTION METHODS === #

    def action_open_order(self):
        """Open the order whose goods were received."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_action"
        )
        return {**action, "res_id": self.order_id.id, "views": [(False, "form")]}

    # === BUSINESS METHODS === #

    @api.model
    def _receive(self, picking, user, differences, *, wish="replace", note="", files=()):
        """Take the word of a member's person on a delivery; called as superuser.

        :param picking: a delivery of the person's own member; the caller has checked that
        :param differences: {move: {"short": …, "damaged": …}} in the unit of the move
        :param str wish: of `CLAIM_WISHES`, for what is missing or damaged
        :param str note: what else there is to say
        :param files: pairs (name, content) of photos
        :raise UserError: a sentence that says what is wrong
        """
        self._ensure_receivable(picking)
        if len(note) > LONGEST_NOTE:
            raise UserError(self.env._("Please write at most %(limit)s signs.", limit=LONGEST_NOTE))
        if len(files) > MOST_PHOTOS:
            raise UserError(self.env._("Please send at most %(limit)s photos.", limit=MOST_PHOTOS))
        receipt = self.create(
            {
                **self._prepare_receipt(picking, differences),
                "user_id": user.id,
                "note": note,
                "claim_wish": wish if wish in dict(CLAIM_WISHES) else CLAIM_WISHES[0][0],
            }
        )
        for name, content in files:
            self.env["distribution.delivery.receipt.file"].create(
                {"receipt_id": receipt.id}
            )._store_file(content, name)
        if receipt.has_differences:
            receipt._open_claims()
        return receipt

    @api.model
    def _ensure_receivable(self, picking):
        if picking.state != "done":
            raise UserError(
                self.env._("%(delivery)s has not left yet.", delivery=picking.display_name)
            )
        self.env.execute_query(receipts.lock(picking.ids))
        if picking.distribution_receipt_ids:
            raise UserError(
                self.env._("%(delivery)s was received already.", delivery=picking.display_name)
            )

    @api.model
    def _prepare_receipt(self, picking, differences):
        return {
            "picking_id": picking.id,
            "member_id": picking.sale_id.distribution_member_id.id,
            "line_ids": [
                fields.Command.create(
                    {
                        "move_id": move.id,
                        **{
                            f"{kind}_quantity": quantity
                            for kind, quantity in differences.get(move, {}).items()
                        },
                    }
                )
                for move in picking._get_portal_moves()
            ],
        }

    def _open_claims(self):
        """Open a claim for what is missing, and one for what is damaged. Override for more."""
        return self.line_ids._open_claims()

    def _prepare_portal_receipt(self):
        """Return what the portal shows of the receipt."""
        self.ensure_one()
        return {
            "date": self.date,
            "is_automatic": self.is_automatic,
            "note": self.note,
            "photos": [f"/distribution/receipt/file/{photo.id}" for photo in self.file_ids],
            "differences": [
                line._describe_differences() for line in self.line_ids if line._get_differences()
            ],
        }

    # === SCHEDULER === #

    @api.model
    def _cron_receive(self, limit=RECEIVED_PER_COMMIT):
        """Take deliveries as received about which nobody said anything for the company's days."""
        cron = self.env["ir.cron"]
        companies = self.env["res.company"].search([("distribution_receipt_days", ">", 0)])
        domains = {company: self._get_overdue_domain(company) for company in companies}
        pickings = self.env["stock.picking"]
        remaining = sum(pickings.search_count(domain) for domain in domains.values())
        cron._commit_progress(remaining=remaining)
        for domain in domains.values():
            while batch := pickings.search(domain, limit=limit, order="id"):
                self.env.execute_query(receipts.lock(batch.ids))
                self.create(
                    [
                        {**self._prepare_receipt(picking, {}), "is_automatic": True}
                        for picking in batch
                    ]
                )
                remaining = max(remaining - len(batch), 0)
                if not cron._commit_progress(len(batch), remaining=remaining):
                    return

    @api.model
    def _get_overdue_domain(self, company):
        latest = fields.Datetime.now() - timedelta(days=company.distribution_receipt_days)
        return [
            ("company_id", "=", company.id),
            ("state", "=", "done"),
            ("picking_type_code", "in", DELIVERY_CODES),
            ("date_done", "<", latest),
            ("sale_id.distribution_member_id", "!=", False),
            ("distribution_receipt_ids", "=", False),
        ]
