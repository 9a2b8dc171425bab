from . import test_access_matrix
from . import test_kpi
from . import test_kpi_figures
from . import test_kpi_mail
from . import test_report_delivery
from . import test_report_schedule
from . import test_sales_report
