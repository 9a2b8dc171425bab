"""Rules of `noupdate` files that have changed since the first versions."""

from odoo.addons.distribution_member.queries.factory_rules import forget_rules

OLD_DOMAINS = {
    "distribution_order_import_line_rule_finance": "[('import_id.company_id','in',company_ids)]",
    "sale_order_line_rule_distribution_user": (
        "[('order_id.distribution_region_id','child_of',user.distribution_region_ids.ids)]"
    ),
    "sale_order_rule_distribution_user": (
        "[('distribution_region_id','child_of',user.distribution_region_ids.ids)]"
    ),
}


def migrate(cr, version):
    """Let the update make the rules anew."""
    cr.execute(forget_rules("distribution_order", OLD_DOMAINS))
