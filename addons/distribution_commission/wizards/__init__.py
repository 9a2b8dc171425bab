from . import distribution_member_transfer
