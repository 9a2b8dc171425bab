from . import affected_mixin
from . import distribution_order_rejection
