from . import distribution_sales_report
