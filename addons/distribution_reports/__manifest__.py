{
    "name": "Distribution: Reports",
    "summary": "Sales analysis of a distribution channel: who sold what where, and what it earned",
    "version": "19.0.1.0.0",
    "category": "Sales/Distribution",
    "author": "Distribution System Team",
    "website": "https://github.com/distribution-system/distribution",
    "license": "AGPL-3",
    "depends": ["distribution_commission", "spreadsheet_dashboard"],
    "data": [
        # rights first
        "security/ir.model.access.csv",
        "security/distribution_reports_rules.xml",
        "security/distribution_performance_rules.xml",
        # screens
        "views/distribution_sales_report_views.xml",
        "views/distribution_reports_menus.xml",
        # targets and performance
        "data/distribution_target_split_data.xml",
        "views/distribution_target_split_views.xml",
        "views/distribution_target_views.xml",
        "views/distribution_target_progress_views.xml",
        "views/distribution_scorecard_views.xml",
        "views/distribution_performance_views.xml",
        "views/distribution_performance_form_views.xml",
        "views/distribution_performance_warning_views.xml",
        "views/distribution_member_performance_views.xml",
        "views/res_config_settings_performance_views.xml",
        "views/distribution_performance_menus.xml",
        "data/distribution_performance_data.xml",
        "data/ir_cron_performance.xml",
    ],
    "demo": ["demo/distribution_reports_demo.xml"],
}
