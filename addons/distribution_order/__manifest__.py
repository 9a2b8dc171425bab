{
    "name": "Distribution: Orders",
    "summary": "Orders of a distribution channel and import of platform orders",
    "version": "19.0.1.0.0",
    "category": "Sales/Distribution",
    "author": "Distribution System Team",
    "website": "https://github.com/distribution-system/distribution",
    "license": "AGPL-3",
    "depends": ["distribution_member", "sale_stock", "sale_tier_validation", "rma_sale"],
    "data": [
        # rights first
        "security/distribution_order_groups.xml",
        "security/ir.model.access.csv",
        "security/distribution_order_rules.xml",
        "data/ir_cron.xml",
        # screens
        "views/sale_order_views.xml",
        "views/distribution_order_import_profile_views.xml",
        "views/distribution_order_import_line_views.xml",
        "views/distribution_order_import_views.xml",
        "wizards/distribution_member_transfer_views.xml",
        "wizards/distribution_member_terminate_views.xml",
        "views/portal_order_templates.xml",
        "views/distribution_order_menus.xml",
    ],
    "demo": ["demo/distribution_order_demo.xml"],
    "uninstall_hook": "uninstall_hook",
}
