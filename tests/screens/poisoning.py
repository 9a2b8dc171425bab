"""Runs in an Odoo shell: writes a payload into every text field of every record.

Past the forms and their checks, straight into the tables: what is shown must be harmless even if
no form had ever looked at it. Only HTML fields are cleaned as Odoo cleans them, and encrypted ones
are encrypted.
"""

from odoo.tools import SQL
from psycopg2 import Error
from psycopg2.extras import execute_values

from .payloads import PAYLOADS
from .places import find_places

ENCRYPTED_RECORDS = 3


def poison(env, turn=0):
    """Write payloads everywhere; return what happened to which field, and what was spared.

    :param turn: another number writes another payload into each record
    """
    attacked, spared = find_places(env)
    env.flush_all()
    _set_triggers(env, attacked, "DISABLE")  # none guards history from us
    env.cr.execute("CREATE TEMP TABLE payload (number int, leads bool, body text)")
    fields = {
        f"{name}.{field.name}": _poison_field(env[name], field, turn * 7 + index * 13)
        for name, found in attacked.items()
        for index, field in enumerate(found)
    }
    env.cr.execute("DROP TABLE payload")
    _set_triggers(env, attacked, "ENABLE")
    env.invalidate_all()
    return {"fields": fields, "spared": spared}


def _set_triggers(env, models, verb):
    for name in models:
        table = SQL.identifier(env[name]._table)
        env.cr.execute(SQL(f"ALTER TABLE %s {verb} TRIGGER USER", table))


def _poison_field(model, field, shift):
    """Return how many records hold a payload now, or why none does."""
    if type(field).__name__ in ("Encrypted", "Secret"):
        return _write_encrypted(model, field, shift)
    _offer_payloads(model, field)
    try:
        with model.env.cr.savepoint():
            model.env.cr.execute(_prepare_update(model, field, shift))
            return model.env.cr.rowcount
    except Error as error:
        return f"refused by the database: {str(error).splitlines()[0]}"


def _offer_payloads(model, field):
    """Fill the table that the update reads from."""
    texts = [payload.written_to(f"{model._name}.{field.name}") for payload in PAYLOADS]
    if field.type == "html":
        texts = [str(field._convert(text, model.new(), validate=True) or "") for text in texts]
    rows = [
        (number, payload.leads, text)
        for number, (payload, text) in enumerate(zip(PAYLOADS, texts, strict=True))
    ]
    model.env.cr.execute("TRUNCATE payload")
    execute_values(model.env.cr._obj, "INSERT INTO payload VALUES %s", rows)


def _prepare_update(model, field, shift):
    """The text that stood there stays readable: before the payload, or behind one that leads."""
    column = SQL.identifier("t", field.name)
    joined = "CASE WHEN p.leads THEN p.body || ' ' || %(old)s ELSE %(old)s || p.body END"
    if field.translate:
        joined = joined.replace("%(old)s", "l.value")
        value = SQL(
            f"(SELECT jsonb_object_agg(l.key, {joined})"  # noqa: S608 - constants
            """ FROM jsonb_each_text(COALESCE(%s, '{"en_US": ""}')) l)""",
            column,
        )
    else:
        value = SQL(joined.replace("%(old)s", "COALESCE(%s, '')"), column, column)
    return SQL(
        "UPDATE %s t SET %s = %s FROM payload p WHERE p.number = (t.id + %s) %% %s",
        SQL.identifier(model._table),
        SQL.identifier(field.name),
        value,
        shift,
        len(PAYLOADS),
    )


def _write_encrypted(model, field, shift):
    """Write as a person does: these are encrypted, with their record's own number."""
    written, why = 0, "no record"
    for record in model.search([], limit=ENCRYPTED_RECORDS, order="id desc"):
        payload = PAYLOADS[(record.id + shift) % len(PAYLOADS)]
        text = payload.written_to(f"{model._name}.{field.name}")
        try:
            with model.env.cr.savepoint():
                record.write({field.name: text})
                model.env.flush_all()
                written += 1
        except Exception as error:  # noqa: BLE001 - whatever stands against it
            model.env.invalidate_all()
            why = f"refused: {str(error).splitlines()[0][:120]}"
    return written or why
