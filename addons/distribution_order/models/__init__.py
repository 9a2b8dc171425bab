from . import distribution_level_rule_line
from . import distribution_member
from . import sale_order
from . import sale_order_line
from . import distribution_order_import_column
from . import distribution_order_import_profile
from . import distribution_order_import_line
from . import distribution_order_import
