"""Rules of `noupdate` files that have changed since the first versions."""

from odoo.addons.distribution_member.queries.factory_rules import forget_rules

OLD_DOMAINS = {
    "distribution_commission_entry_rule_manager": (
        "[('member_id.region_id','child_of',user.distribution_region_ids.ids)]"
    ),
    "distribution_statement_rule_manager": (
        "[('company_id','in',company_ids),"
        "('member_id.region_id','child_of',user.distribution_region_ids.ids)]"
    ),
    # Every person of a member saw its statements by this one, whatever the person's role.
    "distribution_statement_rule_portal": (
        "[('member_id.partner_id','=',user.commercial_partner_id.id),('state','!=','draft')]"
    ),
}


def migrate(cr, version):
    """Let the update make the rules anew."""
    cr.execute(forget_rules("distribution_commission", OLD_DOMAINS))
