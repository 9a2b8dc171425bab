{
    "name": "Distribution: Kingdee ERP",
    "summary": "The Kingdee servers a distribution channel works with, and whether they answer",
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
        # screens
        "views/distribution_erp_backend_views.xml",
        "views/distribution_erp_sync_menus.xml",
    ],
    "demo": ["demo/distribution_erp_sync_demo.xml"],
}
