{
    "name": "Distribution: Commission & Settlement",
    "summary": "Commission ledger, settlement and statements of a distribution channel",
    "version": "19.0.1.0.0",
    "category": "Sales/Distribution",
    "author": "Distribution System Team",
    "website": "https://github.com/distribution-system/distribution",
    "license": "AGPL-3",
    "depends": ["distribution_order", "account"],
    "data": [
        # rights first
        "security/ir.model.access.csv",
        "security/distribution_commission_rules.xml",
        "data/ir_cron.xml",
        # what is printed; the form views refer to it
        "reports/distribution_statement_report.xml",
        "reports/distribution_statement_templates.xml",
        # screens
        "views/distribution_commission_entry_views.xml",
        "views/distribution_commission_rule_views.xml",
        "views/distribution_commission_plan_views.xml",
        "views/distribution_settlement_cycle_views.xml",
        "views/distribution_statement_views.xml",
        "views/distribution_settlement_views.xml",
        "views/distribution_member_views.xml",
        "views/sale_order_views.xml",
        "views/res_config_settings_views.xml",
        "wizards/distribution_member_transfer_views.xml",
        "views/distribution_statement_portal_templates.xml",
        "views/portal_home_templates.xml",
        "data/distribution_todo_data.xml",
        "views/distribution_commission_menus.xml",
    ],
    "demo": ["demo/distribution_commission_demo.xml"],
    "external_dependencies": {"python": ["xlsxwriter"]},
    "assets": {
        "web.assets_frontend": ["distribution_commission/static/src/scss/statement_portal.scss"],
    },
}
