from . import affected_mixin
from . import distribution_order_rejection
from . import distribution_return_rejection
from . import distribution_return_inspection
from . import distribution_member_adoption
