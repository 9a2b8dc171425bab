from . import distribution_document
from . import privacy_portal
