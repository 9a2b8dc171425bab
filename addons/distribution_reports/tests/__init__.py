from . import test_access_matrix
from . import test_sales_report
from . import test_target
from . import test_performance
from . import test_performance_portal
from . import test_performance_reference
from . import test_performance_score
from . import test_performance_warning
