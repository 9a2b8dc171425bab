"""What the bank says about the payments of a file: the same columns, and a result for each."""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

REFERENCE, AMOUNT, RESULT, REASON = "备注", "金额", "处理结果", "失败原因"
PAID = ("成功", "交易成功", "已支付", "支付成功", "paid", "success")
FAILED = ("失败", "交易失败", "退票", "支付失败", "failed")


class BankFileError(Exception):
    """The file cannot be read; `code` is `encoding`, `headings`, `result` or `amount`."""

    def __init__(self, code: str, line: int = 0):
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one payment."""

    reference: str
    amount: Decimal
    is_paid: bool
    reason: str


def read_results(content: bytes) -> list[Result]:
    """Return what the bank says, line by line; lines without a result are left out.

    >>> read_results("备注,金额,处理结果,失败原因\\nR/1,1.50,失败,户名不符".encode())
    [Result(reference='R/1', amount=Decimal('1.50'), is_paid=False, reason='户名不符')]
    """
    rows = csv.DictReader(io.StringIO(_decode(content)))
    if not {REFERENCE, AMOUNT, RESULT} <= {*(rows.fieldnames or ())}:
        raise BankFileError("headings")
    found = []
    for line, row in enumerate(rows, 2):
        said = (row[RESULT] or "").strip().lower()
        if not said:
            continue
        if said not in (*PAID, *FAILED):
            raise BankFileError("result", line)
        found.append(
            Result(
                (row[REFERENCE] or "").strip().lstrip("'"),
                _read_amount(row[AMOUNT], line),
                said in PAID,
                (row.get(REASON) or "").strip(),
            )
        )
    return found


def _read_amount(text: str | None, line: int) -> Decimal:
    try:
        return Decimal((text or "").replace(",", "").strip())
    except InvalidOperation:
        raise BankFileError("amount", line) from None


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BankFileError("encoding")
