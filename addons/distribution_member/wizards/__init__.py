from . import base_partner_merge
from . import distribution_member_freeze_change
from . import distribution_member_level_change
from . import distribution_member_reason
from . import distribution_consent_record
from . import distribution_application_reason
from . import portal_wizard_user
from . import distribution_member_transfer
