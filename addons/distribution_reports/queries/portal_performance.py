"""What a distributor is shown of its month: its own row, the best of the ranking, its team."""

from odoo.tools import SQL

TOP = 10


def own_month(member_id: int) -> SQL:
    """Return the latest row of a member, with what its company says of names."""
    return SQL(
        """
        SELECT performance.*, company.distribution_ranking_names AS shows_names,
               member.parent_path
          FROM distribution_performance performance
          JOIN res_company company ON company.id = performance.company_id
          JOIN distribution_member member ON member.id = performance.member_id
         WHERE performance.member_id = %s
         ORDER BY performance.date DESC
         LIMIT 1
        """,
        member_id,
    )


def top(company_id: int, month, member_id: int, *, shows_names: bool) -> SQL:
    """Return the best of a month; what is not to be shown never leaves the database."""
    shown = SQL("%s OR performance.member_id = %s", shows_names, member_id)
    return SQL(
        """
        SELECT performance.rank,
               CASE WHEN %(shown)s THEN member.name ELSE '***' END AS name,
               CASE WHEN %(shown)s THEN performance.actual END AS actual,
               CASE WHEN %(shown)s THEN performance.score END AS score,
               performance.member_id = %(member)s AS is_own
          FROM distribution_performance performance
          JOIN distribution_member member ON member.id = performance.member_id
         WHERE performance.company_id = %(company)s AND performance.date = %(month)s
         ORDER BY performance.rank, performance.member_id = %(member)s DESC, performance.id
         LIMIT %(limit)s
        """,
        shown=shown,
        member=member_id,
        company=company_id,
        month=month,
        limit=TOP,
    )


def team(member_id: int, parent_path: str, company_id: int, month) -> SQL:
    """Return the sums of the member with everybody below it."""
    return SQL(
        """
        SELECT COUNT(*) AS members, COALESCE(SUM(performance.actual), 0) AS actual,
               COALESCE(SUM(performance.projected), 0) AS projected,
               COALESCE(SUM(performance.target), 0) AS target,
               COUNT(*) FILTER (WHERE performance.actual = 0) AS without_sales
          FROM distribution_performance performance
          JOIN distribution_member member ON member.id = performance.member_id
         WHERE performance.company_id = %s
           AND performance.date = %s
           AND (member.id = %s OR member.parent_path LIKE %s)
        """,
        company_id,
        month,
        member_id,
        f"{parent_path}%",
    )
