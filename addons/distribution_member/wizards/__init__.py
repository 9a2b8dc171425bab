from . import distribution_member_reason
