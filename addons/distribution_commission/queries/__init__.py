"""The commission engine and the settlement, as SQL values; nothing here touches a cursor.

source_orders, source_deliveries, source_invoices, source_payments    what documents say now
recording, movements, reversals                what is recorded of it: facts that never change
earning -> chain -> matching -> amounts -> caps -> entries            what a movement earns
clawback                                       what a reversal gives back
branch_entries                                 what hangs on the uplines of a branch
settlement_entries -> statement_totals -> control_totals              what a member is owed
"""
