"""Step 8: the ledger rows, written by one statement; what is there already stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from odoo.tools import SQL

from .amounts import amounts, rated
from .caps import caps, crowded, limited, scaled_amounts
from .chain import chain
from .earning import IN_FORCE, InForce, earning
from .matching import matching, terms

# What the engine writes of an entry, in this order, whichever step writes it.
LEDGER_COLUMNS = (
    "company_id",
    "plan_id",
    "rule_id",
    "lost_rule_id",
    "kind",
    "depth",
    "member_id",
    "buyer_id",
    "movement_id",
    "order_id",
    "order_line_id",
    "move_line_id",
    "sequence",
    "quantity",
    "base_amount",
    "rate",
    "fixed_amount",
    "uncapped_amount",
    "capped_by",
    "amount",
    "currency_id",
    "date",
    "available_date",
    "origin_id",
)


def write_entries(rows: SQL, *, is_new: bool = False) -> SQL:
    """Write `rows`, which have the ledger's columns, and count those that are new; what the ledger
    holds already stays.

    :param is_new: the movements were recorded in this transaction, so nothing can be there
    """
    columns = SQL(", ").join(map(SQL.identifier, LEDGER_COLUMNS))
    return SQL(
        """
        INSERT INTO distribution_commission_entry (%(columns)s, posted_at)
        SELECT %(columns)s, NOW() AT TIME ZONE 'UTC'
          FROM (%(rows)s) entry
        %(unless_there)s
        RETURNING 1
        """,
        columns=columns,
        rows=rows,
        unless_there=SQL() if is_new else SQL("ON CONFLICT DO NOTHING"),
    )


def earned_by(movement_ids: Sequence[int]) -> SQL:
    """Return the condition that a run looks at these movements, for every plan.

    All of them are named: of a range of new ids the planner would expect next to none. They are
    one literal, as many thousand literals take long to parse.
    """
    return SQL("movement.id = ANY(%s::int[])", f"{{{','.join(map(str, movement_ids))}}}")


def earned_in_the_past(plan_id: int, order_ids: Sequence[int] | None) -> SQL:
    """Return the condition that a run looks at all movements of some orders, for one plan."""
    orders = SQL("movement.order_id = ANY(%s)", list(order_ids)) if order_ids else SQL("TRUE")
    return SQL("plan.id = %s AND %s", plan_id, orders)


@dataclass(frozen=True, slots=True)
class Features:
    """Which costly steps a run needs; a step that nothing asks for is left out.

    :ivar parts: some movement is not the first part of its whole
    :ivar differentials: some rule is a differential
    :ivar period_caps: some rule has a cap per period
    :ivar rivals: some rule has another one that could pay the same seat
    :ivar currencies: plans, sales and costs are not all in one currency
    :ivar goods: some rule is for a product or a category
    :ivar regions: some rule is for a region
    :ivar many: there are so many movements that planning takes no time beside them
    """

    parts: bool = True
    differentials: bool = True
    period_caps: bool = True
    rivals: bool = True
    currencies: bool = True
    goods: bool = True
    regions: bool = True
    many: bool = False


ALL_FEATURES = Features()


def insert_entries(
    which: SQL,
    features: Features = ALL_FEATURES,
    *,
    is_new: bool = False,
    in_force: InForce = IN_FORCE,
) -> SQL:
    """Write what movements earn, and return one row: the number of new entries.

    :param which: condition on `movement` and `plan`
    :param is_new: the movements were recorded in this transaction
    :param in_force: which plans see which days
    """
    return SQL(
        """
        WITH %(steps)s,
             written AS (%(written)s)
        SELECT COUNT(*) FROM written
        """,
        steps=steps(which, features, in_force),
        written=write_entries(rows(), is_new=is_new),
    )


def steps(which: SQL, features: Features, in_force: InForce = IN_FORCE) -> SQL:
    """Return the named steps from movements to `capped` amounts, for a WITH."""
    return SQL(
        """
             %(earning)s,
             chain AS MATERIALIZED (%(chain)s),
             terms AS MATERIALIZED (%(terms)s),
             matching AS (%(matching)s),
             rated AS (%(rated)s),
             amounts AS (%(amounts)s),
             limited_amounts AS %(kept)s (%(limited)s),
             crowded AS (%(crowded)s),
             scaled_amounts AS (%(scaled)s),
             capped AS (%(caps)s)
        """,
        earning=earning(
            which,
            in_force,
            has_currencies=features.currencies,
            has_goods=features.goods,
            has_regions=features.regions,
        ),
        chain=chain(),
        terms=terms(),
        matching=matching(has_rivals=features.rivals),
        rated=rated(features.differentials),
        amounts=amounts(features.parts),
        limited=limited(),
        kept=_kept(features),
        crowded=crowded(),
        scaled=scaled_amounts(),
        caps=caps(features.period_caps),
    )


def _kept(features: Features) -> SQL:
    """Return whether amounts are kept for those who read them twice. Where no step sorts, each
    reader's own condition reaches the movements, and keeping many costs more than planning twice.
    """
    is_sorted = features.parts or features.differentials or features.rivals
    return SQL("NOT MATERIALIZED") if features.many and not is_sorted else SQL("MATERIALIZED")


def rows() -> SQL:
    """Return `capped` with the ledger's columns.

    No amount, no entry, unless a cap lowered it to nothing, or it is of a part of a whole that
    alone rounds to nothing: the parts after it count on from it.
    """
    return SQL(
        """
        SELECT company_id, plan_id, rule_id, lost_rule_id, kind, depth, member_id, buyer_id,
               movement_id, order_id, order_line_id, move_line_id, 0 AS sequence, quantity,
               base_amount, rate, fixed_amount,
               CASE WHEN amount <> uncapped THEN uncapped END AS uncapped_amount,
               CASE WHEN amount = uncapped THEN NULL
                    WHEN amount <> scaled THEN 'period_cap'
                    WHEN scaled <> limited THEN 'payout_cap'
                    ELSE 'max_amount' END AS capped_by,
               amount, currency_id, date, available_date, NULL::int AS origin_id
          FROM capped
         WHERE amount <> 0 OR uncapped <> 0
            OR (is_partial AND (fixed_amount <> 0 OR rate * base_amount <> 0))
        """
    )
