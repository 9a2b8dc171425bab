from . import test_access_matrix
from . import test_sales_report
from . import test_forecast
from . import test_forecast_library
