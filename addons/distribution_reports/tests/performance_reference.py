"""The figures of a month once more, one member after the other, in plain Python."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)
KEYS = ("attainment", "growth", "punctuality", "returns")


def ratio(part, whole):
    """Return a percentage, or None without a base."""
    return round_half_up(100 * part / whole) if whole > 0 else None


def growth(now, base):
    """Return by how many percent something has grown, or None without a base."""
    return round_half_up(100 * (now / base - 1)) if base > 0 else None


def round_half_up(value):
    """Round half away from zero."""
    return value.quantize(CENT, ROUND_HALF_UP)


def measure(member, world, month):
    """Return the figures of one member.

    :param world: `sales` [(member, day, amount)], `targets` {member: twelve amounts},
        `due` {member: (due, paid)}, `returns` [(member, delivered, returned)]
    """
    sales = [(day, amount) for who, day, amount in world["sales"] if who == member]

    def sold(start, end):
        return sum((amount for day, amount in sales if start <= day < end), ZERO)

    months = world["targets"].get(member, [ZERO] * 12)
    number = month.first.month
    row = {
        "target": months[number - 1],
        "target_ytd": sum(months[:number], ZERO),
        "actual": sold(month.first, month.end),
        "previous_actual": sold(month.previous, month.first),
        "year_ago_actual": sold(month.year_ago, month.year_ago_end),
        "actual_ytd": sold(month.year_start, month.end),
    }
    row["projected"] = round_half_up(row["actual"] * month.days / month.elapsed)
    due, paid = world["due"].get(member, (ZERO, ZERO))
    returns = [figures for who, *figures in world["returns"] if who == member]
    delivered = sum((figures[0] for figures in returns), ZERO)
    returned = sum((figures[1] for figures in returns), ZERO)
    row |= {
        "attainment_percent": ratio(row["actual"], row["target"]),
        "pace_percent": ratio(row["projected"], row["target"]),
        "growth_percent": growth(row["projected"], row["previous_actual"]),
        "growth_year_percent": growth(row["projected"], row["year_ago_actual"]),
        "punctuality_percent": ratio(paid, due),
        "return_rate_percent": ratio(returned, delivered),
        "attainment_ytd_percent": ratio(row["actual_ytd"], row["target_ytd"]),
    }
    row["score"] = score(row, world["card"])
    return row


def score(row, card):
    """Return the weighted points of what could be measured.

    :param card: {measure: (weight, value of no points, value of all points)}
    """
    yearly = row["growth_year_percent"]
    values = (
        row["pace_percent"],
        yearly if yearly is not None else row["growth_percent"],
        row["punctuality_percent"],
        row["return_rate_percent"],
    )
    weights = brought = ZERO
    for key, value in zip(KEYS, values, strict=True):
        if value is None:
            continue
        weight, none, full = card[key]
        points = round_half_up(100 * (value - none) / (full - none))
        weights += weight
        brought += weight * min(max(points, ZERO), Decimal(100))
    return round_half_up(brought / weights) if weights else ZERO


def rank(rows, regions):
    """Add rank and rank in the region: one more than the number of those that are better."""
    by_region = defaultdict(list)
    for member, row in rows.items():
        by_region[regions[member]].append(row)
    for member, row in rows.items():
        row["rank"] = 1 + _count_better(row, rows.values())
        row["region_rank"] = 1 + _count_better(row, by_region[regions[member]])


def _count_better(row, others):
    own = (row["score"], row["actual"])
    return sum((other["score"], other["actual"]) > own for other in others)
