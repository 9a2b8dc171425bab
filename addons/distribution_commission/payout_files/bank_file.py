"""The batch file of a corporate bank: CSV in UTF-8 with a byte order mark, one payment a line."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

HEADINGS = ("序号", "收款人名称", "收款账号", "开户行", "联行号", "金额", "用途", "备注")
# What a spreadsheet takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment; the amount in the currency of the file."""

    name: str
    account: str
    bank: str
    bank_code: str
    amount: Decimal
    purpose: str
    reference: str


def build_file(payments: Iterable[Payment]) -> bytes:
    """Return the file.

    >>> paid = Payment(name="=A", account="62", bank="", bank_code="", amount=Decimal("1.5"),
    ...                purpose="P", reference="R/1")
    >>> build_file([paid]).decode("utf-8-sig").splitlines()[1]
    "1,'=A,62,,,1.50,P,R/1"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for number, payment in enumerate(payments, 1):
        texts = (payment.name, payment.account, payment.bank, payment.bank_code)
        writer.writerow(
            [
                number,
                *map(_harmless, texts),
                f"{payment.amount:.2f}",
                _harmless(payment.purpose),
                _harmless(payment.reference),
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet runs, on one line.

    >>> _harmless("a\\nb"), _harmless(" @x")
    ('a b', "'@x")
    """
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(FORMULA_SIGNS) else line
