"""What each member did in a month: one SELECT of all figures, and the rows it is kept in.

Percentages are rounded to two decimals, half away from zero, and are NULL without a base. The
points of the score are computed from the rounded percentages, so that people can do it again.
"""

from dataclasses import dataclass
from datetime import date, datetime

from odoo.tools import SQL

from .performance_facts import facts

# The columns that `figures` returns, in order; all of them are kept.
COLUMNS = (
    "company_id",
    "currency_id",
    "member_id",
    "region_id",
    "level_id",
    "date",
    "target",
    "actual",
    "ordered_amount",
    "came_back_amount",
    "projected",
    "previous_actual",
    "year_ago_actual",
    "target_ytd",
    "actual_ytd",
    "due_amount",
    "paid_amount",
    "delivered_amount",
    "returned_amount",
    "attainment_percent",
    "pace_percent",
    "growth_percent",
    "growth_year_percent",
    "punctuality_percent",
    "return_rate_percent",
    "attainment_ytd_percent",
    "attainment_weight",
    "attainment_points",
    "growth_weight",
    "growth_points",
    "punctuality_weight",
    "punctuality_points",
    "returns_weight",
    "returns_points",
    "score",
    "pace",
    "rank",
    "rank_count",
    "region_rank",
    "region_rank_count",
)
KEY = ("member_id", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of a company, and how much of it is over."""

    company_id: int
    first: date
    end: date
    previous: date
    year_ago: date
    year_ago_end: date
    year_start: date
    days: int
    elapsed: int
    due_until: date
    since: datetime  # the month in UTC
    until: datetime
    decimals: int


def figures(month: Month, sources: dict[str, SQL]) -> SQL:
    """Return the figures of a month, a row per member.

    :param sources: what is read of `sales`, `returns` and `punctuality`
    """
    return SQL(
        """
        WITH facts AS (%(facts)s), measured AS (%(measured)s), weighed AS (%(weighed)s),
        scored AS (%(scored)s)
        SELECT %(columns)s
          FROM (
            SELECT scored.*,
                   CASE WHEN pace_percent IS NULL THEN 'none'
                        WHEN pace_percent >= 100 THEN 'ahead'
                        WHEN pace_percent >= 90 THEN 'close'
                        ELSE 'behind'
                   END AS pace,
                   RANK() OVER (ORDER BY score DESC, actual DESC) AS rank,
                   COUNT(*) OVER () AS rank_count,
                   RANK() OVER (PARTITION BY region_id ORDER BY score DESC, actual DESC)
                       AS region_rank,
                   COUNT(*) OVER (PARTITION BY region_id) AS region_rank_count
              FROM scored
          ) ranked
        """,
        facts=facts(month, sources),
        measured=_measured(month),
        weighed=_weighed(month),
        scored=_scored(),
        columns=SQL(", ").join(SQL.identifier(column) for column in COLUMNS),
    )


def refresh(month: Month, sources: dict[str, SQL], now: datetime) -> SQL:
    """Keep the figures of a month that is not frozen; return the members."""
    return SQL(
        """
        INSERT INTO distribution_performance (%(columns)s, state, computed_at)
        SELECT figures.*, 'open', %(now)s
          FROM (%(figures)s) figures
         WHERE NOT EXISTS (
               SELECT FROM distribution_performance
                WHERE company_id = %(company)s AND date = %(date)s AND state = 'frozen'
         )
        ON CONFLICT (member_id, date) DO UPDATE SET %(changes)s, computed_at = %(now)s
         WHERE distribution_performance.state = 'open'
        RETURNING member_id
        """,
        columns=SQL(", ").join(SQL.identifier(column) for column in COLUMNS),
        figures=figures(month, sources),
        changes=SQL(", ").join(
            SQL("%(name)s = EXCLUDED.%(name)s", name=SQL.identifier(column))
            for column in COLUMNS
            if column not in KEY
        ),
        now=now,
        company=month.company_id,
        date=month.first,
    )


def forget_others(company_id: int, first: date, member_ids: list[int]) -> SQL:
    """Delete the rows of a month of members that it has nothing to say about any more."""
    return SQL(
        """
        DELETE FROM distribution_performance
         WHERE company_id = %s AND date = %s AND state = 'open' AND NOT (member_id = ANY(%s))
        """,
        company_id,
        first,
        member_ids,
    )


def freeze(company_id: int, first: date, today: date) -> SQL:
    """Close a month for ever; return how many rows."""
    return SQL(
        """
        WITH frozen AS (
            UPDATE distribution_performance SET state = 'frozen', frozen_on = %s
             WHERE company_id = %s AND date = %s AND state = 'open'
            RETURNING id
        )
        SELECT COUNT(*) FROM frozen
        """,
        today,
        company_id,
        first,
    )


def _measured(month) -> SQL:
    """The percentages."""
    return SQL(
        """
        SELECT facts.*,
               ROUND(100 * actual / NULLIF(target, 0), 2) AS attainment_percent,
               ROUND(100 * projected / NULLIF(target, 0), 2) AS pace_percent,
               ROUND(100 * (projected / NULLIF(GREATEST(previous_actual, 0), 0) - 1), 2)
                   AS growth_percent,
               ROUND(100 * (projected / NULLIF(GREATEST(year_ago_actual, 0), 0) - 1), 2)
                   AS growth_year_percent,
               ROUND(100 * paid_amount / NULLIF(due_amount, 0), 2) AS punctuality_percent,
               ROUND(100 * returned_amount / NULLIF(delivered_amount, 0), 2)
                   AS return_rate_percent,
               ROUND(100 * actual_ytd / NULLIF(target_ytd, 0), 2) AS attainment_ytd_percent
          FROM (
            SELECT facts.*,
                   ROUND(actual * %(days)s / %(elapsed)s, %(decimals)s) AS projected
              FROM facts
          ) facts
        """,
        days=month.days,
        elapsed=month.elapsed,
        decimals=month.decimals,
    )


def _weighed(month) -> SQL:
    """Points from 0 to 100 of what could be measured, and the weights of that."""
    parts = SQL(", ").join(
        SQL(
            """
            CASE WHEN %(value)s IS NULL THEN 0 ELSE card.%(weight)s END AS %(weight)s,
            CASE WHEN %(value)s IS NOT NULL THEN LEAST(100, GREATEST(0, ROUND(
                100 * (%(value)s - card.%(zero)s) / (card.%(full)s - card.%(zero)s), 2
            ))) END AS %(points)s
            """,
            value=value,
            weight=SQL.identifier(f"{key}_weight"),
            zero=SQL.identifier(f"{key}_zero"),
            full=SQL.identifier(f"{key}_full"),
            points=SQL.identifier(f"{key}_points"),
        )
        for key, value in (
            ("attainment", SQL("pace_percent")),
            ("growth", SQL("COALESCE(growth_year_percent, growth_percent)")),
            ("punctuality", SQL("punctuality_percent")),
            ("returns", SQL("return_rate_percent")),
        )
    )
    return SQL(
        """
        SELECT measured.*, %s
          FROM measured
          JOIN distribution_scorecard card ON card.company_id = %s
        """,
        parts,
        month.company_id,
    )


def _scored() -> SQL:
    """The points by their weights; what could not be measured does not count."""
    return SQL(
        """
        SELECT weighed.*,
               COALESCE(ROUND(
                   (
                       attainment_weight * COALESCE(attainment_points, 0)
                       + growth_weight * COALESCE(growth_points, 0)
                       + punctuality_weight * COALESCE(punctuality_points, 0)
                       + returns_weight * COALESCE(returns_points, 0)
                   ) / NULLIF(
                       attainment_weight + growth_weight + punctuality_weight + returns_weight, 0
                   ),
                   2
               ), 0) AS score
          FROM weighed
        """
    )
