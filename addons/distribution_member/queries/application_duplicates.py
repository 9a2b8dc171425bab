"""Who else uses the numbers of applications. One branch per number, so that each uses its index."""

from collections.abc import Sequence

from odoo.tools import SQL

HashKey = tuple[int, str, str, str]
HASHED_TABLES = {
    "distribution.application": SQL("distribution_application"),
    "distribution.member": SQL("distribution_member"),
}
HASHED_FIELDS = ("id_number", "bank_account")


def phone_digits(column: SQL) -> SQL:
    """Return the end of a phone number, which is the same with and without country code."""
    return SQL("right(regexp_replace(%s, '[^0-9]', '', 'g'), 10)", column)


def application_duplicates(application_ids: Sequence[int], hash_keys: Sequence[HashKey]) -> SQL:
    """Return rows (application_id, kind, model, res_id) of who shares a number with whom.

    :param hash_keys: (application id, field of `HASHED_FIELDS`, model, blind index)
    """
    branches = [
        _other_applications("credit_code", SQL("credit_code")),
        _other_applications("phone", SQL("phone_key")),
        _contacts("credit_code", SQL("partner.vat = asked.credit_code")),
        _contacts("credit_code", SQL("partner.company_registry = asked.credit_code")),
        _contacts(
            "phone",
            SQL(
                "partner.phone IS NOT NULL AND %s = right(asked.phone_key, 10)",
                phone_digits(SQL("partner.phone")),
            ),
        ),
    ]
    for model in HASHED_TABLES if hash_keys else ():
        branches.extend(_holders(model, field, hash_keys) for field in HASHED_FIELDS)
    return SQL(
        """
        WITH asked AS (
            SELECT id, company_id, credit_code, phone_key, member_id
              FROM distribution_application
             WHERE id = ANY(%(ids)s)
        )
        %(branches)s
        ORDER BY 1, 2, 3, 4
        """,
        ids=list(application_ids),
        branches=SQL(" UNION ").join(branches),
    )


def _other_applications(kind: str, column: SQL) -> SQL:
    return SQL(
        """
        SELECT asked.id, %(kind)s, 'distribution.application', other.id
          FROM asked
          JOIN distribution_application other
            ON other.%(column)s = asked.%(column)s
           AND other.company_id = asked.company_id AND other.id != asked.id
        """,
        kind=kind,
        column=column,
    )


def _contacts(kind: str, condition: SQL) -> SQL:
    """Contacts the company may know, without that of the member the application became."""
    return SQL(
        """
        SELECT asked.id, %(kind)s, 'res.partner', partner.id
          FROM asked
          JOIN res_partner partner ON %(condition)s
         WHERE COALESCE(partner.company_id, asked.company_id) = asked.company_id
           AND partner.active
           AND NOT EXISTS (SELECT 1 FROM distribution_member own
                            WHERE own.id = asked.member_id
                              AND own.partner_id = partner.commercial_partner_id)
        """,
        kind=kind,
        condition=condition,
    )


def _holders(model: str, field: str, hash_keys: Sequence[HashKey]) -> SQL:
    """Applications or members whose encrypted number has one of the blind indexes."""
    keys = [(key[0], key[3]) for key in hash_keys if key[1] == field and key[2] == model]
    if not keys:
        return SQL("SELECT NULL::int, NULL, NULL, NULL::int WHERE FALSE")
    is_application = model == "distribution.application"
    return SQL(
        """
        SELECT asked.id, %(field)s, %(model)s, other.id
          FROM (VALUES %(keys)s) AS key (application_id, hash)
          JOIN asked ON asked.id = key.application_id
          JOIN %(table)s other ON split_part(other.%(column)s, ':', 2) = key.hash
           AND other.company_id = asked.company_id
           AND other.id IS DISTINCT FROM asked.%(self)s
        """,
        field=field,
        model=model,
        keys=SQL(", ").join(SQL("%s", key) for key in keys),
        table=HASHED_TABLES[model],
        column=SQL.identifier(field),
        self=SQL("id") if is_application else SQL("member_id"),
    )
