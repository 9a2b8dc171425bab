"""Actions on the server itself: switches, sessions, clock, faults, locks, rights, periods."""

import time

from .. import seed as seeding
from ..meta.fields import Field
from ..meta.registry import FORMS
from ..refusal import AdminError
from ..services.context import Context
from ..store.database import update
from . import lookup


def seed(erp: Context, **sizes: int) -> dict:
    """Fill the tenant: materials, warehouses, customers, seed, fragments."""
    known = {"materials", "warehouses", "customers", "seed", "fragments"}
    if set(sizes) - known:
        raise AdminError(f"seed takes {', '.join(sorted(known))}")
    return seeding.seed(erp, sizes)


def reset(erp: Context, *, keep_switches: bool = False) -> dict:
    """Begin anew: no records but the basics, no faults, no sessions, no calls."""
    erp.database.wipe()
    if not keep_switches:
        erp.switches.values.update(type(erp.switches)().values)
    erp.clock.skew = 0.0
    erp.faults.order([])
    erp.calls.clear()
    erp.sessions.expire()
    erp.gate.secret_ok, erp.bad_tries, erp.closed_until = True, 0, ""
    for kept in (erp.locks, erp.hidden, erp.tasks, erp.tokens):
        kept.clear()
    for kept in (erp.registry.removed, erp.registry.masked, erp.registry.added):
        kept.clear()
    erp.start()
    return {}


def switches(erp: Context, **values: object) -> dict:
    """Change switches; returns all."""
    erp.switches.set(values)
    with erp.database.write() as tx:
        erp.switches.store(tx)
    return dict(erp.switches.values)


def faults(erp: Context, rules: list[dict]) -> dict:
    """Replace the rules of faults; [] ends them. Returns how often the old ones fired."""
    before = erp.faults.report()
    erp.faults.order(rules)
    return {"before": before}


def calls_clear(erp: Context) -> dict:
    """Forget the log and the counts."""
    erp.calls.clear()
    return {}


def expire_sessions(erp: Context) -> dict:
    """End all sessions and tokens at once."""
    erp.tokens.clear()
    return {"ended": erp.sessions.expire()}


def wrong_secret_on(erp: Context) -> dict:
    """Somebody changed the AppSecret: live sessions go on, new ones are refused."""
    erp.gate.secret_ok = False
    return {}


def wrong_secret_off(erp: Context) -> dict:
    """The AppSecret is right again."""
    erp.gate.secret_ok = True
    return {}


def unlock_user(erp: Context) -> dict:
    """Forget bad passwords."""
    erp.bad_tries = 0
    return {}


def clock_skew(erp: Context, seconds: float) -> dict:
    """Let the server's clock be wrong by so many seconds."""
    erp.clock.skew = float(seconds)
    return {"now": erp.clock.now()}


def late_commit(erp: Context, form: str, number: str, seconds: float) -> dict:
    """A long transaction: the record shows up now, with the FModifyDate of `seconds` ago."""
    with erp.database.write() as tx:
        found = lookup.document(tx, form, number)
        moment = erp.clock.now(ago=float(seconds))
        key = (found.form.key.lower(), found.key)
        update(tx, found.form.table, key, {"fmodifydate": moment})
    return {"modified": moment}


def lock_bill(erp: Context, number: str, seconds: float, form: str = "SAL_SaleOrder") -> dict:
    """A person edits the bill for so many seconds (0 = no longer)."""
    known = FORMS.get(form.lower())
    if known is None:
        raise AdminError(f"no form {form}")
    erp.locks[(known.id, number)] = time.monotonic() + float(seconds)
    return {}


def close_period(erp: Context, until: str, mode: str = "refuse") -> dict:
    """Close the books up to a day ("" opens them): later bills are refused, or shifted."""
    if mode not in ("refuse", "shift"):
        raise AdminError("mode is refuse or shift")
    erp.closed_until, erp.closed_mode = until, mode
    return {}


def hide_rows(erp: Context, form: str, where: str = "") -> dict:
    """Data permission: rows that match the filter are not seen, and nobody says so."""
    erp.registry.form(form)
    if where:
        erp.hidden[form.lower()] = where
    else:
        erp.hidden.pop(form.lower(), None)
    return {}


def field_remove(erp: Context, form: str, key: str) -> dict:
    """This tenant does not have the field."""
    erp.registry.form(form)
    erp.registry.removed.add((form.lower(), key.lower()))
    return {}


def field_restore(erp: Context, form: str, key: str) -> dict:
    """The field is back."""
    erp.registry.removed.discard((form.lower(), key.lower()))
    return {}


def field_mask(erp: Context, form: str, key: str, masked: bool = True) -> dict:
    """The user sees `***` in this field."""
    place = (form.lower(), key.lower())
    (erp.registry.masked.add if masked else erp.registry.masked.discard)(place)
    return {}


def field_add(erp: Context, form: str, key: str, kind: str = "text", entity: str = "") -> dict:
    """A field of the customer's own, such as F_ABC_ExtNo."""
    known = erp.registry.form(form)
    place = known.entry(entity) if entity else known.head
    if place is None or kind not in ("text", "number", "date", "bool"):
        raise AdminError("entity is an entry of the form; kind is text, number, date or bool")
    if not key.replace("_", "").isalnum() or not key.isascii():
        raise AdminError("a key has letters, digits and underscores")
    column = Field(key=key, kind=kind, caption=key, orm=key)
    table = place.table or known.table
    with erp.database.write() as tx:
        names = [row[1].lower() for row in tx.execute(f"PRAGMA table_info({table})")]
        if column.column not in names:
            sql_type = {"number": "REAL", "bool": "INTEGER"}.get(kind, "TEXT")
            tx.execute(f"ALTER TABLE {table} ADD COLUMN {column.column} {sql_type}")
    erp.registry.added[(known.id.lower(), key.lower())] = (place, column)
    return {}


def state(erp: Context) -> dict:
    """Return what is in force."""
    return {
        "switches": dict(erp.switches.values),
        "faults": erp.faults.report(),
        "sessions": erp.sessions.count(),
        "sessions_made": erp.sessions.made,
        "skew": erp.clock.skew,
        "now": erp.clock.now(),
        "closed_until": erp.closed_until,
        "secret_ok": erp.gate.secret_ok,
    }


ACTIONS = {
    action.__name__: action
    for action in (
        seed, reset, switches, faults, calls_clear, expire_sessions, wrong_secret_on,
        wrong_secret_off, unlock_user, clock_skew, late_commit, lock_bill, close_period,
        hide_rows, field_remove, field_restore, field_mask, field_add,
    )
}  # fmt: skip
