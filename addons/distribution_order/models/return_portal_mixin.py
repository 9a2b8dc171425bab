from odoo import fields, models
from odoo.exceptions import UserError

MOST_FILES = 5
LONGEST_NOTE = 1000


class DistributionReturnPortalMixin(models.AbstractModel):
    """What distributors ask for and see of their returns; called as superuser."""

    _name = "distribution.return.portal.mixin"
    _description = "Portal of a Return"

    # === BUSINESS METHODS === #

    def _ask_for_return(self, member, user, values, files):
        """Hand in a request of a member; the caller has checked who asks.

        :param values: `quantities` {id of a delivery: quantity}, `lots` {id of a delivery: text},
            `reason_id`, `wish` (refund or replace) and `note`; the same `key` again gives what
            was asked for with it
        :param files: pairs (name, content)
        :raise UserError: a sentence that says what is wrong
        """
        note = values["note"].strip()
        reason = self._find_return_reason(values["reason_id"])
        self._ensure_askable(values["quantities"], note, reason, files)
        operation = self._get_return_operations().get(values["wish"])
        if not operation:
            raise UserError(self.env._("Choose what you wish for: a refund or new goods."))
        member._lock_credit()  # what can still be returned is read under the lock
        key = values.get("key")
        if key and (asked := self._find_asked(member, key)):
            return asked
        offered = dict(self._find_returnable(member, list(values["quantities"])))
        rmas = self.create(
            [
                {
                    **self._prepare_return(move, values["quantities"][move.id]),
                    "operation_id": operation.id,
                    "distribution_reason_id": reason.id,
                    "distribution_note": note,
                    "distribution_asked_by_id": user.id,
                    "distribution_form_key": key,
                    "distribution_lot_ids": self._find_lots(move, values["lots"].get(move.id, "")),
                }
                for move in offered
            ]
        )
        if len(offered) != len(values["quantities"]):
            raise UserError(self.env._("A line can no longer be returned. Choose anew."))
        for name, content in files:
            photo = self.env["distribution.return.photo"].create({"rma_id": rmas[0].id})
            photo._store_file(content, name)
        return rmas

    def _withdraw(self):
        """Take a request back that nobody has decided on yet."""
        if any(rma.distribution_state != "waiting" for rma in self):
            raise UserError(
                self.env._("Somebody has decided on it already. It cannot be withdrawn.")
            )
        self.review_ids.filtered(lambda review: review.status != "approved").status = "cancel"
        self.action_cancel()
        for rma in self:
            rma.message_post(body=self.env._("Withdrawn before a decision."))

    # === PORTAL === #

    def _prepare_portal_request(self, *, with_amounts, with_money=False):
        """Return what the card of one request says: its lines share the number.

        :param bool with_amounts: whether the visitor's role sees sums of orders
        :param bool with_money: whether it sees what the member earns
        """
        first = self[0]
        return {
            "id": first.id,
            "number": first.distribution_request,
            "kind": first.distribution_kind,
            "kind_name": self._describe("distribution_kind", first.distribution_kind),
            "date": first.date,
            "asked_by": first.distribution_asked_by_id.name,
            "reason": first.distribution_reason_id.name,
            "wish": first._get_portal_wish(),
            "note": first.distribution_note,
            "photos": self.distribution_photo_ids,
            "can_withdraw": first.distribution_kind == "return"
            and all(rma.distribution_state == "waiting" for rma in self),
            "lines": [
                rma._prepare_portal_return(with_amounts=with_amounts, with_money=with_money)
                for rma in self
            ],
        }

    def _prepare_portal_return(self, *, with_amounts, with_money=False):
        """Override to show more of one line of a request."""
        self.ensure_one()
        return {
            "id": self.id,
            "product": self.product_id.display_name,
            "order": self.order_id.name,
            "quantity": self.distribution_asked_qty,
            "found": self.distribution_inspected_date and self._get_inspection_text(),
            "unit": self.product_uom.name,
            "lots": ", ".join(self.distribution_lot_ids.mapped("name")),
            "state": self.distribution_state,
            "state_name": self._describe("distribution_state", self.distribution_state),
            "answer": self.distribution_answer,
            "limits": self._list_portal_limits(with_amounts),
            "amount": with_amounts
            and self.distribution_currency_id.format(self.distribution_amount),
            "clawback": with_money and self._prepare_portal_clawback(self.distribution_member_id),
        }

    def _get_portal_wish(self):
        """Return what was wished for in the words of the form; claims have operations of ours."""
        words = {"refund": self.env._("Refund"), "replace": self.env._("New goods")}
        by_operation = {
            operation: words[wish] for wish, operation in self._get_return_operations().items()
        }
        return by_operation.get(self.operation_id, self.operation_id.name)

    def _get_inspection_text(self):
        """Return what arrived, in words."""
        return self.env._(
            "Inspected: good %(good)g, damaged %(damaged)g, missing %(missing)g",
            good=self.distribution_good_qty,
            damaged=self.distribution_damaged_qty,
            missing=self.distribution_missing_qty,
        )

    def _list_portal_limits(self, with_amounts):
        """Return what speaks against the line in words; money for those who may see it."""
        if self.distribution_is_over_quota and not with_amounts:
            return self.env._("Over the return quota")
        return self.distribution_limits_text

    def _prepare_portal_quota(self, member):
        """Return what may still be returned, in words, or None where the level sets no limit."""
        quota = member._find_return_quota()
        if not quota:
            return None
        currency = member.company_id.currency_id
        return {
            "date": quota.date_from,
            "percent": quota.percent,
            "allowed": currency.format(quota.allowed),
            "used": currency.format(quota.used),
            "left": currency.format(max(0.0, quota.left)),
        }

    def _prepare_portal_offer(self, move, left):
        """Return what the form says of one delivery that goods can go back from."""
        delivered = fields.Datetime.context_timestamp(move, move.date).date()
        return {
            "id": move.id,
            "product": move.product_id.display_name,
            "order": move.sale_line_id.order_id.name,
            "delivered": delivered,
            "left": left,
            "unit": move.product_uom.name,
            "lots": move.lot_ids.mapped("name") if move.has_tracking != "none" else [],
        }

    # === HOOKS === #

    def _estimate_clawbacks(self):
        """Override to return the commission that the return would take back.

        :return: one dict per entry, with `member_id`, `currency_id` and `amount` (negative)
        """
        self.ensure_one()
        return []

    def _prepare_portal_clawback(self, member):
        """Override to say what it takes back of what the member itself earned."""
        return None

    # === HELPERS === #

    def _get_return_operations(self):
        """Return {wish: operation of OCA} of what distributors may ask for."""
        return {
            "refund": self.env.ref("rma.rma_operation_refund"),
            "replace": self.env.ref("rma.rma_operation_replace"),
        }

    def _find_asked(self, member, key):
        return self.search(
            [("distribution_member_id", "=", member.id), ("distribution_form_key", "=", key)]
        )

    def _find_return_reason(self, reason_id):
        return self.env["distribution.return.reason"].search(
            [("id", "=", reason_id), ("active", "=", True)]
        )

    def _ensure_askable(self, quantities, note, reason, files):
        if not quantities:
            raise UserError(self.env._("Say of at least one line how much goes back."))
        if not reason:
            raise UserError(self.env._("Choose a reason."))
        if len(note) > LONGEST_NOTE:
            raise UserError(self.env._("Please write at most %(limit)s signs.", limit=LONGEST_NOTE))
        if len(files) > MOST_FILES:
            raise UserError(self.env._("Please send at most %(limit)s pictures.", limit=MOST_FILES))
        if reason.needs_photo and not files:
            raise UserError(
                self.env._(
                    "Add a picture: with “%(reason)s” we have to see the goods.", reason=reason.name
                )
            )

    def _prepare_return(self, move, quantity):
        order = move.sale_line_id.order_id
        return {
            "partner_id": order.partner_id.id,
            "partner_shipping_id": order.partner_shipping_id.id,
            "partner_invoice_id": order.partner_invoice_id.id,
            "company_id": order.company_id.id,
            "order_id": order.id,
            "picking_id": move.picking_id.id,
            "move_id": move.id,
            "product_id": move.product_id.id,
            "product_uom": move.product_uom.id,
            "product_uom_qty": quantity,
            "origin": order.name,
        }

    def _find_lots(self, move, text):
        """Return the lots of a delivery that a text names, apart by commas or spaces."""
        if move.has_tracking == "none":
            return []
        lots = self._find_named_lots(move.lot_ids, text)
        if not lots:
            raise UserError(
                self.env._("Say which lots of %(product)s.", product=move.product_id.display_name)
            )
        return lots.ids

    def _describe(self, name, value):
        return dict(self._fields[name]._description_selection(self.env)).get(value, "")
