"""What members say to the statements of a month, and the first of them that is paid."""

MONTHS_AGO = 2  # the last month whose statements are published
ANSWERS = ("paid", "confirmed", "disputed")
ACCOUNT = "6222021234567890123"
REASON = "3 号订单按 6 件结算，实际签收 8 件，请核对"


def answer_and_pay(env, settlement):
    """Let one member confirm, one dispute a line, and pay one that has confirmed as well."""
    answering = {}
    colleagues = env["distribution.member.user"].sudo()  # finance need not know who they are
    for colleague in colleagues.search([("role", "in", ("admin", "finance"))], order="id"):
        answering.setdefault(colleague.member_id.id, colleague.user_id)
    statements = settlement.statement_ids.sorted("number").filtered(
        lambda one: one.payable > 0 and one.entry_ids and one.member_id.id in answering
    )
    assert len(statements) >= len(ANSWERS), "too few members with a login have earned something"
    for answer, statement in zip(ANSWERS, statements, strict=False):
        answered = statement.with_user(answering[statement.member_id.id])
        if answer == "disputed":
            line = statement.entry_ids.filtered(lambda entry: entry.amount > 0)[:1]
            answered.action_dispute(line.ids, REASON)
        else:
            answered.action_confirm()
        if answer == "paid":
            statement.action_pay()
            _pay_by_bank(statement)
        if answer == "confirmed":
            statement.action_pay()
            _put_into_file(statement)
    env["distribution.integrity.check"].sudo()._cron_check()  # as the scheduler does every night


def _pay_by_bank(statement):
    bill = statement.sudo().move_id  # finance of the story has no accounting of its own
    register = (
        statement.env["account.payment.register"]
        .sudo()
        .with_context(active_model="account.move", active_ids=bill.ids)
    )
    register.create({"payment_date": bill.invoice_date}).action_create_payments()
    assert statement.state == "paid", f"{statement.number} is {statement.state}"


def _put_into_file(statement):
    """Make the file for the bank that pays what is due; the bank has not answered yet."""
    member = statement.member_id.sudo()  # the story has no clerk who writes accounts
    if not member.bank_account:
        member.bank_account = ACCOUNT
    wizard = statement.env["distribution.payout.batch.make"].create(
        {"statement_ids": statement.ids, "reason": "9 月返利付款"}
    )
    wizard.action_make()
