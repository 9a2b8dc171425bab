from . import feedback
from . import order_approvals
from . import ordering_app
from . import ordering_cart
from . import ordering_data
from . import ordering_lines
from . import portal
from . import returns
