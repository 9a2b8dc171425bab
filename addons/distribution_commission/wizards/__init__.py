from . import distribution_member_terminate
from . import distribution_member_transfer
