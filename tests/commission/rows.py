"""A world of the reference as rows of the database, written by plain INSERTs."""

from collections.abc import Iterable, Mapping

from tests.reference.commission.world import KINDS, Member, Plan, Rule, World

FIRST_ID = 1_000_000  # ids of the world are counted from here, clear of what is there already
NAME = '{"en_US": "World"}'


def row_id(at: int | None) -> int | None:
    """Return the id in the database."""
    return None if at is None else FIRST_ID + at


def insert(cr, table: str, rows: Iterable[Mapping]) -> None:
    """Insert rows that have the same columns."""
    rows = list(rows)
    if not rows:
        return
    columns = ", ".join(rows[0])
    marks = ", ".join(["%s"] * len(rows))
    cr.execute(
        f"INSERT INTO {table} ({columns}) VALUES {marks}", [tuple(row.values()) for row in rows]
    )


def build(env, world: World) -> None:
    """Write everything but what happens."""
    currency_ids = build_currencies(env, world)
    build_places(env, world)
    build_products(env, world)
    build_levels(env, world)
    build_members(env, world)
    build_plans(env, world, currency_ids)
    build_orders(env, world, currency_ids)


def currency_ids(world: World) -> dict[str, int]:
    """Return the ids of currencies by their name."""
    return {name: FIRST_ID + at for at, name in enumerate(sorted(world.currencies), start=1)}


def build_currencies(env, world: World) -> dict[str, int]:
    """Write currencies with their rates; the company gets the world's own."""
    cr, ids = env.cr, currency_ids(world)
    insert(
        cr,
        "res_currency",
        (
            {
                "id": ids[each.id],
                "name": f"{each.id[:2]}*",
                "symbol": each.id,
                "rounding": 10**-each.decimals,
                "decimal_places": each.decimals,
                "active": True,
            }
            for each in world.currencies.values()
        ),
    )
    insert(
        cr,
        "res_currency_rate",
        (
            {"currency_id": ids[each.id], "name": day, "rate": rate, "company_id": env.company.id}
            for each in world.currencies.values()
            for day, rate in each.rates
        ),
    )
    cr.execute(
        "UPDATE res_company SET currency_id = %s WHERE id = %s",
        [ids[world.own_currency], env.company.id],
    )
    return ids


def path(nodes: Mapping, at: int | None) -> str:
    """Return Odoo's `parent_path`."""
    return "" if at is None else f"{path(nodes, nodes[at].parent)}{row_id(at)}/"


def build_places(env, world: World) -> None:
    """Write regions and categories."""
    for table, nodes, more in (
        ("distribution_region", world.regions, {"name": NAME}),
        ("product_category", world.categories, {"name": "World"}),
    ):
        insert(
            env.cr,
            table,
            (
                {"id": row_id(at), "parent_id": row_id(node.parent), **more}
                | {"parent_path": path(nodes, at)}
                | ({"code": f"W{at}"} if table == "distribution_region" else {})
                for at, node in sorted(nodes.items())
            ),
        )


def build_products(env, world: World) -> None:
    """Write products."""
    common = {"uom_id": env.ref("uom.product_uom_unit").id, "type": "consu", "name": NAME}
    common |= {"service_tracking": "no", "tracking": "none", "active": True}
    insert(
        env.cr,
        "product_template",
        (
            {"id": row_id(at), "categ_id": row_id(product.categ), **common}
            for at, product in world.products.items()
        ),
    )
    insert(
        env.cr,
        "product_product",
        (
            {"id": row_id(at), "product_tmpl_id": row_id(at), "active": True}
            for at in world.products
        ),
    )


def build_levels(env, world: World) -> None:
    """Write levels."""
    insert(
        env.cr,
        "distribution_level",
        (
            {"id": row_id(at), "rank": level.rank, "max_downline_depth": -1, "code": f"W{at}"}
            | {"name": NAME}
            | {f"earns_{kind}": level.earns(kind) for kind in KINDS}
            for at, level in world.levels.items()
        ),
    )


HISTORIES = {
    "levels": ("distribution_member_level", "level_id", row_id),
    "uplines": ("distribution_member_upline", "upline_id", row_id),
    "states": ("distribution_member_status", "state", str),
}


def build_members(env, world: World) -> None:
    """Write members, their histories, and the closure that follows from them."""
    cr = env.cr
    insert(
        cr,
        "res_partner",
        ({"id": row_id(at), "name": f"W{at}", "autopost_bills": "ask"} for at in world.members),
    )
    insert(
        cr, "distribution_member", (member_row(env, member) for member in world.members.values())
    )
    for name, (table, column, convert) in HISTORIES.items():
        insert(
            cr,
            table,
            (
                {"member_id": row_id(at), "date_from": span.date_from, "date_to": span.date_to}
                | {column: convert(span.value)}
                for at, member in world.members.items()
                for span in getattr(member, name)
            ),
        )
    common = {"kind": "commission", "origin": "manual"}
    insert(
        cr,
        "distribution_member_freeze",
        (
            {"member_id": row_id(at), "date_from": span.date_from, "date_to": span.date_to} | common
            for at, member in world.members.items()
            for span in member.freezes
        ),
    )
    env["distribution.member.closure"]._rebuild_for(map(row_id, world.members))


def member_row(env, member: Member) -> dict:
    """Return a member's own row: what its histories say last."""
    return {
        "id": row_id(member.id),
        "partner_id": row_id(member.id),
        "company_id": env.company.id,
        "level_id": row_id(member.levels[-1].value),
        "region_id": row_id(1),
        "sensitive_uid": f"W{member.id}",
        "code": f"W{member.id}",
        "state": member.states[-1].value,
        "subject_type": "company",
        "date_start": "2020-01-01",
        "active": True,
    }


def build_plans(env, world: World, currencies: Mapping[str, int]) -> None:
    """Write plans that are in force, and looked at the past already."""
    cycle = {"id": FIRST_ID, "cutoff_day": 1, "holdback_days": 0, "confirm_days": 1}
    cycle |= {"company_id": env.company.id, "code": "WORLD", "frequency": "monthly", "name": NAME}
    cycle |= {"minimum_payout": 0, "recovery_cap": 100, "holdback_rate": 0, "active": True}
    insert(env.cr, "distribution_settlement_cycle", [cycle])
    insert(
        env.cr,
        "distribution_commission_plan",
        (plan_row(env, plan, currencies) for plan in world.plans),
    )
    insert(
        env.cr,
        "distribution_commission_rule",
        (rule_row(env, plan, rule) for plan in world.plans for rule in plan.rules),
    )
    insert(
        env.cr,
        "distribution_commission_tier",
        (
            {"rule_id": row_id(rule.id), "threshold": tier.threshold, "rate": tier.rate}
            for plan in world.plans
            for rule in plan.rules
            for tier in rule.tiers
        ),
    )


def plan_row(env, plan: Plan, currencies: Mapping[str, int]) -> dict:
    """Return a plan's row."""
    return {
        "id": row_id(plan.id),
        "terms_revision": 1,
        "version": 1,
        "company_id": env.company.id,
        "currency_id": currencies[plan.currency],
        "hold_days": plan.hold_days,
        "max_depth": plan.max_depth,
        "cycle_id": FIRST_ID,
        "name": f"W{plan.id}",
        "trigger": plan.trigger,
        "base": plan.base,
        "on_inactive": plan.on_inactive,
        "state": "active",
        "date_from": plan.date_from,
        "date_to": plan.date_to,
        "payout_cap": plan.payout_cap,
        "is_caught_up": True,
    }


SCOPES = ("product", "categ", "member", "level", "buyer_level", "region")
LIMITS = ("min_quantity", "min_amount", "max_amount", "period_cap", "target_amount")
AS_THEY_ARE = ("kind", "sequence", "rate", "measure", "measure_period", "tier_mode")


def rule_row(env, plan: Plan, rule: Rule) -> dict:
    """Return a rule's row."""
    return {
        "id": row_id(rule.id),
        "plan_id": row_id(plan.id),
        "company_id": env.company.id,
        "depth": rule.depth or 0,
        "fixed_amount": rule.fixed or 0,
        "date_from": rule.date_from,
        "date_to": rule.date_to,
        **{name: getattr(rule, name) for name in AS_THEY_ARE},
        **{name: getattr(rule, name) or 0 for name in LIMITS},
        **{f"{name}_id": row_id(getattr(rule, name)) for name in SCOPES},
    }


def build_orders(env, world: World, currencies: Mapping[str, int]) -> None:
    """Write one order for each line, so that each has its own buyer and region."""
    partner = env.company.partner_id.id
    common = {"company_id": env.company.id, "picking_policy": "direct", "state": "sale"}
    common |= {"partner_id": partner, "partner_invoice_id": partner}
    common |= {"partner_shipping_id": partner, "date_order": "2025-11-03"}
    insert(
        env.cr,
        "sale_order",
        (
            {"id": row_id(at), "name": f"W{at}", "currency_id": currencies[line.currency]}
            | {"distribution_member_id": row_id(line.buyer)}
            | {"distribution_region_id": row_id(line.region), **common}
            for at, line in world.lines.items()
        ),
    )
    unit = env.ref("uom.product_uom_unit").id
    insert(
        env.cr,
        "sale_order_line",
        (
            {"id": row_id(at), "order_id": row_id(at), "name": f"W{at}", "price_unit": 0}
            | {"product_id": row_id(line.product), "product_uom_id": unit, "customer_lead": 0}
            | {"product_uom_qty": line.quantity, "company_id": env.company.id}
            for at, line in world.lines.items()
        ),
    )
