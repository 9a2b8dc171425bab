from . import test_sales_report
