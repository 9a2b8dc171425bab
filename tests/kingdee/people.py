"""What people do while documents travel: those at the ERP by its admin API, ours in Odoo.

Each order has a fate: a generator whose steps happen one after the other, with time between them.
A fate changes what the ERP or Odoo holds, and notes on the ledger only what no table tells: that a
person was meant to be asked.
"""

import random
from collections.abc import Callable, Iterator

from odoo.service.model import retrying

from tests.kingdee_simulator.refusal import AdminError

OUT, BACK = "SAL_OUTSTOCK", "SAL_RETURNSTOCK"


class People:
    """Acts on one order after the other; `ledger` says who has to see what."""

    def __init__(self, env, erp, chance: random.Random):
        """Take Odoo, the simulator and a source of chance."""
        self.env = env
        self.erp = erp
        self.chance = chance
        self.ledger: dict[int, str] = {}
        self.acts = 0
        self._trackings = 0
        self._parked: list[dict] = []

    # === FATES === #

    def deliver_whole(self, order: dict) -> Iterator:
        """Everything leaves at once."""
        yield self._deliver(order)

    def deliver_partly(self, order: dict) -> Iterator:
        """Each line leaves in two bills; of the last one, some never leave."""
        lines = self._lines(order)
        yield self._deliver(order, [_part(line, line["fqty"] / 2) for line in lines])
        rest = lines if self.chance.random() < 0.5 else lines[:-1]
        if rest:
            yield self._deliver(order, [_part(line, line["fqty"] / 2) for line in rest])

    def deliver_too_much(self, order: dict) -> Iterator:
        """More leaves than was ordered, partly after everything had left."""
        line = self._lines(order)[0]
        yield self._deliver(order, [_part(line, line["fqty"] + 2)])
        yield self._deliver(order, [_part(line, 1)])

    def deliver_late(self, order: dict) -> Iterator:
        """A bill becomes visible with a time that has passed already."""
        yield self._deliver(order, late=self.chance.randint(30, 200))

    def close_short(self, order: dict) -> Iterator:
        """Half leaves, then the line is closed."""
        line = self._lines(order)[0]
        yield self._deliver(order, [_part(line, line["fqty"] / 2)])
        yield self._ask("order_close_line", number=order["number"], seq=line["fseq"])

    def unaudit(self, order: dict) -> Iterator:
        """A delivery is taken back, and stays so."""
        bill = yield self._deliver(order)
        yield self._move(OUT, bill, "UnAudit")

    def correct(self, order: dict) -> Iterator:
        """A delivery is taken back, corrected, and audited again."""
        bill = yield self._deliver(order)
        yield self._move(OUT, bill, "UnAudit")
        quantity = self.chance.randint(1, 9)
        yield self._ask("bill_change_line", form=OUT, number=bill, quantity=quantity)
        yield self._move(OUT, bill, "Submit")
        yield self._move(OUT, bill, "Audit")

    def void_delivery(self, order: dict) -> Iterator:
        """A delivery is made void; it keeps its status."""
        bill = yield self._deliver(order)
        yield self._ask("bill_void", form=OUT, number=bill)

    def delete_delivery(self, order: dict) -> Iterator:
        """A delivery vanishes without a trace."""
        bill = yield self._deliver(order)
        yield self._ask("bill_delete", form=OUT, number=bill)

    def give_back(self, order: dict) -> Iterator:
        """Goods leave, and some come back, tied to the line of the order."""
        yield from self._return(order, "entry")

    def give_back_by_number(self, order: dict) -> Iterator:
        """Goods come back with only the number of the order."""
        yield from self._return(order, "number")

    def give_back_unknown(self, order: dict) -> Iterator:
        """Goods come back, and nobody says of which order."""
        yield from self._return(order, "none")

    def give_back_and_undo(self, order: dict) -> Iterator:
        """A return is audited, taken back, audited again, and made void."""
        bill = yield from self._return(order, "entry")
        yield self._move(BACK, bill, "UnAudit")
        yield self._move(BACK, bill, "Submit")
        yield self._move(BACK, bill, "Audit")
        if self.chance.random() < 0.5:
            yield self._ask("bill_void", form=BACK, number=bill)

    def void_there(self, order: dict) -> Iterator:
        """The order itself is made void in the ERP: a person here has to know."""
        self.ledger[order["id"]] = "void"
        yield self._ask("bill_void", form="SAL_SaleOrder", number=order["number"])

    def delete_there(self, order: dict) -> Iterator:
        """The order itself vanishes in the ERP."""
        self.ledger[order["id"]] = "deleted"
        yield self._ask("bill_delete", form="SAL_SaleOrder", number=order["number"])

    def change_here(self, order: dict) -> Iterator:
        """We change a quantity after the order was sent."""
        yield self._here(order, self._change)

    def cancel_here(self, order: dict) -> Iterator:
        """We cancel the order after it was sent."""
        yield self._here(order, lambda record: record._action_cancel())

    def change_and_cancel(self, order: dict) -> Iterator:
        """We change the order twice, and cancel it."""
        yield self._here(order, self._change)
        yield self._here(order, self._change)
        yield self._here(order, lambda record: record._action_cancel())

    def deliver_merged(self, order: dict) -> Iterator:
        """One bill delivers two orders."""
        both = [order, *(self._parked.pop() for _other in self._parked[:1])]
        lines = [
            {"number": one["number"], **_part(line, line["fqty"])}
            for one in both
            for line in self._lines(one)
        ]
        self._trackings += 1
        yield self._ask("delivery_make", lines=lines, tracking=f"SF{self._trackings:06d}")

    def nothing(self, order: dict) -> Iterator:
        """It waits there."""
        self._parked.append(order)
        yield None

    # === HELPERS === #

    def _return(self, order, linked):
        yield self._deliver(order)
        line = self._lines(order)[0]
        lines = [_part(line, max(1, line["fqty"] // 3))]
        answer = yield self._ask("order_return", number=order["number"], lines=lines, linked=linked)
        return answer["number"]

    def _deliver(self, order, lines=None, **more) -> Callable:
        def act():
            self._trackings += 1
            answer = self.erp.admin(
                "order_deliver",
                number=order["number"],
                tracking=f"SF{self._trackings:06d}",
                **({"lines": lines} if lines else {}),
                **more,
            )
            return answer["number"]

        return act

    def _move(self, form, number, operation) -> Callable:
        return self._ask("bill_move", form=form, number=number, operation=operation)

    def _ask(self, action, **values) -> Callable:
        return lambda: self.erp.admin(action, **values)

    def _here(self, order, act) -> Callable:
        def do():
            record = self.env["sale.order"].browse(order["id"])
            retrying(lambda: act(record), self.env)  # as every request of Odoo
            self.env.cr.commit()

        return do

    def _change(self, record):
        record.order_line[0].product_uom_qty += self.chance.randint(1, 5)

    def _lines(self, order) -> list[dict]:
        found = self.erp.read("documents", form="SAL_SaleOrder", number=order["number"])
        return found["SAL_SaleOrder"][0]["lines"]


class Fate:
    """One order's way through the hands of people."""

    def __init__(self, people: People, name: str, order: dict):
        """Take whose hands, which way, and which order ({id, number})."""
        self._people = people
        self.name = name
        self.order = order
        self._steps = getattr(people, name)(order)
        self._answer = None

    def step(self) -> bool:
        """Take the next step; return False when there is none left."""
        try:
            act = self._steps.send(self._answer)
        except StopIteration:
            return False
        try:
            self._answer = act() if act else None
        except AdminError as error:
            raise AssertionError(f"{self.name} of {self.order}: {error}") from error
        self._people.acts += 1
        return True


def _part(line: dict, quantity: float) -> dict:
    return {"seq": line["fseq"], "quantity": quantity}
