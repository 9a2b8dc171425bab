"""Turn checked lines of a platform file into orders, and later files into refunds on them."""

from collections import defaultdict

from .order_maker import OrderMaker


class PlatformOrderMaker(OrderMaker):
    """Makes the orders of one platform file and notes what became of those imported before."""

    def make_orders(self, lines):
        """Override to take back what was refunded, on the orders themselves."""
        lines = lines.with_env(self.env)
        sales = lines.filtered(lambda line: line.operation == "sale")
        result = super().make_orders(sales) if sales else None
        changes = lines - sales
        self._find_sale_lines(changes)
        self._take_back(
            changes.filtered(lambda line: line.operation == "refund")
            | sales.filtered("refund_amount")
        )
        self._note_statuses(changes)
        self.env["distribution.live.session"]._attribute(lines.order_id)
        self.env.flush_all()
        return result

    # === orders === #

    def _prepare_order(self, ref, lines, partner, products):
        """Override to keep what the platform says, persons left out."""
        values = super()._prepare_order(ref, lines, partner, products)
        for name in ("province", "city", "anchor", "source"):
            values[f"platform_{name}"] = next(filter(None, lines.mapped(name)), False)
        status = next(filter(None, lines.mapped("status")), False)
        return {**values, "platform_shop_id": lines.shop_id[:1].id, "platform_status": status}

    def _prepare_line(self, line, product):
        """Override to bring in the amount to the cent, whatever a piece of it costs."""
        price = line.amount / line.quantity
        return {
            **super()._prepare_line(line, product),
            "price_unit": price,
            "technical_price_unit": price,
            "platform_status": line.status,
            "platform_refund_status": line.refund_status,
        }

    # === what is known already === #

    def _find_sale_lines(self, changes):
        """Tell each line that changes something which order line it speaks of."""
        orders = self._find_orders(set(changes.mapped("order_ref")))
        by_ref, by_order = {}, defaultdict(self.env["sale.order.line"].browse)
        for ref, order in orders.items():
            for line in order.order_line:
                if line.platform_line_ref and not line.distribution_origin_line_id:
                    by_ref[ref, line.platform_line_ref] = line
                    by_order[ref] |= line
        for change in changes:
            own = by_ref.get((change.order_ref, change.line_ref))
            if not own or change.is_whole_order:
                own = self._find_by_goods(change, by_order[change.order_ref])
            change.sale_line_id = own

    def _find_by_goods(self, change, candidates):
        """Return the line that another export called otherwise."""
        same = candidates.filtered(
            lambda line: (
                line.product_id == change.product_id
                and (change.is_whole_order or line.product_uom_qty == change.quantity)
            )
        )
        return (same or candidates)[:1]

    # === refunds === #

    def _take_back(self, lines):
        """Add a negative line to the order for what has gone back and is not taken back yet."""
        values_list, emptied = [], self.env["sale.order.line"]
        for line in lines:
            origins = line.sale_line_id
            if line.is_whole_order:
                origins = line.order_id.order_line.filtered(
                    lambda one: one.platform_line_ref and not one.distribution_origin_line_id
                )
            for origin, money in self._share(line, origins):
                values = self._prepare_refund(line, origin, money)
                values_list.append(values)
                if values["product_uom_qty"] + origin._get_returnable_quantity() <= 0:
                    emptied |= origin
        # Goods that come back come by a return of their own: this one moves nothing.
        maker = self.env["sale.order.line"].with_context(skip_procurement=True)
        maker.create(values_list)
        self._stop_deliveries(emptied)

    def _share(self, line, origins):
        """Return (order line, money to take back of it now), without those with nothing to take."""
        left = {origin: self._get_left(origin) for origin in origins}
        whole = sum(left.values())
        if line.is_whole_back:
            due = whole
        else:
            returned = sum(self._get_money(origin) for origin in origins) - whole
            due = min(line.refund_amount - returned, whole)
        shares = []
        for origin, money in left.items():
            share = round(due * money / whole, 2) if whole else 0.0
            due, whole = due - share, whole - money
            if share > 0.004:
                shares.append((origin, share))
        return shares

    def _get_money(self, line):
        return line.price_unit * line.product_uom_qty

    def _get_left(self, origin):
        returned = origin.distribution_return_line_ids.filtered(lambda one: one.state != "cancel")
        return round(self._get_money(origin) + sum(map(self._get_money, returned)), 2)

    def _prepare_refund(self, line, origin, money):
        """Return the values of the negative line: as much of the quantity as of the money."""
        left, quantity = self._get_left(origin), origin._get_returnable_quantity()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        step = 10.0**-digits
        taken = quantity
        if money < left - 0.004:
            taken = max(round(quantity * money / left, digits), step)
            # Something must stay that a later refund can take.
            taken = min(taken, max(round(quantity - step, digits), step))
        count = len(origin.distribution_return_line_ids) + 1
        return {
            **self.line_defaults,
            "order_id": origin.order_id.id,
            "product_id": origin.product_id.id,
            "name": self.env._("Refund: %(name)s", name=origin.name),
            "product_uom_id": origin.product_uom_id.id,
            "product_uom_qty": -taken,
            "price_unit": money / taken,
            "technical_price_unit": money / taken,
            "tax_ids": [(6, 0, origin.tax_ids.ids)],
            "platform_line_ref": f"{origin.platform_line_ref}@{count}",
            "platform_refund_status": line.refund_status or line.status,
            "distribution_origin_line_id": origin.id,
            "sequence": origin.sequence,
        }

    def _stop_deliveries(self, origins):
        """Cancel what was not delivered yet of lines that were taken back as a whole."""
        # sudo: who imports orders need not be allowed to work in the warehouse.
        moves_sudo = origins.sudo().move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        moves_sudo._action_cancel()

    # === statuses === #

    def _note_statuses(self, lines):
        """Write what the file says of each order line, the same words in one write."""
        by_status = defaultdict(self.env["sale.order.line"].browse)
        by_order = defaultdict(self.env["sale.order"].browse)
        for line in lines:
            targets = line.order_id.order_line if line.is_whole_order else line.sale_line_id
            targets = targets.filtered(lambda one: not one.distribution_origin_line_id)
            by_status[line.status, line.refund_status] |= targets
            by_order[line.status] |= line.order_id
        for (status, refund_status), targets in by_status.items():
            targets.write({"platform_status": status, "platform_refund_status": refund_status})
        for status, orders in by_order.items():
            orders.write({"platform_status": status})
