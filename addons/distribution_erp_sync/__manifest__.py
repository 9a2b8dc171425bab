{
    "name": "Distribution: Kingdee ERP",
    "summary": "Stock, products, members, orders, deliveries and returns, in step with Kingdee",
    "version": "19.0.1.0.0",
    "category": "Sales/Distribution",
    "author": "Distribution System Team",
    "website": "https://github.com/distribution-system/distribution",
    "license": "AGPL-3",
    "depends": ["distribution_order"],
    "data": [
        # rights first
        "security/ir.model.access.csv",
        "security/distribution_erp_sync_rules.xml",
        "data/mail_activity_type_data.xml",
        "data/ir_cron.xml",
        # screens
        "views/distribution_erp_stream_views.xml",
        "views/distribution_erp_document_views.xml",
        "views/distribution_erp_movement_views.xml",
        "views/distribution_erp_difference_views.xml",
        "views/distribution_erp_backend_views.xml",
        "views/sale_order_views.xml",
        "views/distribution_erp_sync_menus.xml",
    ],
    "demo": ["demo/distribution_erp_sync_demo.xml"],
}
