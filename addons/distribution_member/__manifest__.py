{
    "name": "Distribution: Members",
    "summary": "Levels, regions and the dated hierarchy of a distribution channel",
    "version": "19.0.1.0.0",
    "category": "Sales/Distribution",
    "author": "Distribution System Team",
    "website": "https://github.com/distribution-system/distribution",
    "license": "AGPL-3",
    # `product` brings the price list a level gives; the contract puts it on the level.
    "depends": [
        "mail",
        "portal",
        "contacts",
        "product",
        "web_hierarchy",
        "base_tier_validation",
    ],
    "data": [
        # rights first: everything below refers to the groups
        "security/distribution_member_groups.xml",
        "security/ir.model.access.csv",
        "security/distribution_member_rules.xml",
        "data/ir_cron.xml",
        # screens
        "views/distribution_level_views.xml",
        "views/distribution_region_views.xml",
        "wizards/distribution_member_reason_views.xml",
        "views/distribution_member_upline_views.xml",
        "views/distribution_member_views.xml",
        "views/distribution_member_form_views.xml",
        "views/res_partner_views.xml",
        "views/distribution_audit_views.xml",
        "views/distribution_member_menus.xml",
    ],
    "demo": ["demo/distribution_member_demo.xml"],
    "application": True,
    "uninstall_hook": "uninstall_hook",
}
