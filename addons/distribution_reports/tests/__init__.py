from . import test_access_matrix
from . import test_kpi
from . import test_kpi_figures
from . import test_kpi_mail
from . import test_report_delivery
from . import test_report_schedule
from . import test_sales_report
<<<<<<< HEAD
from . import test_forecast
from . import test_forecast_library
=======
from . import test_target
from . import test_performance
from . import test_performance_portal
from . import test_performance_reference
from . import test_performance_score
from . import test_performance_warning
>>>>>>> f3121a35009c177178304ad93583846d34bfc009
