from . import distribution_application
from . import distribution_document
from . import distribution_join
from . import privacy_portal
from . import member_import
