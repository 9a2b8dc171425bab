"""The commission engine and the settlement, as SQL values; nothing here touches a cursor.

movements -> chain -> matching -> amounts -> entries          what a sale earns
clawback                                                      what a return gives back
cancellation                                                  what a cancelled order undoes
branch_entries                                                what hangs on the uplines of a branch
settlement_entries -> statement_totals -> control_totals      what a member is owed
"""
