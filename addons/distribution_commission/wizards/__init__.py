from . import distribution_commission_what_if
from . import distribution_member_terminate
from . import distribution_member_transfer
from . import distribution_payout_batch_make
