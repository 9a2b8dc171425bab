from . import test_access_matrix
from . import test_sales_facts
from . import test_sales_growth
from . import test_sales_report
from . import test_sales_roles
