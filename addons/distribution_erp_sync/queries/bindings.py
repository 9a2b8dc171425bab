"""Bindings of many records at once."""

import json
from collections.abc import Sequence

from odoo.tools import SQL


def bind(
    backend_id: int, company_id: int, model: str, rows: Sequence[tuple[int, str | None, str]]
) -> SQL:
    """Bind (record, ID there, number there); one row with how many are new or have a new ID.

    Where a record or a number is bound otherwise already, that stays.
    """
    return SQL(
        """
        WITH wanted AS (%(wanted)s), kept AS (
            UPDATE distribution_erp_binding binding
               SET external_id = COALESCE(wanted.external_id, binding.external_id),
                   sync_date = %(now)s, is_missing = FALSE
              FROM wanted
             WHERE binding.backend_id = %(backend)s AND binding.model = %(model)s
               AND binding.external_number = wanted.number AND binding.res_id = wanted.res_id
               AND (binding.external_id IS DISTINCT FROM
                    COALESCE(wanted.external_id, binding.external_id)
                    OR binding.is_missing)
            RETURNING 1
        ), made AS (
            INSERT INTO distribution_erp_binding
                   (backend_id, company_id, model, res_id, external_id, external_number,
                    sync_date, create_date, write_date)
            SELECT %(backend)s, %(company)s, %(model)s, wanted.res_id, wanted.external_id,
                   wanted.number, %(now)s, %(now)s, %(now)s
              FROM wanted
                ON CONFLICT DO NOTHING
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM kept) + (SELECT count(*) FROM made)
        """,
        wanted=_wanted(rows),
        now=SQL("now() AT TIME ZONE 'UTC'"),
        backend=backend_id,
        company=company_id,
        model=model,
    )


def _wanted(rows) -> SQL:
    """Return (res_id, external_id, number), each number once."""
    return SQL(
        """
        SELECT DISTINCT ON (row->>2) (row->>0)::integer AS res_id, row->>1 AS external_id,
               row->>2 AS number
          FROM jsonb_array_elements(%s::jsonb) row
         ORDER BY row->>2
        """,
        json.dumps(rows),
    )
