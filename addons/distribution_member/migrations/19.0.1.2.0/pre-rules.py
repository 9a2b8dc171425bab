"""Rules and a schedule of `noupdate` files that have changed since the first versions."""

from odoo.addons.distribution_member.queries.factory_rules import forget_rules
from odoo.tools import SQL

OLD_DOMAINS = {
    "distribution_consent_rule_user": (
        "[('member_id.region_id','in',user.distribution_inner_region_ids.ids)]"
    ),
    "distribution_member_rule_reviewer": "[('state','=','applicant')]",
    "distribution_member_rule_user": "[('region_id','child_of',user.distribution_region_ids.ids)]",
    "distribution_member_status_rule_finance": "[('member_id.company_id','in',company_ids)]",
    "distribution_member_status_rule_user": (
        "[('member_id.region_id','child_of',user.distribution_region_ids.ids)]"
    ),
    "distribution_member_upline_rule_finance": "[('member_id.company_id','in',company_ids)]",
    "distribution_member_upline_rule_user": (
        "[('member_id.region_id','child_of',user.distribution_region_ids.ids)]"
    ),
    # Reviewers saw the applications of all regions by these; now they see those of their own.
    "distribution_application_event_rule_reviewer": None,
    "distribution_application_rule_reviewer": None,
    "distribution_consent_rule_reviewer": None,
    "distribution_document_rule_reviewer": None,
}
EVERY_HOUR = SQL(
    """
    UPDATE ir_cron SET interval_type = 'hours'
     WHERE interval_type = 'days' AND interval_number = 1
       AND id IN (SELECT res_id FROM ir_model_data WHERE module = 'distribution_member'
                     AND model = 'ir.cron' AND name = 'ir_cron_apply_uplines')
    """
)


def migrate(cr, version):
    """Let the update make the rules anew."""
    cr.execute(forget_rules("distribution_member", OLD_DOMAINS))
    cr.execute(EVERY_HOUR)
