from . import distribution_member_reason
from . import distribution_consent_record
