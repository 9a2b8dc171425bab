{
    "name": "Distribution: Reports",
    "summary": "Sales analysis of a distribution channel: who sold what where, and what it earned",
    "version": "19.0.1.0.0",
    "category": "Sales/Distribution",
    "author": "Distribution System Team",
    "website": "https://github.com/distribution-system/distribution",
    "license": "AGPL-3",
    "depends": ["distribution_commission", "sale_margin", "spreadsheet_dashboard"],
    "data": [
        # rights first
        "security/ir.model.access.csv",
        "security/distribution_reports_rules.xml",
        # jobs
        "data/ir_cron_sales.xml",
        # screens
        "views/distribution_sales_report_views.xml",
        "views/distribution_sales_growth_views.xml",
        "views/distribution_sales_branch_views.xml",
        "views/distribution_sales_month_views.xml",
        "views/distribution_reports_menus.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "demo": ["demo/distribution_reports_demo.xml"],
}
