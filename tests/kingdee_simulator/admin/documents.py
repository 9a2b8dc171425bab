"""GET /admin/documents: the truth about all bills, for comparisons."""

from ..meta.registry import FORMS
from ..refusal import AdminError
from ..services.context import Context
from ..store.database import fetch_dicts

BILLS = ("SAL_SaleOrder", "SAL_OUTSTOCK", "SAL_RETURNSTOCK", "AR_receivable", "AP_OtherPayable")


def report(erp: Context, form_id: str, number: str) -> dict:
    """Return bills by form, each with its columns and lines (material numbers among them)."""
    if form_id and form_id not in BILLS:
        raise AdminError(f"form is one of {', '.join(BILLS)}")
    return {name: _bills(erp, name, number) for name in BILLS if form_id in ("", name)}


def _bills(erp: Context, form_id: str, number: str) -> list[dict]:
    form = FORMS[form_id.lower()]
    entity = form.entries[0]
    where, values = ("WHERE h.fbillno = ?", (number,)) if number else ("", ())
    with erp.database.read() as tx:
        heads = fetch_dicts(tx, f"SELECT h.* FROM {form.table} h {where} ORDER BY h.fid", values)
        material = "fmaterialid" in {item.column for item in entity.fields}
        name = "(SELECT fnumber FROM bd_material WHERE fmaterialid = e.fmaterialid)"
        lines = fetch_dicts(
            tx,
            f"SELECT e.*, {name if material else 'NULL'} AS material FROM {entity.table} e "
            f"JOIN {form.table} h ON h.fid = e.fid {where} ORDER BY e.fid, e.fseq",
            values,
        )
    by_bill: dict[int, list[dict]] = {}
    for line in lines:
        by_bill.setdefault(line["fid"], []).append(line)
    return [{**head, "lines": by_bill.get(head["fid"], [])} for head in heads]
