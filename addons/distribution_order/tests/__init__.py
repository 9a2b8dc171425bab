from . import test_access_matrix
from . import test_order_access
from . import test_order_import
from . import test_order_import_returns
from . import test_order_import_scheduler
from . import test_order_portal
from . import test_sale_order
from .pure import test_generic
