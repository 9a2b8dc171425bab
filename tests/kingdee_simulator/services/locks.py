"""Edit locks (network control): somebody has the bill open."""

import time

from ..meta.fields import Form
from ..refusal import Refusal


def check_lock(erp, form: Form, number: str) -> None:
    """Refuse with MsgCode 13 while a person edits the bill."""
    until = erp.locks.get((form.id, number))
    if until is None:
        return
    if until > time.monotonic():
        raise locked(form, number)
    erp.locks.pop((form.id, number), None)


def locked(form: Form, number: str) -> Refusal:
    """Return the refusal of a locked bill."""
    return Refusal(
        13,
        f"“张三” 使用业务单据：{form.caption}-{number}-修改 与当前操作“修改”冲突，请稍候再使用。",
    )
