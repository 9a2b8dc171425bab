"""Which points are undercut, which alerts are over, and the opening of alerts many at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from odoo.tools import SQL

from . import free_stock


def standing(now: datetime) -> SQL:
    """Return each point that is short or has an open alert, and each open alert without a point.

    Columns: point, free, is_short, is_released, open alert, alert closed a short time ago. An
    undercut point needs an alert; an alert is over above the release point, not before.
    """
    return SQL(
        """
        WITH free AS (%(free)s)
        SELECT point.id, COALESCE(free.free, 0)::float,
               COALESCE(COALESCE(free.free, 0) < point.reorder_point, FALSE),
               COALESCE(COALESCE(free.free, 0) >= point.release_point, TRUE),
               alert.id,
               CASE WHEN alert.id IS NULL THEN (%(recent)s) END
          FROM distribution_reorder_point point
          FULL JOIN (
               SELECT * FROM distribution_shortage WHERE state <> 'closed'
          ) AS alert USING (product_id, warehouse_id)
          LEFT JOIN free USING (product_id, warehouse_id)
         WHERE alert.id IS NOT NULL
            OR COALESCE(free.free, 0) < point.reorder_point
        """,
        free=free_stock.free_stock(
            SQL(
                "SELECT product_id FROM distribution_reorder_point"
                " UNION SELECT product_id FROM distribution_shortage WHERE state <> 'closed'"
            )
        ),
        recent=_recent(now),
    )


def _recent(now) -> SQL:
    """Return the alert of a point that was over within the quiet time of its company."""
    return SQL(
        """
        SELECT old.id
          FROM distribution_shortage old
          JOIN res_company company ON company.id = old.company_id
         WHERE old.product_id = point.product_id
           AND old.warehouse_id = point.warehouse_id
           AND old.closed >= %s - company.distribution_shortage_quiet_hours * interval '1 hour'
         ORDER BY old.closed DESC
         LIMIT 1
        """,
        now,
    )


def open_alerts(free: Mapping[int, float], values: Mapping[str, object], user_id: int) -> SQL:
    """Open an alert for each point, unless another process just did; return the new ids.

    :param free: free stock of each point
    :param values: what all of them have: company default of the responsible, clock, moment
    """
    return SQL(
        """
        INSERT INTO distribution_shortage (
            company_id, product_id, warehouse_id, point_id, user_id, state, opened, clock_start,
            hours_used, goal_hours, deadline, is_late, free_quantity, opened_quantity, times_opened,
            method, lead_days, service_level, safety_factor, demand_days, demand_average,
            demand_deviation, reorder_point, release_point, computed_on,
            create_uid, create_date, write_uid, write_date
        )
        SELECT point.company_id, point.product_id, point.warehouse_id, point.id,
               COALESCE(point.user_id, %(default_user)s), 'open', %(now)s, %(now)s,
               0, %(goal)s, %(deadline)s, FALSE, stock.free, stock.free, 1,
               point.method, point.lead_days, point.service_level, point.safety_factor,
               point.demand_days, point.demand_average, point.demand_deviation,
               point.reorder_point, point.release_point, point.computed_on,
               %(user)s, %(now)s, %(user)s, %(now)s
          FROM unnest(%(points)s, %(free)s::numeric[]) AS stock (point_id, free)
          JOIN distribution_reorder_point point ON point.id = stock.point_id
            ON CONFLICT (product_id, warehouse_id) WHERE state <> 'closed' DO NOTHING
        RETURNING id
        """,
        **values,
        points=list(free),
        free=list(free.values()),
        user=user_id,
    )


def update_free(free: Mapping[int, float]) -> SQL:
    """Write the free stock of open alerts, where it has changed."""
    return SQL(
        """
        UPDATE distribution_shortage alert
           SET free_quantity = stock.free
          FROM unnest(%s, %s::numeric[]) AS stock (id, free)
         WHERE alert.id = stock.id
           AND alert.free_quantity IS DISTINCT FROM ROUND(stock.free, 2)
        """,
        list(free),
        list(free.values()),
    )


def waiting_lines(alert_ids: Sequence[int]) -> SQL:
    """Return (alert, order line) of the lines whose goods have yet to leave the warehouse."""
    return SQL(
        """
        SELECT DISTINCT alert.id, move.sale_line_id
          FROM distribution_shortage alert
          JOIN stock_move move ON move.product_id = alert.product_id
          JOIN stock_location source ON source.id = move.location_id
         WHERE alert.id = ANY(%s)
           AND move.sale_line_id IS NOT NULL
           AND move.state IN ('waiting', 'confirmed', 'assigned', 'partially_available')
           AND source.warehouse_id = alert.warehouse_id
        """,
        list(alert_ids),
    )


def incoming(alert_ids: Sequence[int]) -> SQL:
    """Return (alert, day, quantity in the product's unit, document) of goods on their way."""
    return SQL(
        """
        SELECT alert.id, move.date, move.product_qty::float, COALESCE(picking.name, move.origin, '')
          FROM distribution_shortage alert
          JOIN stock_move move ON move.product_id = alert.product_id
          JOIN stock_location source ON source.id = move.location_id
          JOIN stock_location target
            ON target.id = COALESCE(move.location_final_id, move.location_dest_id)
          LEFT JOIN stock_picking picking ON picking.id = move.picking_id
         WHERE alert.id = ANY(%s)
           AND move.state IN ('waiting', 'confirmed', 'assigned', 'partially_available')
           AND target.usage = 'internal'
           AND target.warehouse_id = alert.warehouse_id
           AND source.warehouse_id IS DISTINCT FROM alert.warehouse_id
         ORDER BY alert.id, move.date, move.id
        """,
        list(alert_ids),
    )
