from . import sales_dimensions_mixin
from . import sales_order_mixin
from . import sales_goods_mixin
from . import sales_keeping_mixin
from . import distribution_sales_report
from . import distribution_sales_growth
from . import distribution_sales_branch
from . import distribution_sales_month
