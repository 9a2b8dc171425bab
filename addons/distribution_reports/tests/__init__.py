from . import test_access_matrix
from . import test_kpi, test_kpi_figures, test_kpi_mail, test_report_schedule, test_report_delivery
from . import test_sales_report
