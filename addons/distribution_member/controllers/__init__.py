from . import distribution_document
from . import privacy_portal
from . import member_import
