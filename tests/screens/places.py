"""Which fields people, files, platforms and ERPs write into: asked of the registry."""

import re

# What outsiders write into Odoo's own models by our pages, files and ERPs, and what is shown of it.
OF_ODOO = (
    "account.move",
    "account.move.line",
    "delivery.carrier",
    "discuss.channel",
    "ir.attachment",
    "mail.activity",
    "mail.message",
    "mail.tracking.value",
    "product.attribute",
    "product.attribute.value",
    "product.category",
    "product.pricelist",
    "product.product",
    "product.template",
    "res.partner",
    "res.partner.bank",
    "res.partner.category",
    "res.company",
    "rma",
    "rma.operation",
    "sale.order",
    "sale.order.line",
    "stock.lot",
    "stock.move",
    "stock.picking",
    "stock.warehouse",
    "uom.uom",
)
# What only the program writes, and reads again as its own words. Everything else is attacked.
OWN_WORDS = {
    "names of models, fields and views": re.compile(
        r"\.(model|res_model|res_field|field_name|domain|email_layout_xmlid|mimetype|signup_type"
        r"|currency_field|payment_reference_model|invoice_edi_format_store)$"
    ),
    "codes that the program looks up": re.compile(
        r"^distribution\.(purpose|kpi|settlement\.cycle|document\.type|settlement\.check)\.code$"
        r"|^distribution\.(retention\.run)\.(category|record_ids)$|^product\.category\..*method$"
        r"|^distribution\.todo\.(model|domain|icon)$|^distribution\.forecast\.(series_key|method)$"
        r"|^product\.product\.combination_indices$|^product\.attribute.*\.html_color$"
    ),
    "keys, hashes, seals and links with signatures": re.compile(
        r"\.(.*_)?(token|checksum|sha256|hash|seal.*|distribution_seal_chain|sensitive_uid|key"
        r"|key_id|store_fname|message_id|cursor|inalterable_hash|access_token|uuid|phone_key)$"
    ),
    "paths of trees": re.compile(r"\.parent_path$"),
    "figures kept as text": re.compile(
        r"\.(distribution_cart_key|virtual_id|linked_virtual_id|database_id|currency)$"
    ),
    "colours and layouts chosen from lists": re.compile(
        r"^res\.company\.(.*color.*|font|layout_background|.*fiscalyear.*|paperformat.*)$"
    ),
}


def find_places(env):
    """Return {model: its stored text fields} that are attacked; and {field: why it is not}."""
    attacked, spared = {}, {}
    for name in sorted(env.registry):
        model = env[name]
        if model._abstract or model._transient or not model._auto:
            continue
        for field in model._fields.values():
            if not is_text(field) or not (name in OF_ODOO or is_ours(model, field)):
                continue
            place = f"{name}.{field.name}"
            if why := next((why for why, words in OWN_WORDS.items() if words.search(place)), None):
                spared[place] = why
            else:
                attacked.setdefault(name, []).append(field)
    return attacked, spared


def is_text(field):
    """Tell whether a field keeps a text in a column of its own table."""
    return bool(field.store and field.type in ("char", "text", "html") and field.column_type)


def is_ours(model, field):
    """Tell whether one of our addons brought the model or the field."""
    return any(
        module.startswith("distribution_")
        for module in (model._original_module or "", *field._modules)
    ) and not (field.related and not model._original_module.startswith("distribution_"))
