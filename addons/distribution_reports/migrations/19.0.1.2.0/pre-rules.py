"""A rule of a `noupdate` file that has changed since the first versions."""

from odoo.addons.distribution_member.queries.factory_rules import forget_rules

OLD_DOMAINS = {
    "distribution_sales_report_rule_user": (
        "[('region_id','child_of',user.distribution_region_ids.ids)]"
    ),
}


def migrate(cr, version):
    """Let the update make the rule anew."""
    cr.execute(forget_rules("distribution_reports", OLD_DOMAINS))
