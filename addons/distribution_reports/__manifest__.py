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
        "security/distribution_kpi_rules.xml",
        # screens
        "views/distribution_sales_report_views.xml",
        "views/distribution_reports_menus.xml",
        # service figures and reports by mail
        "reports/report_table_templates.xml",
        "data/report_mail_templates.xml",
        "data/distribution_kpi_data.xml",
        "data/ir_cron_kpi.xml",
        "views/distribution_kpi_views.xml",
        "views/distribution_kpi_value_views.xml",
        "views/distribution_report_schedule_views.xml",
        "views/distribution_report_delivery_views.xml",
        "views/res_config_settings_views.xml",
        "views/distribution_kpi_menus.xml",
        "views/distribution_report_schedule_menus.xml",
    ],
    "assets": {"web.assets_backend": ["distribution_reports/static/src/kpi_trend/*"]},
    "external_dependencies": {"python": ["xlsxwriter"]},
    "demo": ["demo/distribution_reports_demo.xml"],
}
