"""Find the order lines that an earlier file made of the lines of this one."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass(slots=True)
class ImportedLine:
    """An order line that came from a platform, and what of it has been taken back."""

    id: int
    ref: str
    product_id: int
    member_code: str
    quantity: float
    money: float
    is_cancelled: bool
    statuses: tuple[str, str]
    returned: float = 0.0
    others: list = field(default_factory=list)

    @property
    def left(self):
        """What is not taken back yet, in money."""
        return round(self.money - self.returned, 2)

    def is_same_status(self, line):
        """Tell whether the file says nothing new."""
        return self.statuses == (line.status, line.refund_status)


class ImportedLines:
    """What was imported before of the orders of one file."""

    def __init__(self, resolver):
        self.resolver = resolver
        self.env = resolver.env
        self.by_number = {}  # line number in the file -> ImportedLine
        self.known_otherwise = set()  # numbers of lines that stand in an order under other names
        self.member_by_order = {}

    def match(self, lines):
        """Find the order line of each line of the file."""
        by_order = defaultdict(list)
        for line in lines:
            if line.order_ref:
                by_order[line.order_ref].append(line)
        known = self._load(by_order)
        for order_ref, imported in known.items():
            self.member_by_order[order_ref] = imported[0].member_code
            self._match_order(by_order[order_ref], imported)

    def _match_order(self, lines, imported):
        by_ref = {one.ref: one for one in imported}
        left = [line for line in lines if not self._match_by_ref(line, by_ref, imported)]
        taken = {id(one) for one in self.by_number.values()}
        free = [one for one in imported if id(one) not in taken]
        if not left or not free:
            self._refuse_other_names(left, lines, imported)
            return
        # Another export may call the same line otherwise: it is told by goods and quantity.
        for line in list(left):
            product_id, _fault = self.resolver.matcher.look_up(line)
            twin = next(
                (one for one in free
                 if one.product_id == product_id and one.quantity == float(line.quantity or 0)),
                free[0] if len(free) == len(left) == 1 else None,
            )  # fmt: skip
            if twin and not (_has_number(line.line_ref) and _has_number(twin.ref)):
                self.by_number[line.number] = twin
                free.remove(twin)
                left.remove(line)
        self._refuse_other_names(left, lines, imported)

    def _match_by_ref(self, line, by_ref, imported):
        if line.is_whole_order and (line.line_ref not in by_ref or len(imported) > 1):
            self.by_number[line.number] = _bundle(imported)
            return True
        if line.line_ref in by_ref:
            self.by_number[line.number] = by_ref[line.line_ref]
            return True
        return False

    def _refuse_other_names(self, left, lines, imported):
        """Let nothing be sold twice: a line is new only when it cannot be one of those known."""
        numbered = all(_has_number(one.ref) for one in imported)
        for line in left:
            is_new = _has_number(line.line_ref) if numbered else len(lines) > len(imported)
            if not is_new:
                self.known_otherwise.add(line.number)

    # === look-ups === #

    def _load(self, order_refs):
        """Return the imported lines by order number: orders in one query, lines in another."""
        resolver = self.resolver
        orders = self.env["sale.order"].search_fetch(
            [
                ("company_id", "=", resolver.order_import.company_id.id),
                ("platform", "=", resolver.profile.platform),
                ("platform_order_ref", "in", list(order_refs)),
            ],
            ["platform_order_ref", "state", "distribution_member_id"],
        )
        if not orders:
            return {}
        lines = self.env["sale.order.line"].search_fetch(
            [("order_id", "in", orders.ids), ("display_type", "=", False)],
            [
                *("order_id", "platform_line_ref", "product_id", "product_uom_qty", "price_unit"),
                *("distribution_origin_line_id", "platform_status", "platform_refund_status"),
            ],
        )
        returned = Counter()
        for line in lines:
            if origin := line.distribution_origin_line_id:
                returned[origin.id] -= line.price_unit * line.product_uom_qty
        known = defaultdict(list)
        for line in lines:
            if line.platform_line_ref and not line.distribution_origin_line_id:
                known[line.order_id.platform_order_ref].append(_read(line, returned[line.id]))
        return known


def _read(line, returned):
    order = line.order_id
    return ImportedLine(
        id=line.id,
        ref=line.platform_line_ref,
        product_id=line.product_id.id,
        # sudo: whose order it is binds everybody, seen or not.
        member_code=order.sudo().distribution_member_id.code or "",
        quantity=line.product_uom_qty,
        money=line.price_unit * line.product_uom_qty,
        is_cancelled=order.state == "cancel",
        statuses=(line.platform_status or "", line.platform_refund_status or ""),
        returned=returned,
    )


def _bundle(imported):
    """Return all lines of an order as one."""
    first = imported[0]
    return ImportedLine(
        id=first.id,
        ref="",
        product_id=first.product_id,
        member_code=first.member_code,
        quantity=sum(one.quantity for one in imported),
        money=sum(one.money for one in imported),
        is_cancelled=first.is_cancelled,
        statuses=first.statuses,
        returned=sum(one.returned for one in imported),
        others=imported,
    )


def _has_number(line_ref):
    """Tell whether the platform has numbered the line; else we have: goods#n."""
    return "#" not in line_ref
