"""What a few members are billed for a month's orders, and when they pay: their punctuality."""

from datetime import timedelta

from scripts.demo_company.timeline import day_of_month, first_of_month

DUE_DAY = 16  # of the month that follows the orders
# Days from the due day to the payment; months ago of the invoice -> {member: days}
PAID_AFTER = {
    3: {"D401": 12, "S222": -6},
    2: {"D401": -2, "S222": -3, "S411": -5},
    1: {"D401": 9, "S411": -2},
}


def bill_and_collect(env, today):
    """Bill the orders of some months, and register the payments on the days they came in."""
    _let_payments_reach_the_bank(env)
    for months_ago, delays in PAID_AFTER.items():
        for invoice in _bill(env, list(delays), today, months_ago):
            days = delays[invoice.commercial_partner_id.distribution_member_id.code]
            _collect(env, invoice, min(invoice.invoice_date_due + timedelta(days=days), today))


def _let_payments_reach_the_bank(env):
    """Post payments to the bank account at once: the story has no bank statements."""
    journal = env["account.journal"].search([("type", "=", "bank")], limit=1)
    for line in journal.inbound_payment_method_line_ids:
        line.payment_account_id = journal.default_account_id


def _bill(env, codes, today, months_ago):
    """Bill the orders that members made the month before, on the first of a month."""
    orders = env["sale.order"].search(
        [
            ("distribution_member_id.code", "in", codes),
            ("state", "=", "sale"),
            ("amount_total", ">", 0),
            ("date_order", ">=", first_of_month(today, months_ago + 1)),
            ("date_order", "<", first_of_month(today, months_ago)),
        ]
    )
    if not orders:
        return env["account.move"]
    invoices = orders._create_invoices()
    invoices.write(
        {
            "invoice_date": first_of_month(today, months_ago),
            "invoice_date_due": day_of_month(today, months_ago, DUE_DAY),
        }
    )
    invoices.action_post()
    return invoices


def _collect(env, invoice, day):
    """Register the payment of an invoice."""
    register = env["account.payment.register"].with_context(
        active_model="account.move", active_ids=invoice.ids
    )
    register.create({"payment_date": day})._create_payments()
