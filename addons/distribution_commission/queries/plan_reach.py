"""Whom the rules of a plan can pay: members by their level, what it may earn, and their region.

Wider than what is paid today, on purpose: whoever may stand above a buyer tomorrow counts as
reached, because a plan must be lawful on every day it runs.
"""

from collections.abc import Sequence

from odoo.tools import SQL

# Paid by what others buy: the rules that the law on pyramid selling is about.
FROM_DOWNLINE = SQL(
    """(rule.kind IN ('override', 'differential')
        OR (rule.kind IN ('volume', 'target') AND rule.measure <> 'own'))"""
)


def members(plan_ids: Sequence[int], member_ids: Sequence[int] | None = None) -> SQL:
    """Return (plan, member) for every member that a plan can pay; `member_ids` narrow it."""
    narrow = SQL("TRUE") if member_ids is None else SQL("member.id = ANY(%s)", list(member_ids))
    return SQL(
        "SELECT DISTINCT rule.plan_id, member.id FROM %s AND %s",
        _reached(plan_ids),
        narrow,
    )


def rules(plan_ids: Sequence[int], member_id: int) -> SQL:
    """Return the rules by which a member can be paid."""
    return SQL("SELECT rule.id FROM %s AND member.id = %s", _reached(plan_ids), member_id)


def levels(plan_ids: Sequence[int]) -> SQL:
    """Return (plan, level) for every level of which a plan can pay some member."""
    return SQL("SELECT DISTINCT rule.plan_id, member.level_id FROM %s", _reached(plan_ids))


def persons(plan_ids: Sequence[int]) -> SQL:
    """Return (plan, member) for the natural persons a plan can pay for what others buy."""
    return SQL(
        """
        SELECT DISTINCT rule.plan_id, member.id
          FROM %s AND member.subject_type = 'person' AND %s
        """,
        _reached(plan_ids),
        FROM_DOWNLINE,
    )


def is_any_open(member_id: int, company_id: int) -> SQL:
    """The condition that the company has agreed on a plan that the member has not accepted."""
    return SQL(
        """
        EXISTS (SELECT FROM distribution_commission_plan plan
                 WHERE plan.company_id = %s AND plan.state = 'active'
                   AND NOT EXISTS (SELECT FROM distribution_commission_acceptance accepted
                                    WHERE accepted.plan_id = plan.id
                                      AND accepted.member_id = %s))
        """,
        company_id,
        member_id,
    )


def _reached(plan_ids: Sequence[int]) -> SQL:
    """The rules of the plans with the members they can pay, up to the end of the conditions."""
    return SQL(
        """
               distribution_commission_rule rule
          JOIN distribution_commission_plan plan ON plan.id = rule.plan_id
          JOIN distribution_member member
            ON member.company_id = plan.company_id
           AND member.active
           AND member.state IN ('active', 'suspended')
          JOIN distribution_level level ON level.id = member.level_id
     LEFT JOIN distribution_region scope ON scope.id = rule.region_id
         WHERE plan.id = ANY(%(plans)s)
           AND (rule.member_id IS NULL OR rule.member_id = member.id)
           AND (rule.level_id IS NULL OR rule.level_id = member.level_id)
           AND CASE rule.kind
                   WHEN 'rebate' THEN level.earns_rebate
                   WHEN 'override' THEN level.earns_override
                   WHEN 'differential' THEN level.earns_differential
                   WHEN 'volume' THEN level.earns_volume
                   ELSE level.earns_target
               END
           AND (%(from_downline)s OR rule.buyer_level_id IS NULL
                OR rule.buyer_level_id = member.level_id)
           AND (rule.region_id IS NULL OR %(buys_there)s)
        """,
        plans=list(plan_ids),
        from_downline=FROM_DOWNLINE,
        buys_there=_buys_there(),
    )


def _buys_there() -> SQL:
    """The member, or for what others buy somebody in its branch, is in the region of the rule."""
    return SQL(
        """
        EXISTS (
            SELECT 1
              FROM distribution_member buyer
              JOIN distribution_region place ON place.id = buyer.region_id
             WHERE starts_with(place.parent_path, scope.parent_path)
               AND CASE WHEN %s THEN starts_with(buyer.parent_path, member.parent_path)
                        ELSE buyer.id = member.id
                   END
        )
        """,
        FROM_DOWNLINE,
    )
