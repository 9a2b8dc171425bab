"""Whom somebody should call: one SELECT per kind of warning, and one statement that keeps them.

Each SELECT returns `COLUMNS`; what a kind does not use is NULL. Thresholds are the company's.
"""

from collections.abc import Mapping
from datetime import date

from odoo.tools import SQL, date_utils

FIGURES = (
    "recent_amount",
    "base_amount",
    "base_kind",
    "change_percent",
    "month",
    "last_date",
    "usual_days",
    "silent_days",
)
COLUMNS = ("member_id", *FIGURES)
MONTHS_COMPARED = 3
# Orders of so many days tell the usual rhythm; with fewer there is none.
ORDER_DAYS_MIN = 4
# How far back the rhythm is looked for: two seasons of everything.
RHYTHM_DAYS = 730


def falling(company_id: int, today: date, sales: SQL, limits: Mapping[str, float]) -> SQL:
    """Return who bought much less in three months than a year ago, or, newer, than before.

    :param limits: `percent`: the fall that is too much; `amount`: what is too little to look at
    """
    return SQL(
        """
        SELECT member_id, recent AS recent_amount, base AS base_amount, base_kind,
               ROUND(100 * (recent / base - 1), 2) AS change_percent, NULL::date AS month,
               last_date, usual_days, NULL::int AS silent_days
          FROM (
            SELECT member.id AS member_id, COALESCE(sales.recent, 0) AS recent,
                   CASE WHEN sales.year_ago > 0 THEN sales.year_ago ELSE sales.before END AS base,
                   CASE WHEN sales.year_ago > 0 THEN 'year_ago' ELSE 'before' END AS base_kind,
                   rhythm.last_date, rhythm.usual_days
              FROM distribution_member member
              JOIN (
                %(compared)s
              ) sales ON sales.member_id = member.id
              LEFT JOIN (%(rhythm)s) rhythm ON rhythm.member_id = member.id
             WHERE member.state = 'active' AND member.active
          ) compared
         WHERE base >= %(amount)s AND base > 0 AND recent <= base * (1 - %(percent)s / 100.0)
        """,
        compared=_compared(company_id, today, sales),
        rhythm=_rhythm(company_id, today, sales),
        amount=limits["amount"],
        percent=limits["percent"],
    )


def sleeping(company_id: int, today: date, sales: SQL, limits: Mapping[str, float]) -> SQL:
    """Return who has not ordered for much longer than it usually takes.

    :param limits: `factor`: how many times the usual days; `days_min`: never earlier;
                   `days`: for those who have no rhythm yet
    """
    return SQL(
        """
        SELECT member_id, NULL::numeric AS recent_amount, NULL::numeric AS base_amount,
               NULL AS base_kind, NULL::numeric AS change_percent, NULL::date AS month,
               last_date, usual_days, silent_days
          FROM (
            SELECT member.id AS member_id, rhythm.last_date, rhythm.usual_days,
                   %(today)s - COALESCE(rhythm.last_date, member.date_start) AS silent_days
              FROM distribution_member member
              LEFT JOIN (%(rhythm)s) rhythm ON rhythm.member_id = member.id
             WHERE member.company_id = %(company)s AND member.state = 'active' AND member.active
          ) silent
         WHERE silent_days > CASE WHEN usual_days IS NULL THEN %(days)s
                                  ELSE GREATEST(%(factor)s * usual_days, %(days_min)s) END
        """,
        today=today,
        company=company_id,
        rhythm=_rhythm(company_id, today, sales),
        days=limits["days"],
        factor=limits["factor"],
        days_min=limits["days_min"],
    )


def target_missed(company_id: int, month: date, percent: float) -> SQL:
    """Return who reached less than `percent` of the target of a month that is over."""
    return SQL(
        """
        SELECT performance.member_id, performance.actual AS recent_amount,
               performance.target AS base_amount, NULL AS base_kind,
               performance.attainment_percent AS change_percent, performance.date AS month,
               NULL::date AS last_date, NULL::numeric AS usual_days, NULL::int AS silent_days
          FROM distribution_performance performance
          JOIN distribution_member member
            ON member.id = performance.member_id AND member.state = 'active' AND member.active
         WHERE performance.company_id = %s
           AND performance.date = %s
           AND performance.target > 0
           AND performance.actual < performance.target * %s / 100.0
        """,
        company_id,
        month,
        percent,
    )


def keep(company_id: int, kind: str, found: SQL, today: date) -> SQL:
    """Open, update and close the warnings of a kind: those stand that are `found`.

    A warning that somebody has handled stays so; after its rest it opens again. Returns the ids of
    those that are new or open again, and of those that are over.
    """
    return SQL(
        """
        WITH found AS MATERIALIZED (%(found)s), over AS (
            UPDATE distribution_performance_warning warning
               SET state = 'closed', closed_on = %(today)s
             WHERE warning.company_id = %(company)s
               AND warning.kind = %(kind)s
               AND warning.state <> 'closed'
               AND NOT EXISTS (SELECT FROM found WHERE found.member_id = warning.member_id)
            RETURNING warning.id
        ), due AS (
            SELECT id FROM distribution_performance_warning
             WHERE company_id = %(company)s AND kind = %(kind)s AND state = 'handled'
               AND snooze_until <= %(today)s
        ), standing AS (
            %(standing)s
        )
        SELECT id, is_new OR id IN (SELECT id FROM due), FALSE FROM standing
        UNION ALL
        SELECT id, FALSE, TRUE FROM over
        """,
        found=found,
        today=today,
        company=company_id,
        kind=kind,
        standing=_stand(kind, today),
    )


def _stand(kind, today) -> SQL:
    """Open a warning for each that is `found`, or bring the one that stands up to date."""
    return SQL(
        """
        INSERT INTO distribution_performance_warning
               (company_id, currency_id, kind, state, date, region_id, %(columns)s)
        SELECT member.company_id, company.currency_id, %(kind)s, 'open', %(today)s,
               member.region_id, %(found_columns)s
          FROM found
          JOIN distribution_member member ON member.id = found.member_id
          JOIN res_company company ON company.id = member.company_id
         ORDER BY found.member_id
        ON CONFLICT (member_id, kind) WHERE state <> 'closed'
        DO UPDATE SET %(changes)s, region_id = EXCLUDED.region_id,
               state = CASE WHEN distribution_performance_warning.snooze_until <= %(today)s
                            THEN 'open' ELSE distribution_performance_warning.state END,
               snooze_until = CASE
                   WHEN distribution_performance_warning.snooze_until > %(today)s
                   THEN distribution_performance_warning.snooze_until END
        RETURNING id, (xmax = 0) AS is_new
        """,
        today=today,
        kind=kind,
        columns=SQL(", ").join(SQL.identifier(column) for column in COLUMNS),
        found_columns=SQL(", ").join(SQL.identifier("found", column) for column in COLUMNS),
        changes=SQL(", ").join(
            SQL("%(name)s = EXCLUDED.%(name)s", name=SQL.identifier(column)) for column in FIGURES
        ),
    )


def _compared(company_id, today, sales) -> SQL:
    """What each member bought in the last months, in those before, and a year ago."""
    months = date_utils.relativedelta(months=MONTHS_COMPARED)
    year = date_utils.relativedelta(years=1)
    return SQL(
        """
        SELECT sale.member_id,
               SUM(sale.amount_untaxed) FILTER (WHERE sale.date >= %(recent)s) AS recent,
               SUM(sale.amount_untaxed)
                   FILTER (WHERE sale.date >= %(before)s AND sale.date < %(recent)s)
                   AS before,
               SUM(sale.amount_untaxed) FILTER (
                   WHERE sale.date >= %(year_ago)s AND sale.date < %(year_ago_end)s
               ) AS year_ago
          FROM %(sales)s sale
         WHERE sale.company_id = %(company)s
           AND sale.date >= %(year_ago)s
           AND sale.date < %(today)s
         GROUP BY sale.member_id
        """,
        recent=today - months,
        before=today - months - months,
        year_ago=today - months - year,
        year_ago_end=today - year,
        today=today,
        sales=sales,
        company=company_id,
    )


def _rhythm(company_id, today, sales) -> SQL:
    """The last day of an order of each member, and the median of the days between two."""
    return SQL(
        """
        SELECT member_id, MAX(date) AS last_date,
               CASE WHEN COUNT(*) >= %(days_min)s
                    THEN ROUND(PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY gap)::numeric, 1)
               END AS usual_days
          FROM (
            SELECT member_id, date,
                   date - LAG(date) OVER (PARTITION BY member_id ORDER BY date) AS gap
              FROM (
                SELECT DISTINCT sale.member_id, sale.date
                  FROM %(sales)s sale
                 WHERE sale.company_id = %(company)s
                   AND sale.quantity > 0
                   AND sale.date > %(since)s
                   AND sale.date <= %(today)s
              ) days
          ) gaps
         GROUP BY member_id
        """,
        days_min=ORDER_DAYS_MIN,
        sales=sales,
        company=company_id,
        since=today - date_utils.relativedelta(days=RHYTHM_DAYS),
        today=today,
    )
