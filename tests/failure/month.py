"""The month as its people live it: chapters of steps, each step one request or one run of jobs.

A step is sent again until it is answered; what was answered goes into the diary, against which the
books are compared.
"""

import json
import random
import time
from collections.abc import Iterator
from urllib.error import URLError

from tests.kingdee_simulator.refusal import AdminError

from .diary import Diary, Step
from .files import RESULT_HEADINGS, build_file, encode
from .people import PATIENCE, Desk, Person, Refused, new_key

CONFIRMED = 3  # members who answer to their statement


TO_INVOICE = (
    "SELECT id FROM sale_order WHERE invoice_status = 'to invoice'"
    " AND distribution_cart_key IS NOT NULL ORDER BY id"
)
TO_RETURN = """
    SELECT move.id, member.code FROM stock_move move
      JOIN sale_order_line line ON line.id = move.sale_line_id
      JOIN sale_order sale ON sale.id = line.order_id
      JOIN distribution_member member ON member.id = sale.distribution_member_id
      JOIN stock_location place ON place.id = move.location_dest_id
     WHERE move.state = 'done' AND place.usage = 'customer' AND move.quantity > 3
     ORDER BY move.id
"""
TO_SETTLE = """
    SELECT id FROM distribution_settlement
     WHERE state IN ('draft', 'computed') AND id = ANY(%s) ORDER BY date_from LIMIT 1
"""
# What a page of the portal shows that did not do what was asked.
REFUSED = "alert-danger"


class Month:
    """Tells chapters of the month; `read` asks the database, `erp` is the Kingdee."""

    def __init__(self, known: dict, desk: Desk, erp, read, chance: random.Random):
        """Take what is known of the company, and who sits where."""
        self.known, self.desk, self.erp, self.read, self.chance = known, desk, erp, read, chance
        self.diary = Diary()
        self.file = ""

    def can(self, chapter: str) -> bool:
        """Tell whether there is something to tell that chapter of."""
        if chapter == "settlement":
            return bool(self.read(TO_SETTLE, self.known["settlements"]))
        query = {"money": TO_INVOICE, "returns": TO_RETURN}.get(chapter)
        return not query or bool(self.read(query))

    # === ORDERS === #

    def orders(self) -> Iterator[Step]:
        """A distributor orders, the order is approved, goes to Kingdee, and is delivered there."""
        place = self.chance.randrange(len(self.known["logins"]))
        key = new_key(self.chance)
        lines = [
            {"id": int(one), "quantity": self.chance.randint(1, 9), "price": price}
            for one, price in self.chance.sample(sorted(self.known["products"].items()), 2)
        ]
        sent = {"key": key, "lines": json.dumps(lines)}
        member = self._member_of(place)
        step = Step(
            name="order",
            login=self.known["logins"][place],
            act=lambda person: _ordered(person.post("/my/distribution/order/submit", **sent)),
            rows=("distribution_member", [member]),
        )
        yield step
        order = self.diary.keys[key] = step.answer
        yield self._call("approve", "keeper", "sale.order", "action_distribution_approve", [order])
        self.diary.approved.add(order)
        yield Step(name="push", jobs=self.known["jobs"][:1])
        if self._deliver(order):
            yield Step(name="pull", jobs=self.known["jobs"][1:2])

    def _deliver(self, order: int) -> bool:
        number = f"ODOO-{self.read('SELECT name FROM sale_order WHERE id = %s', order)[0][0]}"
        try:
            self._when_back(
                lambda: self.erp.admin("order_deliver", number=number, tracking=f"SF{order:06d}")
            )
            if self.chance.random() < 0.4:
                bill = self.erp.read("documents", form="SAL_SaleOrder", number=number)
                line = bill["SAL_SaleOrder"][0]["lines"][0]
                back = [{"seq": line["fseq"], "quantity": 1}]
                self.erp.admin("order_return", number=number, lines=back, linked="entry")
        except AdminError:
            return False
        return True

    def _when_back(self, ask):
        """Ask Kingdee, once it stands again: a kill may have come at the end of the last step."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return ask()
            except URLError:  # nobody has heard it
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    # === RETURNS === #

    def returns(self) -> Iterator[Step]:
        """A distributor asks to give something back, and is answered."""
        move, code = self.chance.choice(self.read(TO_RETURN))
        note = f"return {new_key(self.chance)}"
        values = {
            f"quantity_{move}": "1",
            "reason_id": str(self.known["reason"]),
            "wish": "refund",
            "note": note,
            "key": new_key(self.chance),
        }
        yield Step(
            name="return",
            login=self.known["logins"][self.known["codes"].index(code)],
            act=lambda person: person.post("/my/distribution/returns/send", **values),
        )
        rmas = self.read("SELECT id FROM rma WHERE distribution_note = %s ORDER BY id", note)
        if not rmas:
            self.diary.refusals["return"] += 1
            return
        self.diary.returns.add(note)
        yield self._call(
            "decide", "keeper", "rma", "action_distribution_reject", [rmas[0][0]], "Opened."
        )

    # === MONEY === #

    def money(self) -> Iterator[Step]:
        """A delivered order is billed, and the customer pays."""
        order = self.chance.choice(self.read(TO_INVOICE))[0]
        yield Step(
            name="invoice",
            login="clerk",
            act=lambda person: _invoice(person, order),
            rows=("sale_order", [order]),
        )
        bills = self.read(
            "SELECT DISTINCT line.move_id FROM account_move_line line"
            " JOIN sale_order_line_invoice_rel link ON link.invoice_line_id = line.id"
            " JOIN sale_order_line sold ON sold.id = link.order_line_id"
            " WHERE sold.order_id = %s",
            order,
        )
        [(move,)] = bills or [(0,)]
        if not move:
            self.diary.refusals["invoice"] += 1
            return
        self.diary.invoices[order] = move
        yield self._call("post", "clerk", "account.move", "action_post", [move])
        yield Step(
            name="payment",
            login="clerk",
            act=lambda person: _pay_invoice(person, move),
            rows=("account_move", [move]),
        )
        self.diary.paid.add(move)

    # === SETTLEMENT === #

    def settlement(self) -> Iterator[Step]:
        """The next week that is over: computed, approved, published, confirmed, and paid."""
        [(settlement,)] = self.read(TO_SETTLE, self.known["settlements"])
        model = "distribution.settlement"
        rows = ("distribution_settlement", [settlement])
        for name, login in (("compute", "maker"), ("approve figures", "approver")):
            method = "action_compute" if name == "compute" else "action_approve"
            yield self._call(name, login, model, method, [settlement], rows=rows)
        yield self._call("publish", "maker", model, "action_publish", [settlement], rows=rows)
        self.diary.published.add(settlement)
        statements = self.read(
            "SELECT statement.id, member.code FROM distribution_statement statement"
            " JOIN distribution_member member ON member.id = statement.member_id"
            " WHERE settlement_id = %s AND payable > 0 ORDER BY statement.id",
            settlement,
        )
        yield from self._payout(settlement, self.chance.sample(statements, CONFIRMED))

    def _payout(self, settlement: int, statements: list) -> Iterator[Step]:
        for statement, code in statements:
            step = Step(
                name="confirm",
                login=self.known["logins"][self.known["codes"].index(code)],
                act=lambda person, number=statement: person.post(
                    f"/my/distribution/statements/{number}/confirm"
                ),
                rows=("distribution_statement", [statement]),
            )
            yield step
            if REFUSED in (step.answer or ""):  # a turned clock lets the days of grace end
                self.diary.refusals["confirm"] += 1
            else:
                self.diary.confirmed.add(statement)
        ids = [statement for statement, _code in statements]
        rows = ("distribution_statement", ids)
        model = "distribution.settlement"
        yield self._call("pay", "maker", model, "action_pay", [settlement], rows=rows)
        step = Step(name="batch", login="maker", act=lambda one: _make_batch(one, ids), rows=rows)
        yield step
        batch = self.read(
            "SELECT DISTINCT batch_id FROM distribution_payout_batch_line"
            " WHERE statement_id = ANY(%s)",
            ids,
        )[0][0]
        path = f"/distribution/payout-batch/{batch}"
        step = Step(name="export", login="maker", act=lambda one: one.get(path).content)
        yield step
        self.diary.batches[batch] = step.answer
        result = self._say_of_bank(batch)
        yield self._call(
            "bank", "maker", "distribution.payout.batch", "write", [batch], {"result_file": result}
        )

    def _say_of_bank(self, batch: int) -> str:
        rows = self.read(
            "SELECT reference, amount FROM distribution_payout_batch_line WHERE batch_id = %s",
            batch,
        )
        told = [(reference, amount, "成功", "") for reference, amount in rows]
        return encode(RESULT_HEADINGS, told)

    # === IMPORT === #

    def platform_file(self) -> Iterator[Step]:
        """A file of a platform is uploaded, looked at, and taken over."""
        self.file, refs = build_file(self.known, self.chance)
        step = Step(name="upload", login="keeper", act=lambda one: self.upload(one, self.file))
        yield step
        model, ids = "distribution.order.import", [step.answer]
        yield self._call("preview", "keeper", model, "action_preview", ids)
        rows = ("distribution_order_import", ids)
        yield self._call("take over", "keeper", model, "action_commit", ids, rows=rows)
        self.diary.platform_refs |= refs

    def upload(self, person: Person, file: str) -> int:
        """Upload a file; return its import."""
        values = {"name": "platform.csv", "file": file, "profile_id": self.known["profile"]}
        return person.call("distribution.order.import", "create", values)

    # === HELPERS === #

    def _call(self, name, login, model, method, ids, *more, rows=None) -> Step:
        return Step(
            name=name,
            login=login,
            act=lambda person: person.call(model, method, ids, *more),
            rows=rows or (model.replace(".", "_"), ids),
        )

    def _member_of(self, place: int) -> int:
        code = self.known["codes"][place]
        return self.read("SELECT id FROM distribution_member WHERE code = %s", code)[0][0]


def _ordered(answer: dict) -> int:
    if answer.get("result") != "ordered":
        raise Refused(str(answer)[:300])
    return answer["order"]["id"]


def _invoice(person: Person, order: int):
    model, context = (
        "sale.advance.payment.inv",
        {"active_ids": [order], "active_model": "sale.order"},
    )
    values = {"advance_payment_method": "delivered", "sale_order_ids": [(6, 0, [order])]}
    dialog = person.call(model, "create", values, context=context)
    return person.call(model, "create_invoices", [dialog], context=context)


def _pay_invoice(person: Person, move: int):
    model, context = (
        "account.payment.register",
        {"active_ids": [move], "active_model": "account.move"},
    )
    dialog = person.call(model, "create", {}, context=context)
    return person.call(model, "action_create_payments", [dialog], context=context)


def _make_batch(person: Person, statements: list[int]):
    model = "distribution.payout.batch.make"
    values = {"statement_ids": [(6, 0, statements)], "reason": "Failure campaign"}
    dialog = person.call(model, "create", values)
    return person.call(model, "action_make", [dialog])
