"""No session idles in a transaction while an answer of the ERP takes its time."""

import time

from .judgement_queries import IDLE
from .shift import STREAMS, Shift

SLOW_SECONDS = 2.0
SLOW_CALLS = 3  # about each form
FORMS = ("SAL_SaleOrder", "SAL_OUTSTOCK", "SAL_RETURNSTOCK", "STK_Inventory", "BD_Customer")
SERVICES = ("ExecuteBillQuery", "Save", "Submit", "Audit")
SLOW_ORDERS = 2  # sent while every answer takes that long


def measure(shift: Shift, erp) -> float:
    """Run all streams at once while the ERP is slow.

    :return: the longest time in seconds that a session idled in a transaction
    """
    methods = (*STREAMS, "reconcile")
    slow = {"kind": "slow", "rate": 1, "seconds": SLOW_SECONDS, "count": SLOW_CALLS}
    rules = [{**slow, "services": [f"{name}:{form}" for name in SERVICES]} for form in FORMS]
    erp.admin("faults", rules=rules)
    for method in methods:
        shift.start(method)
    longest = 0.0
    cursor = shift.env.cr
    while not all(worker.is_over() for worker in shift.workers.values()):
        cursor.execute(IDLE)
        longest = max(longest, float(cursor.fetchone()[0]))
        cursor.commit()
        time.sleep(0.1)
    shift.end()
    erp.admin("faults", rules=[])
    return longest
