"""The files of the month: a platform's orders, and what the bank says."""

import base64
import csv
import io
import random

HEADINGS = ("Order", "Customer", "Date", "SKU", "Description", "Quantity", "Unit Price")
RESULT_HEADINGS = ("备注", "金额", "处理结果", "失败原因")
ORDERS = 3


def build_file(known: dict, chance: random.Random) -> tuple[str, set[str]]:
    """Return a file of a platform as it is uploaded, and the numbers of its orders."""
    refs = {f"P{chance.getrandbits(40):x}-{place}" for place in range(ORDERS)}
    rows = [
        (
            ref,
            chance.choice(known["codes"]),
            "2026-01-05 10:00:00",
            chance.choice(known["goods"]),
            "Goods",
            chance.randint(1, 9),
            f"{chance.randint(100, 9999) / 100:.2f}",
        )
        for ref in sorted(refs)
    ]
    return encode(HEADINGS, rows), refs


def encode(headings, rows) -> str:
    """Return a CSV file as it is uploaded."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([headings, *rows])
    return base64.b64encode(buffer.getvalue().encode()).decode()
