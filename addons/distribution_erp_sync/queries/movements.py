"""Lines of deliveries and returns: kept as they are in Kingdee, and tied to our orders."""

import json
from collections.abc import Mapping, Sequence

from odoo.tools import SQL

COLUMNS = (
    "bill_id",
    "entry_id",
    "number",
    "status",
    "changed_there",
    "customer",
    "material",
    "unit",
    "order_number",
    "order_entry_id",
    "carrier",
    "tracking",
    "lot",
)


def keep(backend_id: int, company_id: int, kind: str, rows: Sequence[Mapping]) -> SQL:
    """Insert or update lines; rows (id) of those that are new or have changed.

    An older reading of a line never overwrites a newer one.
    """
    texts = SQL(", ").join(SQL.identifier(name) for name in COLUMNS)
    typed = SQL(", ").join(SQL("%s text", SQL.identifier(name)) for name in COLUMNS)
    updated = SQL(", ").join(
        SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name))
        for name in (*COLUMNS, "quantity", "is_cancelled", "date")
        if name != "entry_id"
    )
    return SQL(
        """
        INSERT INTO distribution_erp_movement AS kept
               (backend_id, company_id, kind, state, %(texts)s, quantity, is_cancelled, date,
                is_missing, target_quantity, applied_quantity, create_date, write_date)
        SELECT %(backend)s, %(company)s, %(kind)s, 'waiting', %(texts)s, quantity, is_cancelled,
               date, FALSE, 0, 0, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM jsonb_to_recordset(%(rows)s::jsonb)
            AS row(%(typed)s, quantity numeric, is_cancelled boolean, date timestamp)
            ON CONFLICT (backend_id, kind, entry_id) DO UPDATE
           SET %(updated)s, is_missing = FALSE, write_date = EXCLUDED.write_date
         WHERE kept.changed_there <= EXCLUDED.changed_there
           AND (kept.status, kept.is_cancelled, kept.quantity, kept.tracking, kept.carrier,
                kept.order_entry_id, kept.order_number, kept.unit, kept.material, kept.is_missing)
               IS DISTINCT FROM
               (EXCLUDED.status, EXCLUDED.is_cancelled, EXCLUDED.quantity, EXCLUDED.tracking,
                EXCLUDED.carrier, EXCLUDED.order_entry_id, EXCLUDED.order_number, EXCLUDED.unit,
                EXCLUDED.material, FALSE)
        RETURNING id
        """,
        texts=texts,
        typed=typed,
        updated=updated,
        backend=backend_id,
        company=company_id,
        kind=kind,
        rows=json.dumps(rows, default=str),
    )


def link(movement_ids: Sequence[int]) -> SQL:
    """Tie lines to our order lines: by the ID of the line there, else by number and the only line
    of the product; then say how much has to be here, in the unit of our line.

    A line whose unit nobody mapped keeps what was, and waits for a person.
    """
    return SQL(
        """
        WITH asked AS (
            SELECT movement.* FROM distribution_erp_movement movement
             WHERE movement.id = ANY(%(ids)s)
        ), by_number AS (
            %(by_number)s
        ), judged AS (
            %(judged)s
        )
        UPDATE distribution_erp_movement movement
           SET order_line_id = judged.line_id,
               order_id = judged.order_id,
               target_quantity = CASE WHEN judged.is_unclear OR judged.line_id IS NULL
                                      THEN movement.target_quantity ELSE judged.target END,
               state = CASE WHEN judged.line_id IS NULL THEN 'unlinked'
                            WHEN judged.is_unclear THEN 'failed'
                            WHEN judged.target::float8 = movement.applied_quantity THEN 'applied'
                            ELSE 'waiting' END,
               message = NULL
          FROM judged
         WHERE judged.id = movement.id
        RETURNING movement.id, movement.state
        """,
        ids=list(movement_ids),
        by_number=_by_number(),
        judged=_judged(),
    )


def _by_number() -> SQL:
    """Return (movement, line) of `asked` where the order has one line of the material."""
    return SQL(
        """
        SELECT asked.id AS movement_id, min(line.id) AS line_id
          FROM asked
          JOIN distribution_erp_document document
            ON document.backend_id = asked.backend_id AND document.kind = 'order'
           AND document.number = asked.order_number
          JOIN sale_order_line line ON line.order_id = document.order_id
          JOIN product_product product ON product.id = line.product_id
          LEFT JOIN distribution_erp_binding binding
            ON binding.backend_id = asked.backend_id AND binding.model = 'product.product'
           AND binding.res_id = line.product_id
         WHERE line.product_uom_qty > 0
           AND COALESCE(binding.external_number, product.default_code) = asked.material
         GROUP BY asked.id
        HAVING count(*) = 1
        """
    )


def _judged() -> SQL:
    """Return what `asked` belongs to, and how much of it has to be here."""
    return SQL(
        """
        SELECT asked.id, line.id AS line_id, line.order_id,
               CASE WHEN asked.status = 'C' AND NOT asked.is_cancelled AND NOT asked.is_missing
                    THEN round(asked.quantity::numeric * theirs.factor::numeric
                               / own.factor::numeric, 6)
                    ELSE 0 END AS target,
               line.id IS NOT NULL AND theirs.id IS NULL AS is_unclear
          FROM asked
          LEFT JOIN by_number ON by_number.movement_id = asked.id
          LEFT JOIN LATERAL (
                SELECT (document.entries->>asked.order_entry_id)::integer AS line_id
                  FROM distribution_erp_document document
                 WHERE document.backend_id = asked.backend_id AND document.kind = 'order'
                   AND document.number = asked.order_number
                   AND document.entries->>asked.order_entry_id IS NOT NULL
                 LIMIT 1) exact ON TRUE
          LEFT JOIN sale_order_line line
            ON line.id = COALESCE(exact.line_id, by_number.line_id, asked.order_line_id)
          LEFT JOIN uom_uom own ON own.id = line.product_uom_id
          LEFT JOIN distribution_erp_unit unit
            ON unit.backend_id = asked.backend_id AND unit.number = asked.unit
          LEFT JOIN uom_uom theirs ON theirs.id = unit.uom_id
        """
    )
