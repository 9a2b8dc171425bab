"""All forms by id, and what a tenant changed about them."""

from ..refusal import Refusal
from . import base_data, bills, inventory
from .fields import Entity, Field, Form

FORMS: dict[str, Form] = {
    form.id.lower(): form for form in (*base_data.forms(), *bills.forms(), *inventory.forms())
}


class Registry:
    """The forms of one tenant: fields may have been removed, masked or added by its people."""

    def __init__(self) -> None:
        self.removed: set[tuple[str, str]] = set()
        self.masked: set[tuple[str, str]] = set()
        self.added: dict[tuple[str, str], tuple[Entity, Field]] = {}

    def form(self, form_id: object) -> Form:
        """Return the form, or refuse with MsgCode 5 (none given) or 4 (unknown)."""
        name = str(form_id or "").strip()
        if not name:
            raise Refusal(5, "业务对象标识formid不能为空")
        found = FORMS.get(name.lower())
        if found is None:
            raise Refusal(4, f"标识为“{name}”的业务对象不存在，或者被删除")
        return found

    def find(self, form: Form, key: str, asked: str = "") -> tuple[Entity, Field]:
        """Return entity and field of a key, or refuse with MsgCode 9 naming what was asked."""
        place = (form.id.lower(), key.lower())
        found = self.added.get(place) or form.find(key)
        if found is None or place in self.removed:
            raise Refusal(9, f"元数据中标识为{asked or key}的字段不存在", asked or key)
        return found

    def is_masked(self, form: Form, key: str) -> bool:
        """Return whether the integration user sees `***` here."""
        return (form.id.lower(), key.lower()) in self.masked
