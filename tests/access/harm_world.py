"""Runs in an Odoo shell: values that visitors send for fields that no form of ours has."""

TARGETS = (
    "distribution.application",
    "distribution.application.event",
    "distribution.cart",
    "distribution.commission.acceptance",
    "distribution.commission.plan",
    "distribution.consent",
    "distribution.delivery.receipt",
    "distribution.delivery.receipt.line",
    "distribution.cross.case",
    "distribution.document",
    "distribution.feedback",
    "distribution.level.suggestion",
    "distribution.link.request",
    "distribution.member",
    "distribution.member.user",
    "distribution.message",
    "distribution.privacy.request",
    "distribution.referral.link",
    "distribution.statement",
    "distribution.statement.dispute",
    "res.partner",
    "res.users",
    "rma",
    "sale.order",
    "stock.move",
    "tier.review",
)
TEXT, DAY, NUMBER = "harm-of-a-form", "2031-03-03", 98765
PREFERRED = ("approved", "active", "done", "sale", "admin")


def describe_harm(world, records):
    """Return {model: a value for each stored field, with the place where it would be found}."""
    decoys = {
        "res.partner": world.members["foreign"].partner_id.id,
        "res.users": world.users["admin"].id,
        "res.company": world.members["foreign"].company_id.id,
        "res.groups": world.env.ref("distribution_member.group_distribution_admin").id,
        **{key: rows["foreign"].id for key, rows in records.items()},
    }
    return {
        name: [
            harm
            for field in world.env[name]._fields.values()
            if field.name not in ("id", "self") and (harm := _describe(world.env, field, decoys))
        ]
        for name in TARGETS
    }


def _describe(env, field, decoys):
    """Return what to send and where it would arrive; None when that could not be told."""
    if field.type == "many2many" and field.store:
        table, column = field.relation, field.column2
    elif field.column_type and field.store:
        table, column = env[field.model_name]._table, field.name
    else:
        return None
    value = _choose(env, field, decoys)
    sent = f"{DAY} 03:03:03" if field.type == "datetime" else str(value)
    return value and {"name": field.name, "sent": sent, "value": value, "place": [table, column]}


def _choose(env, field, decoys):
    if field.type in ("many2one", "many2many"):
        return decoys.get(field.comodel_name) or _find_last(env[field.comodel_name])
    if field.type == "selection":
        values = field.get_values(env)
        return next((value for value in PREFERRED if value in values), values[-1:] and values[-1])
    return {
        "boolean": True,
        "integer": NUMBER,
        "float": NUMBER,
        "monetary": NUMBER,
        "date": DAY,
        "datetime": DAY,
        "many2one_reference": NUMBER,
    }.get(field.type, TEXT)


def _find_last(model):
    last = model.sudo().with_context(active_test=False).search([], order="id desc", limit=1)
    return last.id
