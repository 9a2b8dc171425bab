from . import test_access_matrix
from . import test_erp_backend
from . import test_goods
from . import test_order_changes
from . import test_order_push
from . import test_recovery
from . import test_stock_reading
from . import test_streams
